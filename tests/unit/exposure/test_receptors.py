"""Receptors: wide bands, reasons where there are no numbers, and nothing that sounds like advice."""

from __future__ import annotations

import numpy as np
import pytest
from tests.conftest import ROOT

from speciosa.exposure.curve import ExposureCurve
from speciosa.exposure.receptors import Engagement, receptor_engagement
from speciosa.knowledge import Knowledge
from speciosa.values.gaps import NotAssessed

PAGE = ROOT / "docs/explanation/receptors.md"


def curve_of(conc: np.ndarray[tuple[int, ...], np.dtype[np.float64]], analytes: tuple[str, ...]) -> ExposureCurve:
    times = conc.shape[2]
    one = np.full(conc.shape[:2], np.nan)
    return ExposureCurve(
        time_s=np.arange(times, dtype=np.int64),
        analytes=analytes,
        conc_ng_ml=conc,
        basis="assay",
        dose_time_s=np.zeros(1, dtype=np.int64),
        dose_offset_min=np.zeros(1, dtype=np.int16),
        cmax_ng_ml=one,
        auc_24_ng_h_ml=one,
    )


BOTH = ("mitragynine", "7-hydroxymitragynine")


def held(knowledge: Knowledge, conc: float, seed: int = 1) -> dict[str, Engagement]:
    curve = curve_of(np.full((400, 2, 3), conc), BOTH)
    return {
        each.compound: each for each in receptor_engagement(curve, knowledge, seed=seed) if isinstance(each, Engagement)
    }


def test_only_the_mu_receptor_has_numbers_for_what_is_in_the_blood(knowledge: Knowledge) -> None:
    found = held(knowledge, 30.0)
    assert {each.target for each in found.values()} == {"mu opioid"}
    assert set(found) == set(BOTH)


def test_the_free_concentration_stays_within_its_bounds(knowledge: Knowledge) -> None:
    free = held(knowledge, 39.85)["mitragynine"].free_nm  # 100 nM in all
    assert 2.0 < free.low[0] < free.high[0] < 6.0


def test_the_share_held_is_free_over_free_and_affinity(knowledge: Knowledge) -> None:
    found = held(knowledge, 30.0)["7-hydroxymitragynine"]
    assert np.allclose(found.held.median, found.over_affinity.median / (1 + found.over_affinity.median), rtol=0.01)
    assert (found.held.high < 1.0).all()


def test_the_band_is_wide_because_little_is_known(knowledge: Knowledge) -> None:
    for each in held(knowledge, 30.0).values():
        assert each.over_affinity.high[0] / each.over_affinity.low[0] > 8


def test_both_readings_of_the_doubtful_abstract_are_covered(knowledge: Knowledge) -> None:
    found = held(knowledge, 30.0)
    assert (found["mitragynine"].ki_low_nm, found["mitragynine"].ki_high_nm) == (77.9, 709)
    assert (found["7-hydroxymitragynine"].ki_low_nm, found["7-hydroxymitragynine"].ki_high_nm) == (17, 709)
    notes = [row.note for row in knowledge.receptors if row.key in {"mu_mitragynine", "mu_hydroxymitragynine"}]
    assert all("swapped" in note for note in notes)


def test_no_blood_holds_no_receptor(knowledge: Knowledge) -> None:
    for each in held(knowledge, 0.0).values():
        assert (each.held.high == 0).all()


def test_a_gap_in_the_curve_stays_a_gap(knowledge: Knowledge) -> None:
    conc = np.full((50, 2, 2), 20.0)
    conc[:, :, 1] = np.nan
    (first, *_) = (
        each for each in receptor_engagement(curve_of(conc, BOTH), knowledge, seed=1) if isinstance(each, Engagement)
    )
    assert np.isfinite(first.held.median[0])
    assert np.isnan(first.held.median[1])


@pytest.mark.parametrize(
    "target", ["kappa opioid", "delta opioid", "alpha-2 adrenergic", "5-HT1A", "5-HT2A", "5-HT2B", "adenosine"]
)
def test_a_target_without_a_number_is_listed_as_not_assessed(knowledge: Knowledge, target: str) -> None:
    curve = curve_of(np.full((10, 2, 1), 30.0), BOTH)
    gaps = [each for each in receptor_engagement(curve, knowledge, seed=1) if isinstance(each, NotAssessed)]
    assert any(target in each.why for each in gaps)
    assert len({each.code for each in gaps}) == len(gaps)


def test_pseudoindoxyl_is_not_passed_over_in_silence(knowledge: Knowledge) -> None:
    curve = curve_of(np.full((10, 2, 1), 30.0), BOTH)
    assert any(
        "pseudoindoxyl" in each.why
        for each in receptor_engagement(curve, knowledge, seed=1)
        if isinstance(each, NotAssessed)
    )


def test_a_curve_without_mitragynine_says_nothing_of_it(knowledge: Knowledge) -> None:
    curve = curve_of(np.full((10, 1, 1), 5.0), ("7-hydroxymitragynine",))
    found = receptor_engagement(curve, knowledge, seed=1)
    assert {each.compound for each in found if isinstance(each, Engagement)} == {"7-hydroxymitragynine"}


def test_the_same_seed_gives_the_same_band(knowledge: Knowledge) -> None:
    first, second, other = (held(knowledge, 30.0, seed)["mitragynine"].held.high[0] for seed in (1, 1, 2))
    assert first == second != other


def test_every_band_names_its_sources(knowledge: Knowledge) -> None:
    for each in held(knowledge, 30.0).values():
        assert "obeng2021" in each.sources
        assert knowledge.cite(each.sources)


def test_the_page_says_at_its_top_that_it_is_exploratory_and_promotes_nothing() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "xploratory" in "".join(text.splitlines()[:3])
    for word in ("potent", "strong", "powerful", "like morphine", "safer", "recommended dose"):
        assert word not in text.lower()
