"""How a version of a consent text comes to stand: in all its languages at once, with a reason, told to the trail."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.consent_texts import ENTRIES_AFTER, Part, digest_of, newest_version, parts_of
from speciosa.study.server.models import ConsentText, Study
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError

_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z]{2})?$")
_KEY = re.compile(r"^[a-z][a-z_]{1,30}$")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of a version, as it is typed in."""

    title: str
    body: str
    parts: tuple[Part, ...] = ()


def add_version(seat: Seat, wordings: Mapping[str, Wording], *, entries_after: str, reason: str) -> list[ConsentText]:
    """A new version, in all its languages at once: from now on everybody is asked anew.

    Raises
    ------
    EntryError : a language that the version before had is missing, nothing is new, a part has other keys in another
        language, or there is no reason for a change.
    """
    study = _study(seat)
    with transaction.atomic():
        Study.objects.select_for_update().get(pk=study.pk)
        before = newest_version(study)
        stood = list(ConsentText.objects.filter(study=study, version=before))
        _refuse(wordings, stood, entries_after=entries_after, reason=reason)
        made = [
            _made(study, before + 1, language, said, entries_after=entries_after, reason=reason)
            for language, said in wordings.items()
        ]
        if stood and not _differs(made, stood):
            raise EntryError("nothing was changed, so there is no new version", todo="change the text first")
        for each in made:
            each.save(force_insert=True)
        old = {each.language: each.digest for each in stood}
        new = {each.language: each.digest for each in made}
        _tell(seat, f"consent version {before + 1}", "consent version added", old or None, new, reason)
    return made


def add_language(seat: Seat, language: str, said: Wording, *, reason: str) -> ConsentText:
    """The version that counts now, in one more language. Nobody is asked anew: it says the same.

    Raises
    ------
    EntryError : there is no version yet, it has this language, or the parts have other keys.
    """
    study = _study(seat)
    with transaction.atomic():
        Study.objects.select_for_update().get(pk=study.pk)
        version = newest_version(study)
        stood = list(ConsentText.objects.filter(study=study, version=version))
        if not stood:
            raise EntryError("there is no version to translate yet", todo="add the first version")
        if language in {each.language for each in stood}:
            raise EntryError("this version has a text in that language", todo="make a new version to change it")
        every = {each.language: Wording(each.title, each.body, parts_of(each)) for each in stood} | {language: said}
        after = stood[0].entries_after
        _refuse(every, [], entries_after=after, reason=reason)
        made = _made(study, version, language, said, entries_after=after, reason=reason)
        made.save(force_insert=True)
        subject = f"consent version {version}"
        _tell(seat, subject, "consent language added", None, {language: made.digest}, reason)
    return made


def wording_of(said: Mapping[str, str], language: str) -> Wording:
    """One language out of what somebody typed: ``title_de``, ``body_de``, ``parts_de`` with one part a line."""
    lines = [each.strip() for each in said.get(f"parts_{language}", "").splitlines() if each.strip()]
    parts = tuple(Part(key.strip().lower(), says.strip()) for key, _, says in (each.partition(":") for each in lines))
    body = said.get(f"body_{language}", "").replace("\r\n", "\n").strip()
    return Wording(" ".join(said.get(f"title_{language}", "").split()), body, parts)


def lines_changed(before: ConsentText | None, after: ConsentText) -> list[tuple[str, str]]:
    """The text line by line: ``+`` new, ``-`` gone, empty for what stayed."""
    found = difflib.ndiff(_lines(before) if before else [], _lines(after))
    return [(each[0].strip(), each[2:]) for each in found if each[0] in "+- "]


def _lines(text: ConsentText) -> list[str]:
    """Everything that a text says, its parts and its promise about the entries among it."""
    said = [each for each in text.body.splitlines() if each.strip()]
    return [text.title, *said, *(f"To tick: {each.says}" for each in parts_of(text)), ENTRIES_AFTER[text.entries_after]]


def _refuse(wordings: Mapping[str, Wording], stood: Sequence[ConsentText], *, entries_after: str, reason: str) -> None:
    missing = sorted({each.language for each in stood} - set(wordings))
    if missing:
        raise EntryError(
            f"the version before has a text in {' and '.join(missing)}, this one has none",
            todo="add it: people have to be asked in their own language",
        )
    if not wordings:
        raise EntryError("there is no text", todo="type it in, in one language at least")
    if stood and len(reason.strip()) < load_knowledge().choice("study_reason_letters_least"):
        raise EntryError("a new version needs a reason", todo="say in a sentence what changed, and why")
    if entries_after not in ENTRIES_AFTER:
        raise EntryError("it does not say what becomes of the entries", todo="choose one of the three")
    keys = [[each.key for each in said.parts] for said in wordings.values()]
    if any(each != keys[0] for each in keys):
        raise EntryError("the languages have different parts to tick", todo="use the same keys, in the same order")
    if not all(map(_KEY.match, keys[0])):
        raise EntryError(
            "a part has no key", todo="write each on a line of its own, like photos: You may see my photos."
        )
    if len(set(keys[0])) != len(keys[0]):
        raise EntryError("two parts have the same key", todo="give each part a key of its own")
    for language, said in wordings.items():
        if not _LANGUAGE.match(language):
            raise EntryError("this is no language code", todo="use two letters, like en or de")
        if not said.title.strip() or not said.body.strip() or not all(each.says.strip() for each in said.parts):
            raise EntryError(f"the text in {language} is not whole", todo="fill in the title, the text and each part")


def _made(study: Study, version: int, language: str, said: Wording, *, entries_after: str, reason: str) -> ConsentText:
    parts = json.dumps([{"key": each.key, "says": each.says.strip()} for each in said.parts], ensure_ascii=False)
    text = ConsentText(
        study=study, version=version, language=language, title=said.title.strip(), body=said.body.strip(),
        parts=parts, entries_after=entries_after, reason=reason.strip(), made_s=arrived_s(),
    )  # fmt: skip
    text.digest = digest_of(text)
    return text


def _differs(made: Sequence[ConsentText], stood: Sequence[ConsentText]) -> bool:
    def said(rows: Sequence[ConsentText]) -> dict[str, tuple[str, ...]]:
        return {each.language: (each.title, each.body, each.parts, each.entries_after) for each in rows}

    return said(made) != said(stood)


def _tell(seat: Seat, subject: str, action: str, old: object, new: object, reason: str) -> None:
    doing = Doing(action, subject, old, new, reason.strip())
    trail.add(trail.study_chain(_study(seat)), doing, actor=f"account {seat.account}", role=seat.role)


def _study(seat: Seat) -> Study:
    assert seat.study is not None
    return seat.study
