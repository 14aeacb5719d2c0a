"""The rules that belong to one table: each yields a row's name and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from speciosa.knowledge.contents import Contents
from speciosa.knowledge.report_rules import REPORT_RULES
from speciosa.knowledge.safety_rules import SAFETY_RULES
from speciosa.knowledge.skin_rules import SKIN_RULES
from speciosa.knowledge.vocabulary import (
    EMBEDDINGS,
    FINDING_METRICS,
    FINDING_USES,
    FORMS,
    MEDICINE_GROUPS,
    PK_STATUSES,
    RECEPTOR_QUANTITIES,
    SCORINGS,
    SUBSTANCES,
)
from speciosa.values.sources import HowRead
from speciosa.values.words import folded

Problems = Iterator[tuple[str, str]]

_LOINC = re.compile(r"(\d{1,7})-(\d)")
_FEWEST_SIGHTINGS = 2


def _words(table: str, column: str) -> Callable[[Contents], Problems]:
    """No word may mean two rows."""

    def rule(contents: Contents) -> Problems:
        seen: dict[str, str] = {}
        for row in contents.rows[table]:
            name = getattr(row, column)
            for word in (name, *row.aliases):
                other = seen.setdefault(folded(word), name)
                if other != name:
                    yield name, f"the word {word!r} already means {other}"

    return rule


def _substances(contents: Contents) -> Problems:
    yield from _words("substances", "product")(contents)
    for row in contents.rows["substances"]:
        if row.substance not in SUBSTANCES:
            yield row.product, f"substance {row.substance!r} is not in the list"
        if row.form not in FORMS:
            yield row.product, f"form {row.form!r} is not in the list"


def _body_sites(contents: Contents) -> Problems:
    sites = {row.site: row for row in contents.rows["body_sites"]}
    for row in sites.values():
        twin = sites.get(row.twin)
        if row.twin and (twin is None or twin.twin != row.site):
            yield row.site, f"twin {row.twin!r} does not point back"
        elif twin is not None and (twin.covered, twin.sun_exposed) != (row.covered, row.sun_exposed):
            yield row.site, f"differs from its twin {row.twin} in covered or sun_exposed"
        if row.covered and row.sun_exposed:
            yield row.site, "is both covered and sun_exposed"


def _instruments(contents: Contents) -> Problems:
    codes = {row.code for row in contents.rows["codes"] if row.system == "loinc"}
    for row in contents.rows["instruments"]:
        if row.scoring not in SCORINGS:
            yield row.key, f"scoring {row.scoring!r} is not in the list"
        if row.embed not in EMBEDDINGS:
            yield row.key, f"embed {row.embed!r} is not in the list"
        if row.loinc and row.loinc not in codes:
            yield row.key, f"code {row.loinc} is not in codes.csv"
        yield from ((row.key, each) for each in _score_problems(row))


def _score_problems(row: Any) -> Iterator[str]:
    """The range of a score follows from its items."""
    if row.low is None or row.high is None or row.low >= row.high:
        yield "the score has no range"
        return
    if row.important_change is not None and not 0 < row.important_change < row.high - row.low:
        yield "important_change does not fit the score"
    if row.item_low is None or row.item_high is None or row.items is None:
        return
    times = row.items if row.scoring in ("sum", "count") else 1
    if (row.item_low * times, row.item_high * times) != (row.low, row.high):
        yield "the items do not add up to the score"


def _figures(table: str) -> Callable[[Contents], Problems]:
    """A row without a number has to say something else."""

    def rule(contents: Contents) -> Problems:
        for row in contents.rows[table]:
            if row.value is None and row.low is None and row.high is None and not row.note:
                yield row.key, "has no number and no note"
            if not row.what or not row.stat or not row.population:
                yield row.key, "has no what, stat or population"

    return rule


def _pk_parameters(contents: Contents) -> Problems:
    yield from _figures("pk_parameters")(contents)
    for row in contents.rows["pk_parameters"]:
        if row.status not in PK_STATUSES:
            yield row.key, f"status {row.status!r} is not in the list"
        if row.status == "derived" and row.how_read is not HowRead.DERIVED:
            yield row.key, "is derived, so how_read has to be derived"
        if row.status.startswith("published") and row.how_read is HowRead.DERIVED:
            yield row.key, "how_read is derived, so it was not published"


def _pk_findings(contents: Contents) -> Problems:
    yield from _figures("pk_findings")(contents)
    for row in contents.rows["pk_findings"]:
        if row.metric not in FINDING_METRICS:
            yield row.key, f"metric {row.metric!r} is not in the list"
        if row.use not in FINDING_USES:
            yield row.key, f"use {row.use!r} is not in the list"
        if row.doses < 1 or not 0 < row.dose_low_mg <= row.dose_high_mg:
            yield row.key, "its doses do not make sense"


def _receptors(contents: Contents) -> Problems:
    yield from _figures("receptors")(contents)
    for row in contents.rows["receptors"]:
        if row.quantity not in RECEPTOR_QUANTITIES:
            yield row.key, f"quantity {row.quantity!r} is not in the list"
        if row.quantity == "ki" and row.unit not in ("", "nM"):
            yield row.key, "an affinity has to be in nM"


def _exposure_modifiers(contents: Contents) -> Problems:
    known = {name for model in contents.models.values() for name in model.parameters}
    said_of: dict[str, Any] = {}
    for row in contents.rows["exposure_modifiers"]:
        if row.parameter not in known:
            yield row.key, f"parameter {row.parameter!r} is in no exposure model"
        if not 0 < row.factor_low < row.factor_high or 1.0 not in (row.factor_low, row.factor_high):
            yield row.key, "one end of the factors has to be 1: nothing may happen"
        if "{medicine}" not in row.says:
            yield row.key, "says does not name the {medicine}"
        if row.group not in MEDICINE_GROUPS:
            yield row.key, f"group {row.group!r} is not in the list"
        if said_of.setdefault(row.what, (row.group, row.says)) != (row.group, row.says):
            yield row.key, f"differs from other rows of {row.what!r} in group or says"


def _codes(contents: Contents) -> Problems:
    for row in contents.rows["codes"]:
        if row.seen_in < _FEWEST_SIGHTINGS:
            yield row.key, "was not seen in two independent places"
        if row.system not in ("loinc", "unii"):
            yield row.key, f"system {row.system!r} is neither loinc nor unii"
        if row.system == "loinc" and not _is_loinc(row.code):
            yield row.key, f"{row.code} is no LOINC code: its check digit is wrong"


def _is_loinc(code: str) -> bool:
    """LOINC's last digit is a mod-10 check digit: a mistyped code shows."""
    found = _LOINC.fullmatch(code)
    if not found:
        return False
    digits = [int(each) for each in reversed(found[1])]
    doubled = sum(sum(divmod(2 * each, 10)) for each in digits[::2])
    return (doubled + sum(digits[1::2]) + int(found[2])) % 10 == 0


RULES: Mapping[str, Callable[[Contents], Problems]] = {
    "outcomes": _words("outcomes", "word"),
    "substances": _substances,
    "body_sites": _body_sites,
    "instruments": _instruments,
    "adverse": _figures("adverse"),
    "content": _figures("content"),
    "exposure_modifiers": _exposure_modifiers,
    "pk_parameters": _pk_parameters,
    "pk_findings": _pk_findings,
    "receptors": _receptors,
    "codes": _codes,
    **SKIN_RULES,
    **REPORT_RULES,
    **SAFETY_RULES,
}
"""What to ask of each table, besides what every table has to keep."""
