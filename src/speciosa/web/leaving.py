"""What leaves: the parts that a person ticks, and the diary with nothing in it but those."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Kind, Person
from speciosa.report import Wording
from speciosa.web.leaving_about import About

WRITTEN = ("you", "scores", "doses", "medicines", "symptoms", "photos", "notes")
"""Parts that were written down."""
WORKED_OUT = ("effect", "skin", "findings")
"""Parts that were worked out from it."""
PARTS = ("scores", "doses", "medicines", "symptoms", "effect", "skin", "findings", "you", "photos", "notes")
"""In the order of the page."""
OFF = frozenset({"photos", "notes"})
"""Parts that nobody asked for yet. A report holds no note, and no whole photo."""
_KINDS = tuple(Kind)
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


def only(diary: Diary, ticked: Collection[str], knowledge: Knowledge) -> Diary:
    """The diary with nothing in it but what is ticked.

    An entry leaves with every version of it, or not at all: a correction never lets another part slip out. One that
    tells of two parts leaves only where both do.

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
    stays = [bool(each) and each <= leaving for each in _parts_of(diary, knowledge)]
    kept = history.take(np.array(stays, dtype=np.bool_))
    if "notes" not in ticked and len(kept):
        kept = Columns.of(each._replace(note="") for each in kept)
    person = {
        each.name: getattr(Person(), each.name)
        for each in fields(Person)
        if any(each.name in names and key not in ticked for key, names in _PERSON.items())
    }
    about = About(diary, knowledge)
    products = tuple(each for each in diary.products if about.parts_of(Kind.DOSE, each.product, "") <= set(ticked))
    return replace(diary, history=kept, person=replace(diary.person, **person), products=products)


def _parts_of(diary: Diary, knowledge: Knowledge) -> list[frozenset[str]]:
    """For each entry the parts that it tells of, all versions of an entry together; empty where nothing is told."""
    history, about = diary.history, About(diary, knowledge)

    @cache
    def parts_of(kind: int, name: int, text: int) -> frozenset[str]:
        said = history.text.vocabulary[text] if text >= 0 else ""
        return about.parts_of(_KINDS[kind], history.name.vocabulary[name], said)

    in_words = [each is Kind.EVENT for each in _KINDS]
    codes = zip(history.kind.tolist(), history.name.codes.tolist(), history.text.codes.tolist(), strict=True)
    found = [parts_of(kind, name, text if in_words[kind] else -1) for kind, name, text in codes]
    aims = history.supersedes.tolist()
    if not any(aims):
        return found
    ids = history.id.tolist()
    chain = chains(ids, aims)
    whole: dict[str, frozenset[str]] = {}
    for each, parts_told in zip(ids, found, strict=True):
        root = chain.get(each, each)
        whole[root] = whole.get(root, frozenset()) | parts_told
    return [whole[chain.get(each, each)] for each in ids]


def chains(ids: list[str], aims: list[str]) -> dict[str, str]:
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
