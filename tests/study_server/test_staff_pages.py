from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from tests.study_server.conftest import World
from tests.study_server.signing_in import account, quick_hashing

REASON = "the person asked for it by telephone"


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with quick_hashing():
        yield


def give(client: Client, email: str, role: str, site: str = "") -> tuple[int, str]:
    answer = client.post("/study/leaf/staff/", {"email": email, "role": role, "site": site})
    return answer.status_code, answer.content.decode()


def last_link(chain: str = "study leaf") -> tuple[str, str, str, str, str]:
    from speciosa.study.server.models import Link

    row = Link.objects.filter(chain__name=chain).order_by("-number")[0]
    return row.actor, row.action, row.old, row.new, row.reason


def superuser() -> Client:
    from allauth.mfa.models import Authenticator

    made = account("root@clinic.example", superuser=True)
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_list_names_one_s_own_studies_alone(world: World) -> None:
    page = world.client("auditor").get("/study/").content.decode()
    assert "Study of leaf" in page
    assert "Study of tablets" not in page


def test_only_the_server_s_administrator_makes_a_study_and_is_its_first_administrator(world: World) -> None:
    from speciosa.study.server.models import Member, Study

    said = {"slug": "rest", "title": "Rest", "masked": "masked"}
    assert world.client("administrator").post("/study/new/", said).status_code == 404
    client = superuser()
    assert client.post("/study/new/", said)["Location"] == "/study/rest/"
    made = Study.objects.get(slug="rest")
    assert (made.state, made.masked, made.asks_suicide) == ("draft", True, False)
    assert list(Member.objects.filter(study=made).values_list("role", flat=True)) == ["administrator"]
    assert client.get("/study/rest/").status_code == 200
    assert last_link("study rest")[1] == "role given"


@pytest.mark.parametrize("slug", ["leaf", "server", "static", "new", "Leaf", "a b", "", "a--b", "x" * 41])
def test_a_short_name_that_is_taken_or_none_is_refused_and_what_was_typed_stays(world: World, slug: str) -> None:
    answer = superuser().post("/study/new/", {"slug": slug, "title": "A title of mine", "masked": "open"})
    assert answer.status_code == 400
    assert "A title of mine" in answer.content.decode()


def test_a_study_opens_only_when_nothing_is_missing_and_with_a_reason(world: World) -> None:
    from speciosa.study.server.models import ConsentText, Protocol, Study

    Study.objects.filter(pk=world.leaf.pk).update(state="draft")
    client = world.client("administrator")
    page = client.get("/study/leaf/").content.decode()
    assert "It has no protocol." in page
    assert "It has no consent text." in page
    refused = client.post("/study/leaf/open/", {"reason": REASON})
    assert refused.status_code == 400
    assert "can&#39;t open yet: It has no protocol." in refused.content.decode()
    Protocol.objects.create(study=world.leaf, version=1, body="{}", digest="x", made_s=0)
    ConsentText.objects.create(study=world.leaf, version=1, language="en", title="t", body="b", digest="x", made_s=0)
    assert client.post("/study/leaf/open/", {"reason": "ok"}).status_code == 400
    assert client.post("/study/leaf/open/", {"reason": REASON}).status_code == 302
    assert last_link()[1:] == ("study opened", '"draft"', '"open"', REASON)
    assert client.post("/study/leaf/close/", {"reason": REASON}).status_code == 302
    assert Study.objects.get(pk=world.leaf.pk).state == "closed"
    Study.objects.filter(pk=world.leaf.pk).update(state="revealed")
    assert client.post("/study/leaf/open/", {"reason": REASON}).status_code == 400


def test_a_study_needs_an_auditor_and_a_packer_where_it_is_masked(world: World) -> None:
    from speciosa.study.server.models import Member, Study
    from speciosa.study.server.study_life import missing_to_open

    Member.objects.filter(study=world.leaf, role__in=["auditor", "packer"]).update(ended_s=1)
    assert {"Nobody is its auditor.", "Nobody packs for it."} <= set(missing_to_open(world.leaf))
    Study.objects.filter(pk=world.leaf.pk).update(masked=False)
    world.leaf.refresh_from_db()
    assert "Nobody packs for it." not in missing_to_open(world.leaf)


