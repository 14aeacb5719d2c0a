"""`speciosa study packet`: what a person may give to a study, shown to them first; to register, and to take it back."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative, refuse_if_nothing_was_read, refuse_if_off, switched_off
from speciosa.cli.leaving import refuse_to_write_over, write_all
from speciosa.cli.opened import NOT_KEPT, OpenRecord, opened
from speciosa.cli.store_asked import Kept, default_store
from speciosa.cli.terminal import progress, say, say_reading, say_wrapped, terminal_width
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.study.federated.told import Told

_YES, _NO = {"y", "yes"}, {"n", "no", ""}
_ENROLMENT = b'{\n "schema": 1,\n "kind": "study '
_PACKET = b'{\n "schema": 1,\n "kind": "evidence packet"'
_ADULT = "Are you 18 or older?"


@dataclass(frozen=True, slots=True)
class _Call:
    """What the call asks for; `agree`: said beforehand; `asks`: somebody is there to answer."""

    study: str
    out: Path
    agree: bool
    asks: bool
    json: bool
    outcome: str
    now_s: int
    seed: int


@dataclass(frozen=True, slots=True)
class Part:
    """The person's part in a study.

    Parameters
    ----------
    study
        The study's name, as it was given to you: your id is another one in every study.
    register
        Write your registration instead, before you begin: it says that you take part, and no result.
    withdraw
        Write your withdrawal instead: the study then leaves you out.
    agree
        You have read what is in it, and agree that the study may use it. Without it you are asked at a terminal.
    secret
        The file of the secret behind your id. Without it: one for this record, in this machine's own data folder.
    """

    study: str = "open study"
    register: Annotated[bool, Parameter(negative=())] = False
    withdraw: Annotated[bool, Parameter(negative=())] = False
    agree: Annotated[bool, Parameter(negative=())] = False
    secret: Path | None = None


_PART = Part()


def packet(
    diary: Path | None = None,
    /,
    *,
    out: Path,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    part: Annotated[Part, Parameter(name="*")] = _PART,
    outcome: str = "",
    json: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Make what you may give to a study: a few hundred numbers, and no diary. You see all of it first.

    It is written to this machine and sent nowhere.

    Example: speciosa study packet my-diary --study "leaf study" --out packet.json

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    out
        The file to write.
    kept
        An encrypted store in place of a diary.
    part
        Your part in a study.
    outcome
        What you rated. Without it: the one that leads your report.
    json
        Print one JSON document instead of the summary.
    now
        As of this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same input and seed give the same packet.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.study.federated.participant import study_name

    refuse_if_off("study")
    if part.register and part.withdraw:
        raise EntryError("to register and to withdraw are two calls", where="--withdraw", todo="name one of the two")
    asks = not json and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    call = _Call(study_name(part.study), out, part.agree, asks, json, outcome, instant(now), seed)
    heads = (_ENROLMENT if part.register or part.withdraw else _PACKET,)
    refuse_to_write_over(out, suffixes=(out.suffix.lower(),), example="packet.json", heads=heads)
    enrol = "register" if part.register else "withdraw" if part.withdraw else ""
    _carry_out(diary, kept, part.secret, call, strict=strict, enrol=enrol)


def _carry_out(diary: Path | None, kept: Kept, secret: Path | None, call: _Call, *, strict: bool, enrol: str) -> None:
    """Read the record and make what was asked for; `enrol`: ``register``, ``withdraw`` or empty."""
    from speciosa.knowledge import load_knowledge
    from speciosa.study.federated.participant import secret_place

    knowledge = load_knowledge()
    record = opened(diary, kept, knowledge, now_s=call.now_s, strict=strict)
    refuse_if_nothing_was_read(record.diary)
    if enrol != "withdraw":
        _refuse_the_young(record.diary, knowledge, call)
    own = secret or secret_place(own_place(), _stands_for(record, diary))
    if enrol:
        _enrol(record, own, call, withdraw=enrol == "withdraw")
    else:
        _contribute(record, own, knowledge, call)


def own_place(study: str = "", suffix: str = "") -> Path:
    """The machine's own folder for what studies need and nobody else may see: never in a diary, never in a store.

    Parameters
    ----------
    study : name of a study, for its file in there.
    """
    store = default_store()
    folder = store.with_name(f"{store.name}-studies")
    return folder / f"{study.replace(' ', '-')}{suffix}" if study else folder


def _stands_for(record: OpenRecord, diary: Path | None) -> str:
    """What one person's record is told by: its own UUID, else where it lies."""
    return record.key or record.diary.person.record or str((diary or Path()).resolve())


def _refuse_the_young(read: Diary, knowledge: Knowledge, call: _Call) -> None:
    """Nobody under 18 is part of a study, nor who may be; an age that is not known has to be said before a yes.

    Raises
    ------
    EntryError : that.
    """
    from speciosa.safety import shut_for

    shut = shut_for(read.person, knowledge, now_s=call.now_s, without=switched_off()).get("study")
    if shut is not None:
        raise EntryError("no packet is made", why=shut.why.rstrip("."))


