from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
from tests.study_server.conftest import World
from tests.study_server.signing_in import PASSWORD, account, browser, code_of, quick_hashing, set_up, typed

DAY_S = 86_400


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with quick_hashing():
        yield


def links(action: str) -> list[tuple[str, str, str]]:
    """Actor, subject and new of the server's links of this kind."""
    from speciosa.study.server.models import Link

    found = Link.objects.filter(chain__name="server", action=action).order_by("pk")
    return list(found.values_list("actor", "subject", "new"))


@pytest.mark.usefixtures("database")
def test_a_password_alone_leads_to_setting_up_a_second_factor_and_to_nothing_else() -> None:
    account("ada@clinic.example", superuser=True)
    client = browser()
    assert typed(client, "ada@clinic.example") == 302
    for place in ("/study/", "/study/new/", "/study/server/"):
        assert client.get(place)["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    set_up(client)
    assert client.get("/study/new/").status_code == 200


@pytest.mark.usefixtures("database")
def test_who_has_a_second_factor_is_asked_for_it_when_signing_in() -> None:
    account("ada@clinic.example")
    first = browser()
    typed(first, "ada@clinic.example")
    secret = set_up(first)
    client = browser()
    typed(client, "ada@clinic.example")
    assert client.get("/study/")["Location"].startswith("/accounts/login/")
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/study/")["Location"].startswith("/accounts/login/")
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps=1)}).status_code == 302
    assert client.get("/study/").status_code == 200


@pytest.mark.usefixtures("database")
def test_a_session_from_before_the_second_factor_is_ended_by_it() -> None:
    account("ada@clinic.example")
    thief, owner = browser(), browser()
    typed(thief, "ada@clinic.example")
    typed(owner, "ada@clinic.example")
    set_up(owner)
    assert owner.get("/study/").status_code == 200
    assert thief.get("/study/")["Location"].startswith("/accounts/login/")


@pytest.mark.usefixtures("database")
def test_the_only_second_factor_can_t_be_removed_and_its_secret_is_not_kept_in_the_open() -> None:
    from allauth.mfa.models import Authenticator

    account("ada@clinic.example")
    client = browser()
    typed(client, "ada@clinic.example")
    secret = set_up(client)
    client.post("/accounts/2fa/totp/deactivate/", {})
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert links("second factor added")[0] == (
        f"account {kept.user_id}",
        f"account {kept.user_id}",
        '"codes of an app"',
    )


@pytest.mark.usefixtures("database")
def test_a_second_factor_of_another_secret_file_is_said_to_be_so() -> None:
    from django.test import override_settings

    account("ada@clinic.example")
    first, client = browser(), browser()
    typed(first, "ada@clinic.example")
    secret = set_up(first)
    with override_settings(SECRET_KEY="another"):
        typed(client, "ada@clinic.example")
        answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps=1)})
    assert answer.status_code == 400
    assert "its secret file is another one" in answer.content.decode()


@pytest.mark.usefixtures("database")
def test_wrong_passwords_of_one_account_are_counted_whatever_the_address_they_come_from() -> None:
    account("ada@clinic.example")
    for at in range(5):
        client = browser()
        assert client.post(
            "/accounts/login/", {"login": "ada@clinic.example", "password": "wrong"}, REMOTE_ADDR=f"10.0.0.{at}"
        ).status_code == 200  # fmt: skip
    client = browser()
    answer = client.post(
        "/accounts/login/", {"login": "Ada@clinic.example", "password": PASSWORD}, REMOTE_ADDR="10.0.1.1"
    )
    assert answer.status_code == 200
    assert "Too many tries" in answer.content.decode()


@pytest.mark.usefixtures("database")
def test_wrong_codes_of_one_account_are_counted_too() -> None:
    account("ada@clinic.example")
    first, client = browser(), browser()
    typed(first, "ada@clinic.example")
    secret = set_up(first)
    typed(client, "ada@clinic.example")
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps=1)})
    assert "Too many tries" in answer.content.decode()


@pytest.mark.usefixtures("database")
def test_signing_in_and_out_and_wrong_passwords_are_links_that_hold_nothing_that_was_typed() -> None:
    from speciosa.study.server.models import Link

    who = f"account {account('ada@clinic.example').pk}"
    client = browser()
    typed(client, "ada@clinic.example", "hunter2hunter2")
    typed(client, "hunter2hunter2@typed.example", "x")
    typed(client, "ada@clinic.example")
    client.post("/accounts/logout/")
    assert links("a password that did not fit") == [
        ("server", who, ""),
        ("server", "an address that no account has", ""),
    ]
    assert links("signed in") == [(who, who, "")]
    assert links("signed out") == [(who, who, "")]
    assert not any("hunter2" in str(each) for each in Link.objects.values_list())


