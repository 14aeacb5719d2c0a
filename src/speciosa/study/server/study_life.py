"""How a study begins, opens and closes, and what it lacks before it can."""

from __future__ import annotations

import re

from django.db import transaction

from speciosa.store.opening import arrived_s
from speciosa.study.server import completing, gate, trail
from speciosa.study.server.allocation import revealing
from speciosa.study.server.models import ConsentText, Member, Protocol, Site, Study
from speciosa.study.server.reasons import said
from speciosa.study.server.roles import Role
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError

TAKEN = frozenset({"new", "server", "static"})
"""Short names that are addresses of the server itself."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG, _LONGEST_TITLE = 40, 200
_STATES = {"draft": "a draft", "open": "open", "closed": "closed", "revealed": "revealed"}
_NEXT = {"open": ("draft", "closed"), "closed": ("open",)}
"""From which states a study gets into one by hand."""


def make(account: int, *, slug: str, title: str, masked: bool, asks_suicide: bool) -> Study:
    """A new study, a draft. Whoever makes it is its first administrator.

    Raises
    ------
    EntryError : its short name is taken or none, or it has no title.
    """
    slug, title = slug.strip(), " ".join(title.split())
    refuse_bad_slug(slug)
    if not title or len(title) > _LONGEST_TITLE:
        raise EntryError(f"a study has a title of 1 to {_LONGEST_TITLE} letters", todo="write one")
    with transaction.atomic():
        if slug in TAKEN or Study.objects.filter(slug=slug).exists():
            raise EntryError("this short name is taken", where=slug, todo="choose another one")
        now_s = arrived_s()
        study = Study.objects.create(slug=slug, title=title, masked=masked, asks_suicide=asks_suicide, made_s=now_s)
        Member.objects.create(person_id=account, study=study, role=Role.ADMINISTRATOR, since_s=now_s)
        new = {"title": title, "masked": masked, "asks_suicide": asks_suicide}
        chain, actor = trail.study_chain(study), f"account {account}"
        trail.add(chain, Doing("study made", slug, new=new), actor=actor, role=trail.SERVER)
        new = {"role": Role.ADMINISTRATOR.value, "site": None}
        trail.add(chain, Doing("role given", actor, new=new), actor=actor, role=trail.SERVER)
    return study


def refuse_bad_slug(slug: str) -> None:
    """Refuse what can't stand in an address.

    Raises
    ------
    EntryError : it can't.
    """
    if not SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        raise EntryError(
            "a short name has small letters a to z, digits, and single dashes between them",
            where=slug[:_LONGEST_SLUG], todo="choose another one",
        )  # fmt: skip


def missing_to_open(study: Study) -> list[str]:
    """What a study lacks before people can join, each a plain sentence; empty where nothing is missing."""
    held = set(Member.objects.filter(study=study, ended_s=None).values_list("role", flat=True))
    wanted = [(Role.AUDITOR, "Nobody is its auditor."), (Role.CLINICIAN, "Nobody is its clinician.")]
    wanted += [(Role.PACKER, "Nobody packs for it.")] * study.masked
    found = ["It has no site."] * (not Site.objects.filter(study=study).exists())
    found += [why for role, why in wanted if role not in held]
    found += ["It has no protocol."] * (not Protocol.objects.filter(study=study).exists())
    found += ["It has no consent text."] * (not ConsentText.objects.filter(study=study).exists())
    return found + gate.missing_to_ask(study)


def move(seat: Seat, state: str, reason: str) -> None:
    """Open a study or close it. A closed one can open again until its arms are revealed.

    Raises
    ------
    EntryError : it can't be from here, something is missing, or there is no reason.
    """
    assert seat.study is not None
    why = said(reason)
    if state == "closed":
        completing.settle(seat, arrived_s())
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=seat.study.pk)
        if study.state not in _NEXT.get(state, ()):
            raise EntryError(f"the study is {_STATES[study.state]}, so this can't be done", todo="look at its page")
        if state == "open" and revealing.is_begun(study):
            raise EntryError("its arms are being revealed, so it can't open again", todo="let the statistician go on")
        if state == "open" and (lacks := missing_to_open(study)):
            raise EntryError(f"the study can't open yet: {' '.join(lacks)}", todo="fill that in first")
        old, study.state = study.state, state
        study.save(update_fields=["state"])
        action = {"open": "study opened", "closed": "study closed"}[state]
        doing = Doing(action, study.slug, old, state, why)
        trail.tell(trail.study_chain(study), doing, seat)


def add_site(seat: Seat, *, slug: str, name: str) -> Site:
    """One more site.

    Raises
    ------
    EntryError : its short name is taken or none, it has no name, or the study is over.
    """
    assert seat.study is not None
    slug, name = slug.strip(), " ".join(name.split())
    refuse_bad_slug(slug)
    if not name or len(name) > _LONGEST_TITLE:
        raise EntryError(f"a site has a name of 1 to {_LONGEST_TITLE} letters", todo="write one")
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=seat.study.pk)
        if study.is_over:
            raise EntryError("the study is closed, so it gets no new site", todo="look at its page")
        if Site.objects.filter(study=study, slug=slug).exists():
            raise EntryError("this short name is taken", where=slug, todo="choose another one")
        made = Site.objects.create(study=study, slug=slug, name=name)
        doing = Doing("site added", f"site {slug}", new={"name": name})
        trail.tell(trail.study_chain(study), doing, seat)
    return made