def _enrol(record: OpenRecord, own: Path, call: _Call, *, withdraw: bool) -> None:
    """Write a registration or a withdrawal."""
    from speciosa.study.federated.enrolment import REGISTRATION, WITHDRAWAL, Enrolment
    from speciosa.study.federated.participant import study_id
    from speciosa.values.json_form import SCHEMA, dump

    if not withdraw and record.diary.person.birth_year is None and not (call.asks and _asked(_ADULT)):
        _age_needed()
    paper = Enrolment(WITHDRAWAL if withdraw else REGISTRATION, call.study, study_id(own, call.study))
    write_all({call.out: paper.to_text().encode()})
    if call.json:
        document = {"schema": SCHEMA, "read": record.diary.reading, "file": str(call.out), **paper._asdict()}
        print(dump(document), end="")
        return
    width = terminal_width()
    say(f"Written: {call.out}")
    say_wrapped(
        f"In it: the study ({call.study}), your id in it, and that this is a {paper.kind}. Nothing else.", width
    )
    said = (
        "Give it to the study. Your packet is left out of everything that is worked out from then on. Delete the "
        "packet's file, too; what was published before stays."
        if withdraw
        else "Give it to the study before you begin. If you never send a packet, you are counted as somebody who did "
        "not, and nothing else is known of you."
    )
    say_wrapped(said, width)
    say_wrapped("It was written to this machine and sent nowhere.", width)


def _contribute(record: OpenRecord, own: Path, knowledge: Knowledge, call: _Call) -> None:
    """Work out, show, ask, write."""
    from speciosa.study.federated import told
    from speciosa.study.federated.contribution import contribution_of
    from speciosa.study.federated.packet_paper import paper_of
    from speciosa.study.federated.participant import study_id
    from speciosa.values.gaps import NotAssessed
    from speciosa.values.json_form import SCHEMA, dump

    known = record.diary.as_of(call.now_s)
    if call.agree and known.person.birth_year is None:
        _age_needed()
    meant = knowledge.outcome(call.outcome).word if call.outcome else known.leading_outcome
    with progress("Working out what a packet would hold ..."):
        found = contribution_of(
            known, study_id(own, call.study), knowledge, outcome=meant, now_s=call.now_s, seed=call.seed
        )  # fmt: skip
    if isinstance(found, NotAssessed):
        raise EntryError("no packet is made", why=found.why.rstrip("."))
    if not call.json:
        say_reading(record.diary.reading)
        say("")
        _say_what(told.what_is_in(found, knowledge.outcomes[found.outcome].label.lower()))
    agreed = call.agree
    if call.asks and not agreed:
        agreed = _consents(known)
        if not agreed:
            say("Nothing was written.")
            return
    write_all({call.out: paper_of(found, agreed=agreed).encode()})
    if call.json:
        document = {"schema": SCHEMA, "read": record.diary.reading, "file": str(call.out), "id": found.id,
                    "study": call.study, "outcome": found.outcome, "consent": agreed, "not_assessed": ()}  # fmt: skip
        print(dump(document), end="")
        return
    _say_where(record, call, known, agreed=agreed)


def _say_what(groups: tuple[Told, ...]) -> None:
    from speciosa.study.federated import told

    width = terminal_width()
    say_wrapped("This is what the packet holds, and all of it:", width)
    for group in groups:
        say(group.title)
        for line in group.lines:
            say_wrapped(line, width, "  - ")
    say("Not in it:")
    for line in told.NOT_IN_IT:
        say_wrapped(line, width, "  - ")
    say("", "Before you decide:")
    for line in (told.NOT_ANONYMOUS, told.WHAT_FOR):
        say_wrapped(line, width, "  - ")
    say("")


def _say_where(record: OpenRecord, call: _Call, known: Diary, *, agreed: bool) -> None:
    from speciosa.study.federated import told

    width = terminal_width()
    say(f"Written: {call.out}")
    for line in (told.WRITTEN, told.AGREED if agreed else told.NOT_AGREED):
        say_wrapped(line, width)
    if not agreed and known.person.birth_year is None:
        say_wrapped("Your year of birth is not in the record; nobody under 18 can be part of a study.", width)
    say_wrapped(told.how_to_take_back(record.named, call.study), width)


def _consents(known: Diary) -> bool:
    """Ask; an empty answer is no."""
    from speciosa.study.federated.told import AGREE

    return (known.person.birth_year is not None or _asked(_ADULT)) and _asked(AGREE)


def _asked(question: str) -> bool:
    """A yes or a no; Enter alone, or the end of what is typed, is no."""
    word = "?"
    while word not in _YES | _NO:
        print(f"{question} [y/n] ", end="", flush=True)
        word = sys.stdin.readline().strip().lower()
    return word in _YES


def _age_needed() -> NoReturn:
    """End a call that needs an age that is not known.

    Raises
    ------
    EntryError : always.
    """
    todo = "write birth_year = ... into person.toml; nobody under 18 can be part of a study"
    raise EntryError("your year of birth is not in the record", todo=todo)