def test_the_first_page_counts_people_by_site_and_state_and_only_those_one_may_know_of(world: World) -> None:
    from speciosa.study.server.models import Member

    page = world.client("investigator").get("/study/leaf/").content.decode()
    assert "North" in page
    assert "South" in page
    Member.objects.filter(study=world.leaf, role="investigator").update(site=world.north)
    page = world.client("investigator").get("/study/leaf/").content.decode()
    assert "North" in page
    assert "South" not in page


def test_a_new_site_stands_in_the_trail(world: World) -> None:
    client = world.client("administrator")
    assert client.post("/study/leaf/sites/", {"name": "West clinic", "slug": "west"}).status_code == 302
    assert last_link()[1:4] == ("site added", "", '{"name":"West clinic"}')
    assert client.post("/study/leaf/sites/", {"name": "Again", "slug": "west"}).status_code == 400


def test_a_role_for_somebody_new_makes_an_account_and_shows_its_link_once(world: World) -> None:
    from django.contrib.auth.models import User

    client = world.client("administrator")
    status, page = give(client, "new@clinic.example", "auditor")
    assert status == 200
    link = page.partition("http://127.0.0.1")[2].partition("</p>")[0]
    assert client.get(link).status_code == 200
    assert "/accounts/first/" not in client.get("/study/leaf/staff/").content.decode()
    assert not User.objects.get(username="new@clinic.example").has_usable_password()
    _, action, _, new, _ = last_link()
    assert (action, json.loads(new)["role"]) == ("role given", "auditor")
    assert last_link("server")[1] == "account made"


def test_a_role_for_somebody_known_makes_no_link(world: World) -> None:
    status, _ = give(world.client("administrator"), "auditor@tablets.example", "clinician", "north")
    assert status == 302


@pytest.mark.parametrize(("who", "role", "why"), [
    ("administrator@leaf.example", "packer", "nobody gives a role to themselves"),
    ("administrator@leaf.example", "administrator", "nobody gives a role to themselves"),
    ("investigator@leaf.example", "packer", "a packer learns arms, and this person is investigator"),
    ("investigator@leaf.example", "statistician", "a statistician learns arms, and this person is investigator"),
    ("packer@leaf.example", "investigator", "whoever is or was packer may know arms"),
    ("packer@leaf.example", "clinician", "whoever is or was packer may know arms"),
    ("statistician@leaf.example", "investigator", "whoever is or was statistician may know arms"),
    ("auditor@leaf.example", "auditor", "has that role already"),
    ("auditor@leaf.example", "participant", "no role was chosen"),
    ("nobody", "auditor", "no e-mail address"),
    ("P0001@leaf", "auditor", "no e-mail address"),
])  # fmt: skip
def test_what_a_person_may_not_be_is_refused_in_one_sentence(world: World, who: str, role: str, why: str) -> None:
    from speciosa.study.server.models import Member

    before = Member.objects.count()
    status, page = give(world.client("administrator"), who, role)
    assert status == 400
    assert why in page
    assert Member.objects.count() == before


def test_who_once_packed_never_becomes_blind_again_but_who_was_blind_may_pack_later(world: World) -> None:
    from speciosa.study.server.models import Member

    client = world.client("administrator")
    Member.objects.filter(study=world.leaf, role__in=["packer", "clinician"]).update(ended_s=1)
    assert give(client, "packer@leaf.example", "investigator")[0] == 400
    assert give(client, "clinician@leaf.example", "packer")[0] == 302


def test_in_an_open_study_everybody_may_be_anything(world: World) -> None:
    from speciosa.study.server.models import Study

    Study.objects.filter(pk=world.leaf.pk).update(masked=False)
    assert give(world.client("administrator"), "packer@leaf.example", "investigator")[0] == 302


