"""What leaves: the parts that a person ticks, and the diary with nothing in it but those."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Kind, Person
from speciosa.record.kinds import RETRACTED
from speciosa.report import Wording

WRITTEN = ("you", "scores", "doses", "medicines", "symptoms", "photos", "notes")
"""Parts that were written down."""
WORKED_OUT = ("effect", "skin", "findings")
"""Parts that were worked out from it."""
PARTS = ("scores", "doses", "medicines", "symptoms", "effect", "skin", "findings", "you", "photos", "notes")
"""In the order of the page."""
OFF = frozenset({"photos", "notes"})
"""Parts that nobody asked for yet. A report holds no note, and no whole photo."""
_KIND_OF = {
    Kind.DOSE: "doses", Kind.NO_DOSE: "doses", Kind.ASSIGNMENT: "doses", Kind.MEDICINE: "medicines",
    Kind.SYMPTOM: "symptoms", Kind.LAB: "symptoms", Kind.EVENT: "symptoms", Kind.SUN: "skin", Kind.PHOTO: "skin",
}  # fmt: skip
APART, _RETRACTS = "apart", "retracts"
_KINDS = tuple(Kind)
_OF_DOSES = ("started", "stopped", "product_changed")
_OF_SKIN = ("phone_changed", "lamp_changed")
_PERSON = {
    "medicines": ("medicines", "medicine_names", "medicine_answers"),
    "symptoms": ("conditions", "pain_source", "pain_kind", "pregnant", "breast_feeding"),
    "you": ("time_zone", "birth_year", "sex", "weight_kg", "phototype", "latitude", "drives", "country", "emergency",
            "crisis"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One tick: its key, what it is called, what is in it, and whether it is ticked at first."""

    key: str
    title: str
    holds: str
    is_on: bool


def parts(words: Wording, *, young: bool) -> list[Part]:
    """The ticks with what is in each.

    Parameters
    ----------
    young : only what was written down.
    """
    say = words.say
    said = {
        "scores": (
            say("Scores and their course"), say("pain, mood, sleep, questionnaires, activity, goals, what you tried"),
        ),
        "doses": (
            say("Doses and products"),
            say("what you took, how much, when and the reason you gave, in your own words; trial periods"),
        ),
        "medicines": (say("Other medicines"), say("what you wrote down, and your list")),
        "symptoms": (say("Symptoms, lab values, illnesses"), say("also events, where your pain comes from, pregnancy")),
        "effect": (say("Whether it helps"), say("the answer, and how sure it is")),
        "skin": (say("Skin, in numbers"), say("where, when, and how the colour changed; no picture")),
        "findings": (say("What to watch"), say("what your entries gave cause to look at, by how soon")),
        "you": (say("About you"), say("year of birth, sex, weight, country, time zone, whom you would call")),
        "photos": (say("Photos"), say("your skin photos, each with its time and the phone's model; never the place")),
        "notes": (say("Notes"), say("everything that you wrote in your own words beside an entry")),
    }  # fmt: skip
    keys = [key for key in PARTS if not (young and key in WORKED_OUT)]
    return [Part(key, *said[key], is_on=key not in OFF) for key in keys]


def left_out(words: Wording, ticked: Collection[str]) -> list[str]:
    """The names of the parts that were not ticked, but for those of which no report is made up."""
    return [each.title for each in parts(words, young=False) if each.key not in {*ticked, *OFF}]


def staying(words: Wording, ticked: Collection[str], form: str) -> list[str]:
    """The names of the parts that are not in the file, ticked or not.

    Parameters
    ----------
    form : ``paper``, ``page``, ``data`` or ``diary``, which alone can hold all.
    """
    return [each.title for each in parts(words, young=False) if each.key not in set(ticked) - absent(ticked, form)]


def absent(ticked: Collection[str], form: str) -> frozenset[str]:
    """Parts that a file of this form never holds.

    Examples
    --------
    >>> sorted(absent(PARTS, "paper")), sorted(absent(PARTS, "page")), sorted(absent(PARTS, "diary"))
    (['notes', 'photos'], ['notes'], [])
    """
    if form == "diary":
        return frozenset()
    return OFF - ({"photos"} if form == "page" and {"photos", "skin"} <= set(ticked) else set())


