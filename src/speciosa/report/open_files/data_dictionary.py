"""The data dictionary beside a diary: what may stand in each column, made from the tables that the reader uses."""

from __future__ import annotations

import csv
import io
import math
import types
import typing
from collections.abc import Iterator
from typing import Any, NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Food, Kind, Person, Product, Reason, kinds, person_file, row
from speciosa.report.open_files import dictionary_words as meanings
from speciosa.values.timeline import Precision
from speciosa.values.units import DOSE_UNITS

_TIME = "ISO 8601 with offset, like 2026-03-01T08:05:00+01:00"
_CODES = {"reason": Reason, "food": Food, "precision": Precision}
_EMPTY = {
    "unit": "the kind's own unit", "reason": "not said", "food": "not said", "precision": "clock",
    "recorded": "the same as time", "supersedes": "corrects nothing", "note": "none, or kept back",
}  # fmt: skip
_ANSWERS = (
    (Answer.UNKNOWN, "it happened; how much is not known"),
    (Answer.DECLINED, "asked, and not answered"),
)
_UNITS = {
    "weight_kg": "kg", "latitude": "degrees", "birth_year": "year", "mitragynine_mg_per_g": "mg/g",
    "hydroxymitragynine_mg_per_g": "mg/g", "unit_weight_g": "g",
}  # fmt: skip
_ALLOWED = {
    "basis": person_file.BASES, "pain_source": person_file.PAIN_SOURCES,
    "medicine_answers": person_file.MEDICINE_ANSWERS,
}  # fmt: skip
_BOOL, _TEXTS = "true or false", "list of texts"


class Entry(NamedTuple):
    """One line of the dictionary.

    `file`, `column`: where it stands. `key`: a kind, a word of a list, or empty for the column itself. `meaning`,
    `unit`, `type`: of what stands there. `allowed`: what may. `missing`: what an empty cell, or a word for it, means.
    """

    file: str
    column: str
    key: str
    meaning: str
    unit: str = ""
    type: str = "text"
    allowed: str = ""
    missing: str = ""


def dictionary(knowledge: Knowledge) -> tuple[Entry, ...]:
    """Every line, in the order of the files.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> [each.allowed for each in dictionary(load_knowledge()) if each[:3] == ("diary.csv", "value", "sleep")]
    ['0 to 24']
    """
    return (*_columns(), *_kinds(), *_listed(knowledge), *_of_fields("person.toml", Person, meanings.PERSON),
            *_of_fields("products.csv", Product, meanings.PRODUCTS))  # fmt: skip