@pytest.mark.parametrize(("idle_s", "begun_s", "is_in"), [
    (29 * 60, 0, True), (31 * 60, 0, False), (60, 13 * 3600, False),
])  # fmt: skip
def test_the_staff_s_sessions_end_after_idle_minutes_and_after_a_day_of_work(
    world: World, idle_s: int, begun_s: int, is_in: bool
) -> None:
    from speciosa.store.opening import arrived_s

    client = world.client("administrator")
    session = client.session
    now_s = arrived_s()
    session["staff_seen_s"], session["staff_begun_s"] = now_s - idle_s, now_s - max(idle_s, begun_s)
    session.save()
    answer = client.get("/study/leaf/")
    assert (answer.status_code == 200) is is_in
    if not is_in:
        assert answer["Location"].startswith("/accounts/login/")


def test_somebody_who_takes_part_stays_signed_in(world: World) -> None:
    client = world.client("P0001")
    with patch("speciosa.study.server.accounts.sessions.arrived_s", return_value=2_000_000_000):
        client.get("/health")
    assert "_auth_user_id" in client.session


@pytest.mark.usefixtures("database")
def test_a_link_sets_one_password_once() -> None:
    from speciosa.study.server.accounts.one_time_link import account_for, new_link

    made, is_new = account_for(" New@Clinic.example ")
    assert is_new
    assert made.username == "new@clinic.example"
    older = new_link(made)
    link = new_link(made)
    client = browser()
    assert client.get(older).status_code == 404
    assert client.get(link).status_code == 200
    assert client.post(link, {"new_password1": "short", "new_password2": "short"}).status_code == 400
    assert client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})["Location"] == "/accounts/login/"
    assert client.get(link).status_code == 404
    assert typed(client, "new@clinic.example") == 302


@pytest.mark.usefixtures("database")
def test_a_link_is_dead_after_a_day_and_a_changed_one_never_lived() -> None:
    import time

    from speciosa.study.server.accounts.one_time_link import account_for, new_link

    with patch("django.core.signing.time.time", return_value=time.time() - DAY_S - 5):
        late = new_link(account_for("new@clinic.example")[0])
    assert browser().get(late).status_code == 404
    good = new_link(account_for("new@clinic.example")[0])
    assert browser().get(good).status_code == 200
    assert browser().get(good[:-3] + "A" + good[-2:]).status_code == 404 or good[-3] == "A"


@pytest.mark.usefixtures("database")
def test_a_new_link_ends_the_old_password_and_every_session() -> None:
    from speciosa.study.server.accounts.one_time_link import new_link

    made = account("ada@clinic.example")
    client = browser()
    typed(client, "ada@clinic.example")
    assert client.get("/accounts/2fa/").status_code == 200
    new_link(made)
    assert client.get("/accounts/2fa/").status_code == 302
    assert typed(browser(), "ada@clinic.example") == 200


def test_nothing_of_the_library_is_routed_but_what_has_a_page_of_ours(world: World) -> None:
    from allauth.account import urls as account_urls
    from allauth.mfa import urls as mfa_urls
    from django.urls import get_resolver

    def named(resolver: object) -> set[str]:
        found: set[str] = set()
        for each in getattr(resolver, "url_patterns", None) or getattr(resolver, "urlpatterns", []):
            found |= named(each) if hasattr(each, "url_patterns") else {each.name}
        return found

    ours = named(get_resolver())
    theirs = named(account_urls) | named(mfa_urls)
    assert theirs - ours == {
        "account_inactive", "account_signup", "account_email", "account_email_verification_sent",
        "account_set_password", "account_reset_password", "account_confirm_login_code", "account_confirm_email",
        "account_reset_password_from_key_done", "account_reset_password_from_key", "account_reset_password_done",
        "mfa_download_recovery_codes",
    }  # fmt: skip
    client = world.client("administrator")
    for place in ("signup/", "email/", "password/reset/", "inactive/", "2fa/trust/", "2fa/recovery-codes/download/"):
        assert client.get(f"/accounts/{place}").status_code == 404


