"""What a change of skin colour could also be: named, never ruled out, and never settled here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.skin import series

_NOT_SAID = "not said"
_ALL_KINDS = ("diffuse", "dermal", "sun_like")


@dataclass(frozen=True, slots=True)
class Cause:
    """One possible cause, in words, with what tells it apart; `taken`: the diary's own word for what goes with it."""

    title: str
    sites: str
    colour: str
    tells_apart: str
    taken: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Causes:
    """What a kind of change could also be; those that go with something in the diary first.

    `reported` : citation keys of people who took kratom and whose skin looked like that; empty where there are none.
    """

    listed: tuple[Cause, ...]
    reported: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Citation keys of all of it."""
        return tuple(dict.fromkeys((*(key for each in self.listed for key in each.sources), *self.reported)))


def medicines_of(diary: Diary, knowledge: Knowledge) -> tuple[str, ...]:
    """Everything but kratom that the person takes or took, as they wrote it: a leaf called "gold" is no gold."""
    products = [each for each in diary.entries.names(Kind.DOSE) if not diary.is_kratom(each, knowledge)]
    written = dict.fromkeys((*diary.entries.names(Kind.MEDICINE), *diary.person.medicines, *products))
    return tuple(dict.fromkeys(diary.person.meaning(each) for each in written))


def causes_of(kind: series.ChangeKind, taken: Iterable[str], knowledge: Knowledge) -> Causes:
    """What a kind of change could also be.

    Parameters
    ----------
    kind : of the change; where it is unclear, every cause is named. Lighter skin has no rows.
    taken : what the diary names, see `medicines_of`.
    """
    kinds = {series.ChangeKind.LIGHTER: (), series.ChangeKind.UNCLEAR: _ALL_KINDS, series.ChangeKind.NONE: _ALL_KINDS}
    wanted, words = set(kinds.get(kind, (kind.value,))), tuple(taken)
    listed = []
    for row in knowledge.skin_causes:
        if "kratom" not in row.key and wanted & set(row.kinds):
            of_cause = _rows(row.medicines, knowledge)
            own = next((word for word in words if not of_cause.isdisjoint(_rows([word], knowledge))), "")
            colour = "" if row.colour == _NOT_SAID else row.colour
            listed.append(Cause(row.title, row.sites, colour, row.tells_apart, own, row.source))
    reported = kind in {series.ChangeKind.DERMAL, series.ChangeKind.UNCLEAR}
    cases = dict.fromkeys(key for each in knowledge.skin_cases for key in each.source) if reported else ()
    return Causes(tuple(sorted(listed, key=lambda each: not each.taken)), tuple(cases))


def _rows(written: Iterable[str], knowledge: Knowledge) -> set[str]:
    """The rows of the medicines table that some names mean."""
    return {row.name for each in written for row in knowledge.medicine(each).medicines}