def explained(words: Wording, ticked: Collection[str], form: str) -> list[str]:
    """What to know of the ticked photos and notes in a file of this form."""
    said, gone = [], absent(ticked, form) & set(ticked)
    names = [each.title for each in parts(words, young=False) if each.key in gone]
    if names:
        text = "Ticked, and not in this file: {parts}. Only the diary folder holds notes and whole photos."
        said.append(words.say(text, parts=words.listed(names)))
    if form == "page" and "photos" in ticked and not gone & {"photos"}:
        said.append(words.say("Of your photos, small pictures of the skin in the card's window are on the page."))
    return said


def only(diary: Diary, ticked: Collection[str], knowledge: Knowledge) -> Diary:
    """The diary with nothing in it but what is ticked.

    An entry leaves with every version of it, or not at all: a correction never lets another part slip out.

    Parameters
    ----------
    ticked : keys of `PARTS`. Of photos the entries leave with `skin` or `photos`.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Event
    >>> rows = [Event(0, 0, Kind.MEDICINE, "aspirin", id="a"), Event(60, 0, Kind.RATING, "pain", id="b", note="hm")]
    >>> [(each.name, each.note) for each in only(Diary(Columns.of(rows)), {"scores"}, load_knowledge()).history]
    [('pain', '')]
    """
    history = diary.history
    leaving = {*ticked, *({"skin"} if "photos" in ticked else ())}
    if set(WRITTEN) | {"skin"} <= leaving:
        return diary  # whatever the versions of an entry are about, all of them leave
    stays = [each in leaving for each in _parts_of(diary, knowledge)]
    kept = history.take(np.array(stays, dtype=np.bool_))
    if "notes" not in ticked and len(kept):
        kept = Columns.of(each._replace(note="") for each in kept)
    person = {
        each.name: getattr(Person(), each.name)
        for each in fields(Person)
        if any(each.name in names and key not in ticked for key, names in _PERSON.items())
    }
    products = diary.products if "doses" in ticked else ()
    return replace(diary, history=kept, person=replace(diary.person, **person), products=products)


def _parts_of(diary: Diary, knowledge: Knowledge) -> list[str]:
    """For each entry the part that it leaves with; all versions of an entry together, `APART` where they differ."""
    history = diary.history

    @cache
    def part_of(kind: int, name: int) -> str:
        return _part_of(_KINDS[kind], history.name.vocabulary[name], diary, knowledge)

    found = [part_of(kind, name) for kind, name in zip(history.kind.tolist(), history.name.codes.tolist(), strict=True)]
    aims = history.supersedes.tolist()
    if not any(aims):
        return found
    ids = history.id.tolist()
    chain = _chains(ids, aims)
    parts_in: dict[str, set[str]] = {}
    for each, part in zip(ids, found, strict=True):
        parts_in.setdefault(chain.get(each, each), set()).add(part)
    whole = {root: (several - {_RETRACTS}) for root, several in parts_in.items()}
    named = {root: next(iter(several)) if len(several) == 1 else APART for root, several in whole.items()}
    return [named[chain.get(each, each)] for each in ids]


def _chains(ids: list[str], aims: list[str]) -> dict[str, str]:
    """For each entry that has several versions one name for all of them."""
    root: dict[str, str] = {}

    def of(name: str) -> str:
        while root.get(name, name) != name:
            root[name] = root.get(root[name], root[name])
            name = root[name]
        return name

    for each, aim in zip(ids, aims, strict=True):
        if aim:
            root[of(each)] = of(aim)
    return {each: of(each) for each in {*root, *root.values()}}


def _part_of(kind: Kind, name: str, diary: Diary, knowledge: Knowledge) -> str:
    about_kratom = kind in {Kind.EVENT, Kind.STRATEGY} and (
        "kratom" in name.lower() or name in _OF_DOSES or diary.is_kratom(name, knowledge)
    )
    if kind is Kind.EVENT and name == RETRACTED:
        return _RETRACTS
    if about_kratom:
        return "doses"
    if kind is Kind.EVENT and name in _OF_SKIN:
        return "skin"
    return _KIND_OF.get(kind, "scores")
