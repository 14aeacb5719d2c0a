"""The reference page of an exposure model: what it is, how it fits, and what it gets wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from speciosa.exposure.calibration.published_medians import fitted_dose_mg
from speciosa.exposure.calibration.repeated_doses import Check, checks, middle
from speciosa.exposure.calibration.single_dose_fit import single_dose_fit
from speciosa.exposure.calibration.structures import structures
from speciosa.exposure.curve import Band
from speciosa.knowledge import ExposureModel, Knowledge

_PICTURE = """```
  dose x f
     |
     v           ka, after alag                  cl
    gut  ---------------------------> blood, v --------> gone
     |                                 |  ^  |
     |                              q  v  |  |
     |                               tissue  |
     |                                 v2    |
     | fp: made on the way in                | fm: share of cl that becomes 7-OH
     |                                       v
     +----------------------------------> 7-OH, vm ----> gone
                                                  clm
```"""

_MISSED = """What to make of it:

- **"Inside" is cheap here.** Five people's medians leave the bands wide. The place of a published value among the
  sets says more: near 0 or 100 is a miss in the making.
- **Time of the peak.** The sets were fitted to tea; the repeated study gave capsules, which have to open and to
  dissolve. Peaks are predicted earlier than they were found.
- **Half-life after repeated doses.** The model has no phase slower than the one that single doses showed, so its
  middle hardly lengthens; only sets whose last phase one dose could not show reach the published value. A third
  compartment would do it. It is an option and off: one abstract is too little to set it.
- **7-hydroxymitragynine's half-life.** It seems short after one dose because what is left falls below the assay's
  limit. After many doses the slow part, made from mitragynine in blood, stays above it. So the number depends on
  the assay as much as on the body, and its band is wide.
- **The ratio falls less than published** at the middle of the sets. Mitragynine slowing CYP3A, its own way to
  7-hydroxymitragynine, would lower it too; that is not in the model.
- **More than in proportion.** The model is linear. As a study measures it, an area still grows slightly more than
  the dose, because less of its tail is below the limit. A true saturation cannot be told from that.
- **Steady state.** Which rule the study used was not read; ours is `steady_state_within` of the choices, and a
  laxer one gives an earlier day.
- **Level.** The area after one dose lies above the published median: most shapes that the ranges allow fall more
  slowly than the five people's middle did. It is within the error, and nothing was pulled to hide it."""

_HONEST = """The abstract of the repeated-dose study had been read before the model was built, so this is no blind
test, although nothing of it was fitted. Its tables have not been read: what is still open stands further down."""

_SHARED = """`fm`, `fp`, `clm` and `vm` are not told apart by blood: only their ratios are. `fm` keeps its range, and
the others go along with it."""

_VERDICTS = """*Place*: share of the sets below the middle of the published number. *Inside*: that middle lies in the
range of typical persons. *Not comparable*: reported in words only."""

_CHOSEN = """From blood only, the ratio cannot fall; at first pass only, the half-life cannot lengthen. On both paths
both can, and that is the reason for them. It is not proof: mitragynine slowing its own enzyme would lower the ratio,
too."""


def model_page(knowledge: Knowledge, key: str = "kratom") -> str:
    """The page in Markdown, without its first line."""
    model = knowledge.exposure_models[key]
    found = checks(knowledge, key)
    rows = {row.key: row for row in knowledge.pk_findings}
    published = [each for each in found if rows[each.key].use == "check"]
    open_ones = [each for each in found if rows[each.key].use == "prediction"]
    parts = [
        f"# The {key} model",
        model.structure.strip(),
        _PICTURE,
        _about(model),
        "## Parameters of a typical person",
        _parameters(model),
        f"## After one dose of {fitted_dose_mg(knowledge, key):g} mg: what it was fitted to",
        _fit(knowledge, key),
        "## Against what was found with repeated doses",
        _HONEST,
        _compared(published, rows),
        _MISSED,
        "## Predictions that are still open",
        _opened(open_ones, rows),
        "## Why two paths",
        _structures(knowledge, key),
    ]
    return "\n\n".join(parts) + "\n"


