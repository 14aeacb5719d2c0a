"""What an unknown word for a symptom may have been meant to be."""

from __future__ import annotations

from collections.abc import Mapping

from speciosa.knowledge.medicine_spelling import nearest, plain
from speciosa.knowledge.own_rows import Outcome

_MOST = 3


def near_words(word: str, outcomes: Mapping[str, Outcome]) -> tuple[Outcome, ...]:
    """Rows that a word lies close to: a slip or two, the same words in another order, or a known word within it.

    Parameters
    ----------
    outcomes : rows by every folded word and alias.
    """
    names: dict[str, Outcome] = {}
    sets: dict[frozenset[str], Outcome] = {}
    for row in dict.fromkeys(outcomes.values()):
        for name in (row.word, *row.aliases):
            names.setdefault(plain(name), row)
            sets.setdefault(_parts(name), row)
    parts = _parts(word)
    found = [sets[parts]] if parts in sets else []
    found += [names[each] for each in nearest(plain(word), tuple(names))]
    inside = [each for each in sets if each and each < parts]
    found += [sets[each] for each in sorted(inside, key=lambda each: (-len(each), sorted(each)))]
    return tuple(dict.fromkeys(found))[:_MOST]


def _parts(name: str) -> frozenset[str]:
    return frozenset(plain(each) for each in name.replace("_", " ").replace("-", " ").split())
