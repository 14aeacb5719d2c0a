import pytest

from speciosa.values.units import in_mg, score_bounds, unit_of


@pytest.mark.parametrize(
    ("written", "meant"), [("Gramm", "g"), ("µg", "ug"), ("Kapseln", "capsule"), ("TL", "tsp"), ("drops", "drops")]
)
def test_units_have_one_spelling_inside(written: str, meant: str) -> None:
    assert unit_of(written) == meant


def test_a_foreign_scale_keeps_its_own_ends() -> None:
    assert score_bounds("score_1_5") == (1.0, 5.0)
    assert score_bounds("score_5_1") is None
    assert score_bounds("score") is None


def test_a_capsule_has_no_weight_by_itself() -> None:
    assert in_mg(2, "capsule") is None
    assert in_mg(2, "g") == 2000