def _about(model: ExposureModel) -> str:
    sets = f"{len(model.sets)} equally plausible typical persons stand in `{model.key}_sets.csv`"
    reasons = f"[knowledge/{model.key}_model](../knowledge/{model.key}_model.md)"
    return (
        f"{sets}, calibrated from inputs `{model.sets_made_from}`. How, and why each range: {reasons}. Everything is "
        "apparent (divided by the share that reaches the blood): nobody gave mitragynine to people by vein. "
        "Ranges hold nine in ten, here and below."
    )


def _parameters(model: ExposureModel) -> str:
    bands = np.quantile(model.sets, [0.5, 0.05, 0.95], axis=0)
    rows = []
    for name, band in zip(model.set_names, bands.T, strict=True):
        each = model.parameters[name]
        rows.append((f"`{name}`", each.what, each.unit, *_both(Band(*band)), f"{each.between_person_log_sd:g}"))
    table = _table(("Name", "What", "Unit", "Middle", "Range", "People differ (SD of the log)"), rows)
    return f"{table}\n\n{_SHARED}"


def _fit(knowledge: Knowledge, key: str) -> str:
    names = {row.key: row for row in knowledge.pk_parameters}
    rows = []
    for each in single_dose_fit(knowledge, key):
        row = names[each.median.key]
        error = f"x/ {np.exp(np.hypot(each.median.log_error, each.median.shared)):.2f}"
        rows.append((row.analyte, row.what, _digits(each.median.value), error, *_both(each.predicted)))
    return _table(("Analyte", "Figure (ng/mL, h)", "Published", "Its error", "Sets", "Range"), rows)


def _compared(found: Sequence[Check], rows: dict[str, Any]) -> str:
    heads = ("Finding", "Analyte", "Published", "Typical person", "Range", "Different people", "Place, %", "Verdict")
    cells = []
    for each in found:
        row = rows[each.key]
        place = "" if each.verdict == "not comparable" else f"{100 * each.rank:.0f}"
        people = _both(each.people)[1]
        cells.append((row.what, row.analyte, _printed(row), *_both(each.typical), people, place, each.verdict))
    return f"{_table(heads, cells)}\n\n{_VERDICTS}"


def _opened(found: Sequence[Check], rows: dict[str, Any]) -> str:
    cells = []
    for each in found:
        row = rows[each.key]
        cells.append((row.what, row.unit, _printed(row), *_both(each.typical), _both(each.people)[1]))
    return _table(("What", "Unit", "First predicted", "This model", "Range", "Different people"), cells)


def _structures(knowledge: Knowledge, key: str) -> str:
    cells = []
    for each in structures(knowledge, key):
        halves = [_whole(half) for half in each.t_half_h]
        doubles = f"{100 * each.lengthens:.0f} %"
        cells.append((each.name, f"{each.fits:.1g}", _whole(each.ratio_change), *halves, doubles))
    heads = ("7-OH is made", "Fits one dose, against both", "Ratio to mitragynine, last day over first")
    table = _table((*heads, "Half-life after one dose, h", "After the last, h", "At least doubles in"), cells)
    found = {row.key: middle(row.value, row.low, row.high) for row in knowledge.pk_findings}
    fall = found["huestis_repeated_ratio"] / found["huestis_single_ratio"]
    half_life = "hydroxymitragynine_t_half"
    longer = found[f"huestis_repeated_{half_life}"] / found[f"huestis_single_{half_life}"]
    published = (
        f"One dose does not choose. Repeated doses do: the published ratio falls to {_digits(fall)} of what it was "
        f"(middles of two ranges), and the half-life is {_digits(longer)} times as long."
    )
    return f"{table}\n\n{published} {_CHOSEN}"


def _printed(row: Any) -> str:
    known = [f"{each:g}" for each in (row.low, row.high) if each is not None]
    span = " to ".join(known) if len(known) == 2 else (("above " if row.high is None else "up to ") + "".join(known))
    if row.value is None:
        return span
    return f"{row.value:g} ({span})" if len(known) == 2 else f"{row.value:g}"


def _both(band: Band) -> tuple[str, str]:
    return _digits(band.median), f"{_digits(band.low)} to {_digits(band.high)}"


def _whole(band: Band) -> str:
    middle, span = _both(band)
    return f"{middle} ({span})"


def _digits(value: Any) -> str:
    """Two digits: more would be the accident of one seed."""
    return f"{float(f'{float(value):.2g}'):g}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (heads, ["---"] * len(heads), *rows)]
    return "\n".join(lines)
