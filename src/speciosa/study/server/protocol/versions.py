"""How a version of a protocol comes to stand: while the study is open, only as an amendment."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.models import Protocol, Study
from speciosa.study.server.protocol.body import Body, body_of, changed, digest_of
from speciosa.study.server.protocol.design import StudyDesign
from speciosa.study.server.protocol.items import ITEMS
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError


def current(study: Study) -> Protocol | None:
    """The version that stands now."""
    return Protocol.objects.filter(study=study).order_by("-version").first()


def current_design(study: Study) -> StudyDesign | None:
    """The design that stands now; None where the protocol has none."""
    newest = current(study)
    return None if newest is None else body_of(newest).design


def add(seat: Seat, body: Body) -> Protocol:
    """A new version, which stands from now on.

    Raises
    ------
    EntryError : nothing changed, the reason is missing, the study is over; or it is open, and this is no whole
        protocol with the reference under which the change was approved.
    """
    assert seat.study is not None
    known = {each.key for each in ITEMS}
    most = int(load_knowledge().choice("study_protocol_answer_most"))
    answers = {key: said.strip() for key, said in body.answers.items() if key in known and said.strip()}
    if any(len(said) > most for said in answers.values()):
        raise EntryError(f"an answer has more than {most} letters", todo="say it shorter, or name the paper it is in")
    new = replace(body, answers=answers, reason=body.reason.strip(), ethics_reference=body.ethics_reference.strip())
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=seat.study.pk)
        stood = current(study)
        before = None if stood is None else body_of(stood)
        _refuse(study, before, new)
        text = new.written()
        made = Protocol.objects.create(
            study=study, version=1 + (stood.version if stood else 0), body=text, digest=digest_of(text),
            made_s=arrived_s(),
        )  # fmt: skip
        old = {"version": stood.version, "digest": stood.digest} if stood else None
        said = {
            "version": made.version, "digest": made.digest, "ethics_reference": new.ethics_reference,
            "changed": [what for what, _, _ in changed(before or Body(), new)],
        }  # fmt: skip
        action = "protocol amended" if study.state == "open" else "protocol version added"
        doing = Doing(action, f"protocol version {made.version}", old, said, new.reason)
        trail.tell(trail.study_chain(study), doing, seat)
    return made


def _refuse(study: Study, before: Body | None, new: Body) -> None:
    if study.is_over:
        raise EntryError("the study is closed, so its protocol stays as it is", todo="see the versions that stand")
    if not new.answers and new.design is None:
        raise EntryError("nothing is filled in", todo="answer at least one question")
    if before is not None and new.says_the_same_as(before):
        raise EntryError("nothing was changed, so there is no new version", todo="change an answer or the design")
    least = int(load_knowledge().choice("study_reason_letters_least"))
    if before is not None and len(new.reason) < least:
        raise EntryError("a new version needs a reason", todo="say in a sentence what changed, and why")
    if study.state != "open":
        return
    if not new.ethics_reference:
        raise EntryError(
            "the study is open, so a change is an amendment and needs the reference under which it was approved",
            todo="enter the ethics reference, or wait for it",
        )
    if not new.is_whole:
        what = ", ".join(each.key for each in new.missing) or "the design"
        raise EntryError(f"an open study keeps a whole protocol, and this one lacks: {what}", todo="fill that in")