def test_an_administrator_of_one_site_gives_roles_there_alone(world: World) -> None:
    from speciosa.study.server.models import Member

    Member.objects.filter(study=world.leaf, role="administrator").update(site=world.north)
    client = world.client("administrator")
    assert give(client, "a@clinic.example", "clinician")[0] == 400
    assert give(client, "a@clinic.example", "clinician", "south")[0] == 400
    assert give(client, "a@clinic.example", "clinician", "north")[0] == 200
    other = Member.objects.get(study=world.leaf, role="auditor")
    assert client.post(f"/study/leaf/staff/{other.pk}/end/", {"reason": REASON}).status_code == 404


def test_a_role_ends_with_a_reason_at_once_and_its_row_stays(world: World) -> None:
    from speciosa.study.server.models import Member

    row = Member.objects.get(study=world.leaf, role="clinician")
    clinician = world.client("clinician")
    client = world.client("administrator")
    assert clinician.get("/study/leaf/").status_code == 200
    assert client.post(f"/study/leaf/staff/{row.pk}/end/", {"reason": ""}).status_code == 400
    assert client.post(f"/study/leaf/staff/{row.pk}/end/", {"reason": REASON}).status_code == 302
    assert clinician.get("/study/leaf/").status_code == 404
    assert last_link()[1:] == ("role ended", '{"role":"clinician","site":null}', "", REASON)
    assert client.post(f"/study/leaf/staff/{row.pk}/end/", {"reason": REASON}).status_code == 400


def test_the_last_administrator_stays(world: World) -> None:
    from speciosa.study.server.models import Member

    row = Member.objects.get(study=world.leaf, role="administrator")
    answer = world.client("administrator").post(f"/study/leaf/staff/{row.pk}/end/", {"reason": REASON})
    assert answer.status_code == 400
    assert "no administrator" in answer.content.decode()


def test_a_role_of_another_study_is_not_there(world: World) -> None:
    from speciosa.study.server.models import Member

    row = Member.objects.get(study=world.tablets, role="clinician")
    client = world.client("administrator")
    for what in ("end", "link"):
        answer = client.post(f"/study/leaf/staff/{row.pk}/{what}/", {"reason": REASON})
        assert answer.status_code == 404
        assert answer.content == client.get("/study/leaf/nowhere/").content


def test_a_link_for_a_lost_phone_removes_the_second_factor_and_says_so_in_both_chains(world: World) -> None:
    from allauth.mfa.models import Authenticator

    from speciosa.study.server.models import Link, Member

    row = Member.objects.get(study=world.leaf, role="clinician")
    answer = world.client("administrator").post(f"/study/leaf/staff/{row.pk}/link/", {"reason": REASON, "lost": "yes"})
    assert answer.status_code == 200
    assert not Authenticator.objects.filter(user=row.person_id).exists()
    assert last_link()[1] == "one-time link made"
    assert Link.objects.filter(chain__name="server", action="second factor removed").count() == 1


def test_nobody_gets_into_another_study_or_the_whole_server_by_a_link(world: World) -> None:
    from django.contrib.auth.models import User

    from speciosa.study.server.models import Member

    client = world.client("administrator")
    row = Member.objects.get(study=world.leaf, role="clinician")
    Member.objects.create(person=row.person, study=world.tablets, role="clinician", since_s=0)
    refused = client.post(f"/study/leaf/staff/{row.pk}/link/", {"reason": REASON})
    assert refused.status_code == 400
    assert "another study" in refused.content.decode()
    auditor = Member.objects.get(study=world.leaf, role="auditor")
    User.objects.filter(pk=auditor.person_id).update(is_superuser=True)
    assert client.post(f"/study/leaf/staff/{auditor.pk}/link/", {"reason": REASON}).status_code == 400
    server = superuser()
    said = {"email": row.person.get_username(), "reason": REASON}
    assert server.post("/study/server/link/", said).status_code == 200
    assert client.post("/study/server/link/", said).status_code == 404
    assert server.post("/study/server/link/", {"email": "P0001@leaf", "reason": REASON}).status_code == 400
