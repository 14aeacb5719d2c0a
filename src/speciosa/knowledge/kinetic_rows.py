"""What one row about blood, receptors and medicines that change them is.

As in `literature_rows`: a field without a default is a column of the file, spelt the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge.literature_rows import Figure
from speciosa.values.sources import HowRead


@dataclass(frozen=True, slots=True)
class PkParameter(Figure):
    """One pharmacokinetic figure, published or derived by us.

    Parameters
    ----------
    analyte : substance in blood, e.g. ``mitragynine``.
    dose_mg : single dose of that analyte behind the figure, mg; None where none or several.
    status : ``published``, ``published_doubtful``, ``derived`` (ours), ``constant`` or
        ``retired`` (kept to be seen, never to be used).
    """

    analyte: str
    dose_mg: float | None
    status: str


@dataclass(frozen=True, slots=True)
class PkFinding(Figure):
    """What was found in blood after one or repeated doses, or predicted before anybody looked.

    The calibration never sees these rows; the page of the model is held against them.

    Parameters
    ----------
    analyte : substance in blood, or ``7-OH / mitragynine``.
    metric : one of `speciosa.knowledge.vocabulary.FINDING_METRICS`.
    doses : daily doses before it was measured: 1 or more.
    dose_low_mg, dose_high_mg : the doses of mitragynine given, mg each.
    use : ``check`` (published) or ``prediction`` (ours; the published number was not seen).
    """

    analyte: str
    metric: str
    doses: int
    dose_low_mg: float
    dose_high_mg: float
    use: str


@dataclass(frozen=True, slots=True)
class Receptor(Figure):
    """How tightly a substance binds to a target, or how much of it is free to bind.

    Exploratory: no estimate of an effect is made from these rows.

    Parameters
    ----------
    target : receptor, or ``plasma``.
    compound : the alkaloid.
    quantity : one of `speciosa.knowledge.vocabulary.RECEPTOR_QUANTITIES`.
    """

    target: str
    compound: str
    quantity: str


@dataclass(frozen=True, slots=True)
class ExposureModifier:
    """A medicine or food that may change how a body clears kratom.

    Nobody has measured that in people, so a factor is a band with 1 (nothing) at one of its ends.

    Parameters
    ----------
    key : stable code.
    group : of medicines that do so; one of `speciosa.knowledge.vocabulary.MEDICINE_GROUPS`.
    what : the class of medicine.
    parameter : the parameter of the exposure model that it changes.
    factor_low, factor_high : the parameter is multiplied by something between, log-uniform; our
        own choice.
    says : the sentence for the person; ``{medicine}`` stands for the name in the record.
    how_read : of the source.
    """

    key: str
    group: str
    what: str
    parameter: str
    factor_low: float
    factor_high: float
    says: str
    source: tuple[str, ...]
    how_read: HowRead
    note: str