def dictionary_csv(knowledge: Knowledge) -> bytes:
    """The dictionary as CSV, UTF-8; the same knowledge gives the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Entry._fields)
    writer.writerows(dictionary(knowledge))
    return text.getvalue().encode()


def dictionary_markdown(knowledge: Knowledge) -> bytes:
    """The dictionary to read, one table a file."""
    lines = [
        "# Data dictionary", "",
        "A diary is a folder. CSV is UTF-8 with a header, a comma between cells and a decimal point.",
        "Zero, no_dose, unknown, declined and a day without a row are five different things.",
        "A cell that a spreadsheet would run as a formula (= + - @) has an apostrophe in front, which is read away.",
        "Rows are never overwritten: a row that names an id under supersedes stands in place of that row.",
    ]  # fmt: skip
    file = ""
    for each in dictionary(knowledge):
        if each.file != file:
            file = each.file
            lines += ["", f"## {file}", "", f"| {' | '.join(Entry._fields[1:])} |", "|---" * 7 + "|"]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in each[1:]) + " |")
    return ("\n".join(lines) + "\n").encode()


def _columns() -> Iterator[Entry]:
    for name in row.COLUMNS:
        codes = _CODES.get(name)
        allowed = _TIME if name in {"time", "recorded"} else ""
        if name == "kind":
            allowed = "; ".join(Kind)
        if codes is not None:
            allowed = "; ".join(each.name.lower() for each in codes if each.name != "NOT_SAID")
        kind = "time" if name in {"time", "recorded"} else "word" if codes or name == "kind" else "text"
        missing = _EMPTY.get(name, "never empty" if name in row.REQUIRED_COLUMNS[:3] else "see the kinds")
        missing = "made from the row's content" if name == "id" else missing
        yield Entry("diary.csv", name, "", meanings.COLUMNS[name], "", kind if name != "value" else "number or text",
                    allowed, missing)  # fmt: skip


def _kinds() -> Iterator[Entry]:
    for kind, rule in kinds.RULES.items():
        says, name = meanings.KINDS[kind]
        yield Entry("diary.csv", "name", kind, f"{kind}: {name}")
        yield Entry("diary.csv", "value", kind, says, _unit_of(kind, rule), _type_of(rule), _bounds(rule),
                    _missing(kind, rule))  # fmt: skip
    for answer, says in _ANSWERS:
        yield Entry("diary.csv", "value", answer.name.lower(), says, type="word")


def _unit_of(kind: Kind, rule: kinds.Rule) -> str:
    if kind is Kind.DOSE:
        return f"{'; '.join(DOSE_UNITS)} of kratom; of another substance any"
    if rule.units:
        return "; ".join(f"{each} (if empty)" if each == rule.unit else each for each in rule.units)
    if rule.takes is kinds.Takes.SCORE and rule.unit == "nrs":
        return "nrs (if empty), 0 to 10; score_LOW_HIGH for a scale with other ends"
    return rule.unit or ("any" if rule.takes is kinds.Takes.AMOUNT else "")


def _type_of(rule: kinds.Rule) -> str:
    return {kinds.Takes.TEXT: "text", kinds.Takes.NOTHING: "nothing"}.get(rule.takes, "number")


def _bounds(rule: kinds.Rule) -> str:
    if rule.takes is kinds.Takes.SCORE:
        return "0 to 10, or the ends of its scale" if rule.unit == "nrs" else "the ends of its questionnaire"
    if rule.takes is kinds.Takes.AMOUNT:
        return "0 or more" if math.isinf(rule.most) else f"0 to {rule.most:g}"
    return ""


def _missing(kind: Kind, rule: kinds.Rule) -> str:
    if kind in kinds.NO_NUMBER_NEEDED:
        return "empty: it was there; unknown; declined"
    if rule.takes in {kinds.Takes.AMOUNT, kinds.Takes.SCORE}:
        return "unknown; declined"
    return "always empty" if rule.takes is kinds.Takes.NOTHING else "never empty" if kind is not Kind.EVENT else "empty"


def _listed(knowledge: Knowledge) -> Iterator[Entry]:
    """Words of lists that a name is taken from, and questionnaires with their ends."""
    for key, instrument in knowledge.instruments.items():
        ends = "" if instrument.low is None else f"{instrument.low:g} to {instrument.high:g}"
        yield Entry("diary.csv", "name", f"scale {key}", instrument.title, "score", "number", ends)
    for site, known in knowledge.body_sites.items():
        yield Entry("diary.csv", "name", f"photo {site}", known.label, type="word")


def _of_fields(file: str, whole: type, says: dict[str, str]) -> Iterator[Entry]:
    """One line a field of a dataclass, typed as it is annotated."""
    default = whole() if whole is Person else whole("")
    for name, hint in typing.get_type_hints(whole).items():
        begins = getattr(default, name)
        missing = "not said" if begins in (None, "", ()) or begins is False else f"{begins}"
        yield Entry(file, name, "", says[name], _UNITS.get(name, ""), _plain_type(hint),
                    "; ".join(_ALLOWED.get(name, ())), missing if name != "product" else "never empty")  # fmt: skip


def _plain_type(hint: Any) -> str:
    """A Python type as somebody who fills a form knows it.

    >>> _plain_type(int | None), _plain_type(tuple[str, ...]), _plain_type(bool)
    ('whole number', 'list of texts', 'true or false')
    """
    if isinstance(hint, types.UnionType):
        hint = next(each for each in typing.get_args(hint) if each is not type(None))
    if typing.get_origin(hint) is tuple:
        return _TEXTS if typing.get_args(hint)[0] is str else "table of texts"
    return {int: "whole number", float: "number", bool: _BOOL}.get(hint, "text")