@pytest.mark.usefixtures("database")
def test_every_page_of_an_account_is_ours_and_has_no_script_or_style_of_its_own() -> None:
    from allauth.mfa.models import Authenticator

    made = account("ada@clinic.example")
    client = browser()
    typed(client, "ada@clinic.example")
    set_up(client)
    key = Authenticator.objects.create(
        user=made, type=Authenticator.Type.WEBAUTHN, data={"name": "Mine", "credential": {}}
    )
    for place in (
        "", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/", "totp/deactivate/", "webauthn/",
        f"webauthn/keys/{key.pk}/edit/", f"webauthn/keys/{key.pk}/remove/", "../password/change/", "../reauthenticate/",
        "../logout/",
    ):  # fmt: skip
        answer = client.get(f"/accounts/2fa/{place}".replace("2fa/../", ""))
        page = answer.content.decode()
        assert answer.status_code == 200, place
        assert "/study/static/staff.css" in page, place
        assert "<style" not in page, place
        assert " style=" not in page, place
        assert page.count("<script") == page.count('<script src="/study/static/') + page.count(
            'type="application/json"'
        )


def test_the_library_s_scripts_come_from_where_it_is_installed(world: World) -> None:
    from importlib import resources

    answer = world.client().get("/study/static/webauthn.js")
    assert answer.content == resources.files("allauth.mfa").joinpath("static/mfa/js/webauthn.js").read_bytes()
    assert answer["Content-Type"].startswith("text/javascript")
    assert world.client().get("/study/static/webauthn.js", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    assert world.client().get("/study/static/apps.py").status_code == 404


def test_somebody_who_takes_part_has_no_page_of_an_account(world: World) -> None:
    client = world.client("P0001")
    for place in ("2fa/", "password/change/", "reauthenticate/", "2fa/totp/activate/"):
        assert client.get(f"/accounts/{place}").status_code == 404


@pytest.mark.usefixtures("database")
def test_an_administrator_of_the_server_is_made_at_the_terminal() -> None:
    from django.contrib.auth.models import User

    from speciosa.study.server.accounts.first_admin import make_admin

    link = make_admin("ada@clinic.example")
    assert User.objects.get(username="ada@clinic.example").is_superuser
    assert browser().get(link).status_code == 200
    again = make_admin("ada@clinic.example")
    assert browser().get(link).status_code == 404
    assert browser().get(again).status_code == 200
    assert [subject for _, subject, _ in links("account made")] == [subject for _, subject, _ in links("account made")][
        :1
    ]


@pytest.mark.usefixtures("database")
def test_a_new_password_and_a_new_name_of_a_key_are_links_of_the_trail() -> None:
    from allauth.mfa.models import Authenticator

    made = account("ada@clinic.example")
    client = browser()
    typed(client, "ada@clinic.example")
    set_up(client)
    key = Authenticator.objects.create(user=made, type="webauthn", data={"name": "blue", "credential": {}})
    assert client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/edit/", {"name": "red"}).status_code == 302
    who = f"account {made.pk}"
    assert links("second factor renamed") == [(who, who, '"red"')]
    new = {"oldpassword": PASSWORD, "password1": "another long one 77", "password2": "another long one 77"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    made.refresh_from_db()
    assert made.check_password("another long one 77")
    assert links("password changed") == [(who, who, "")]


@pytest.mark.usefixtures("database")
def test_a_program_that_somebody_wrote_into_the_cache_s_table_is_not_run() -> None:
    import pickle

    from django.core.cache import cache

    from speciosa.study.server.models import Kept

    cache.set("tries", [1.5, 2], 60)
    row = Kept.objects.get()
    assert (row.value, cache.get("tries")) == ("[1.5, 2]", [1.5, 2])
    for planted in (base64.b64encode(pickle.dumps(Planted())).decode(), pickle.dumps(Planted(), 0).decode()):
        Kept.objects.update(value=planted)
        assert cache.get("tries", "nothing") == "nothing"
    assert not Planted.ran


class Planted:
    """Its pickle notes that it was read."""

    ran: ClassVar[list[int]] = []

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return Planted.ran.append, (1,)


@pytest.mark.usefixtures("database")
def test_the_cache_keeps_a_value_until_it_expires_and_then_drops_it() -> None:
    from django.core.cache import cache

    from speciosa.study.server.models import Kept

    with patch("time.time", lambda: 1000.0):
        assert cache.add("one", value=True, timeout=60)
        assert not cache.add("one", value=True, timeout=60)
        cache.set("two", 2, 600)
        cache.set("two", 3, 600)
        assert cache.touch("two", 700)
        assert (cache.get("one"), cache.incr("two"), cache.get("three", 7)) == (True, 4, 7)
        assert cache.delete("two")
        assert not cache.delete("two")
    with patch("time.time", lambda: 1060.0):
        assert cache.get("one") is None
        assert cache.add("one", 5, 60)
    with patch("time.time", lambda: 2000.0):
        cache.set("four", 4, 60)
        assert [each.value for each in Kept.objects.all()] == ["4"]  # what expired is gone
