"""What an unknown word for a symptom may have been meant to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from speciosa.knowledge.medicine_spelling import nearest, plain
from speciosa.knowledge.own_rows import Outcome

_MOST = 3
_CLAUSES = re.compile(r"[,;.]|\b(?:and|but|und|aber)\b", re.IGNORECASE)
_DENYING = frozenset({"no", "not", "none", "never", "without", "kein", "keine", "nicht", "nie", "ohne"})


@dataclass(frozen=True, slots=True, eq=False)
class NearWords:
    """Every known word by its spelling and by the set of its parts."""

    spelt: Mapping[str, Outcome]
    parts: Mapping[frozenset[str], Outcome]
    names: tuple[str, ...]

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> NearWords:
        """From the rows of the table."""
        spelt: dict[str, Outcome] = {}
        parts: dict[frozenset[str], Outcome] = {}
        for row in outcomes:
            for name in (row.word, *row.aliases):
                spelt.setdefault(plain(name), row)
                parts.setdefault(_parts(name), row)
        return cls(spelt, parts, tuple(spelt))

    def within(self, word: str) -> tuple[Outcome, ...]:
        """Rows with a name of which every part stands in the word, in any order; the longest name first."""
        parts = _parts(word)
        told = [_parts(each) for each in _CLAUSES.split(word)] if parts & _DENYING else [parts]

        def stands(name: frozenset[str]) -> bool:  # "no seizure" asks for nothing, "not breathing" does
            return any(name <= each and (name & _DENYING or not each & _DENYING) for each in told)

        inside = [each for each in self.parts if each and stands(each)]
        return tuple(
            dict.fromkeys(self.parts[each] for each in sorted(inside, key=lambda each: (-len(each), sorted(each))))
        )

    def to(self, word: str) -> tuple[Outcome, ...]:
        """Rows that a word lies close to: its parts, or a slip or two; the closest first."""
        if _parts(word) & _DENYING:
            return self.within(word)[:_MOST]
        written = plain(word)
        slips = [self.spelt[each] for each in nearest(written, self.names) if each[0] == written[0]]
        return tuple(dict.fromkeys((*self.within(word), *slips)))[:_MOST]


def _parts(name: str) -> frozenset[str]:
    return frozenset(filter(None, (plain(each) for each in name.replace("_", " ").replace("-", " ").split())))
