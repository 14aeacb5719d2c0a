import numpy as np

from speciosa.values.draws import Draws, earned_digits


def test_fifty_dots_are_equally_likely_values() -> None:
    draws = Draws(np.random.default_rng(1).normal(-1, 0.5, 20_000), "nrs")
    dots = draws.dots(50)
    assert len(dots) == 50
    assert abs((dots < 0).mean() - (draws.values < 0).mean()) <= 0.02


def test_digits_follow_the_uncertainty() -> None:
    assert earned_digits(-1.1372, 0.42) == "-1.1"
    assert earned_digits(-1.1372, 0.042) == "-1.14"
    assert earned_digits(1234.5, 99.0) == "1230"
    assert earned_digits(1.25, float("nan")) == "1.25"


def test_mean_and_sd_are_those_of_the_draws() -> None:
    draws = Draws(np.array([1.0, 2.0, 3.0]), "nrs")
    assert (draws.mean, draws.sd) == (2.0, 1.0)
