"""Which of a person's other medicines a row of the interactions is about, and which entries show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from speciosa.knowledge import Knowledge, medicine_rows
from speciosa.safety.case import Case
from speciosa.safety.listed import LEAVES_SLOWLY, Listed
from speciosa.safety.taking import HYDROXY_GROUP, Taking

_ANSWER = "answer_"  # beginning of the keys of rows that a person's answers about an unknown name set off
_PRODUCT = "a 7-OH product"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One medicine that a row is about.

    Parameters
    ----------
    name : as it is shown: the medicine's name; an unknown one as it was written.
    written : as it stands in the record.
    ids : the latest entry. facts : keys of `person.toml` behind it.
    last_s : of the latest entry, UTC seconds; None where it stands in `person.toml` alone.
    lasts : acts all the time: listed in `person.toml`, or leaves the body slowly.
    """

    name: str
    written: str
    ids: tuple[str, ...]
    facts: tuple[str, ...]
    last_s: int | None
    lasts: bool


def meetings_of(case: Case, taking: Taking) -> Iterator[tuple[medicine_rows.Interaction, tuple[Meeting, ...]]]:
    """Every row of the interactions with an act that a current medicine is in, whatever product it is about.

    Rows of one mechanism stand from the narrower to the wider: a medicine counts in the first of them alone.

    Parameters
    ----------
    taking : of the same record.
    """
    current = [each for each in case.listed if each.current]
    first: dict[tuple[str, str], str] = {}
    for row in case.knowledge.interactions:
        if row.act is None:
            continue
        if HYDROXY_GROUP in row.groups:
            met = _product(taking)
        elif row.key.startswith(_ANSWER):
            answer = row.key.removeprefix(_ANSWER)
            met = [_meeting(each, each.written) for each in current if answer in each.answers]
        else:
            met = list(_met(row, current, first, case.knowledge))
        if met:
            yield row, tuple(met)


def joined(names: Iterable[str]) -> str:
    """Names as they stand in a sentence, each once.

    Examples
    --------
    >>> joined(["oxycodone", "mgm-15", "alcohol"])
    'oxycodone, MGM-15 and alcohol'
    """
    once = [_shown(each) for each in dict.fromkeys(names)]
    return " and ".join(filter(None, (", ".join(once[:-1]), *once[-1:])))


def _met(
    row: medicine_rows.Interaction, current: Iterable[Listed], first: dict[tuple[str, str], str], knowledge: Knowledge
) -> Iterator[Meeting]:
    for each in current:
        concerned = [name for name in each.meant if knowledge.groups_of(name).intersection(row.groups)]
        for name in concerned:
            mixture = set(knowledge.medicines[name].parts) & set(concerned)
            if first.setdefault((row.mechanism, name), row.key) == row.key and not mixture:
                yield _meeting(each, name)


def _meeting(listed: Listed, name: str) -> Meeting:
    said = ("medicines", listed.standing), ("medicine_names", listed.mapped), ("medicine_answers", listed.answers)
    lasts = listed.standing or LEAVES_SLOWLY in listed.groups
    facts = tuple(key for key, holds in said if holds)
    return Meeting(name, listed.written, listed.ids[-1:], facts, listed.last_s, lasts)


def _product(taking: Taking) -> list[Meeting]:
    """A 7-OH product beside leaf."""
    if not (taking.leaf_now and taking.hydroxy_now):
        return []
    rows = taking.hydroxy
    if not len(rows):
        return [Meeting(_PRODUCT, _PRODUCT, (), ("medicines",), None, lasts=True)]
    return [
        Meeting(_PRODUCT, rows.name[len(rows) - 1], (rows.id[len(rows) - 1],), (), int(rows.time_s[-1]), lasts=False)
    ]


def _shown(name: str) -> str:
    """Short codes in capitals, as on a packet."""
    return name.upper() if any(each.isdigit() for each in name) and len(name) <= len("mgm-16") else name
