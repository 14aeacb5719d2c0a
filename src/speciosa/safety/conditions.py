"""Kratom beside an illness."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speciosa.knowledge import medicine_rows
from speciosa.safety.case import Case
from speciosa.safety.finding import Finding
from speciosa.safety.taking import taking_of
from speciosa.values.gaps import NotAssessed

_CLAUSES = re.compile(r"[,;.()\n]|\b(?:but|aber|jedoch|sondern)\b")
_WORDS = re.compile(r"[^\W_]+")
_BEFORE = frozenset(
    {"no", "not", "never", "without", "denies", "kein", "keine", "keinen", "keiner", "keinem", "keines", "nie", "ohne",
     "nicht", "negative"}
)  # fmt: skip
_ANYWHERE = re.compile(
    r"\b(?:family|familie\w*|familiär\w*|mother\w*|father\w*|mutter|vater\w*|sister\w*|brother\w*|schwester|bruder"
    r"|parents?|eltern|relatives?|son|daughter|sohn|tochter|ruled out|excluded|ausgeschlossen|nein"
    r"|vaccin\w*|impfung\w*|geimpft)\b|\bno$"
)
# "never treated hepatitis" is one
_NO_DENIAL = frozenset(
    {"treated", "controlled", "well", "stable", "cured", "healed", "fully", "behandelt", "behandelte", "geheilt"}
)
_HARMLESS = re.compile(r"\b(?:liver spots?|leberfleck\w*|non[- ]?alcoholic|nicht[- ]?alkoholisch\w*)\b")


def condition_findings(case: Case) -> Iterator[Finding]:
    """One finding a row of the conditions table that the person named, where kratom or a 7-OH product is taken.

    "No liver disease" and an illness in the family name none.

    Valid when: illnesses were written down in words that the table knows.
    """
    said = case.diary.person.conditions
    taking = taking_of(case) if said else None
    if taking is None or not taking.now:
        return
    last = taking.last
    for row in case.knowledge.conditions:
        named = [each for each in said if is_named(row, each)]
        if named and taking.concerns(row.of):
            yield Finding(
                code=f"condition_{row.key}", part="conditions", urgency=row.urgency, act=row.act, title=row.title,
                seen=f"You named {', '.join(f'“{each}”' for each in named)} among your illnesses.", because=row.plain,
                why=(last[1],) if last else (), facts=("conditions",), who=row.who, say=row.say,
                adds=tuple(case.knowledge.advice[key].text for key in row.adds), sources=row.source,
                evidence=row.evidence, n=row.n, how_read=row.how_read, act_how_read=row.act_how_read, time_s=None,
            )  # fmt: skip


def is_named(row: medicine_rows.Condition, written: str) -> bool:
    """Whether one of a person's conditions is the row's: by whole words, or by the beginning of one.

    Parameters
    ----------
    written : one entry of the person's list; each clause is read by itself.
    """
    return any(_in_clause(row.words, each) for each in _CLAUSES.split(written.casefold()))


def gaps(case: Case) -> Iterator[NotAssessed]:
    """Illnesses that no row knows, and that none was written down."""
    said = [each for each in case.diary.person.conditions if each.strip()]
    if not said:
        why = (
            "No illness is written down, so kratom beside an illness was not looked at. "
            'If you have or had one, write conditions = ["..."] into person.toml.'
        )
        yield NotAssessed("conditions_none", why)
    unknown = [each for each in said if not any(is_named(row, each) for row in case.knowledge.conditions)]
    if unknown:
        why = (
            f"Nothing is known here of kratom beside: {'; '.join(unknown)}. That does not mean that it does not matter."
        )
        yield NotAssessed("conditions_unknown", why)


def _in_clause(words: tuple[str, ...], clause: str) -> bool:
    plain = _HARMLESS.sub(" ", clause)
    if _ANYWHERE.search(plain.strip()):
        return False
    said = _WORDS.findall(plain)
    follows = [*said[1:], ""]
    denials = (at for at, each in enumerate(said) if each in _BEFORE and follows[at] not in _NO_DENIAL)
    denied = next(denials, len(said))
    return any(_begins(said[at:denied], word.split()) for word in words for at in range(denied))


def _begins(said: list[str], wanted: list[str]) -> bool:
    """Whether the words stand at the beginning; the last of them may be the beginning of a longer one."""
    if len(said) < len(wanted) or said[: len(wanted) - 1] != wanted[:-1]:
        return False
    last = wanted[-1]
    return said[len(wanted) - 1].startswith(last[:-1]) if last.endswith("*") else said[len(wanted) - 1] == last
