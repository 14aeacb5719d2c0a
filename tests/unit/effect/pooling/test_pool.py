"""The second stage, held against one stage that is slow and obvious."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.unit.effect.pooling.people import (
    DIARY,
    NORMAL,
    PRIOR,
    STUDENT,
    TRIAL,
    bell,
    crowd,
    number,
    packet,
    packets,
)

from speciosa.effect.pooling import Pooled, Rejected, collect, pool, pooled_json, to_json
from speciosa.effect.pooling.evidence import Evidence
from speciosa.effect.pooling.packet import Summary
from speciosa.effect.pooling.person import shrunken
from speciosa.effect.pooling.pooled import Basis
from speciosa.effect.pooling.population_prior import Populations
from speciosa.knowledge import Knowledge
from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import dump


def pooled(numbers: Sequence[Summary], *, seed: int = 1, **parts: object) -> Pooled:
    found = pool(packets(numbers), np.random.default_rng(seed), prior=PRIOR, **parts)  # type: ignore[arg-type]
    assert isinstance(found, Pooled)
    return found


def in_person_order(found: Pooled, people: int) -> list[float]:
    mean = {each.id: each.mean for each in found.people}
    return [mean[packet(number(bell(0, 1)), person).id] for person in range(people)]


Y = np.array([-1.6, -0.9, -0.2, -1.1, 0.5, -0.4, -1.3, 0.2])
S = np.array([0.4, 0.5, 0.6, 0.3, 0.5, 0.7, 0.4, 0.5])
RANDOMISED = np.array([True, True, True, True, False, False, False, False])


def one_stage(randomised: np.ndarray) -> tuple[dict[str, tuple[float, float]], np.ndarray]:
    """Mean and SD of each number of the population, and each person's mean: values of the prior, each weighted by the
    exact likelihood of all answers at once. No packets, no values, no reweighting of anybody."""
    rng = np.random.default_rng(7)
    size = 600_000
    mu, tau = rng.normal(0, PRIOR.mean_sd, size), np.abs(rng.normal(0, PRIOR.between_scale, size))
    delta, omega = rng.normal(0, PRIOR.bias_sd, size), np.abs(rng.normal(0, PRIOR.bias_scale, size))
    log_weight = np.zeros(size)
    effects = np.empty((len(Y), size))
    for person, (y, s) in enumerate(zip(Y, S, strict=True)):
        shift, wide = (0.0, 0.0) if randomised[person] else (delta, omega)
        squared = tau**2 + wide**2 + s**2
        log_weight -= 0.5 * (np.log(squared) + (y - mu - shift) ** 2 / squared)
        effects[person] = mu + tau**2 / squared * (y - mu - shift)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    named = {"effect": mu, "between_sd": tau, "bias": delta, "bias_sd": omega}
    told = {name: (weight @ each, np.sqrt(weight @ each**2 - (weight @ each) ** 2)) for name, each in named.items()}
    return told, effects @ weight


@pytest.mark.parametrize(
    "randomised", [RANDOMISED, RANDOMISED | True, RANDOMISED & False], ids=["both", "trials", "diaries"]
)
@pytest.mark.parametrize("prior", [NORMAL, STUDENT], ids=["normal", "t"])
def test_two_stages_agree_with_one(randomised: np.ndarray, prior: object) -> None:
    numbers = [
        number(bell(y, s), grade=TRIAL if trial else DIARY, prior=prior)  # type: ignore[arg-type]
        for y, s, trial in zip(Y, S, randomised, strict=True)
    ]
    found, (truth, people) = pooled(numbers), one_stage(randomised)
    names = ("effect", "between_sd") if randomised.all() else tuple(truth)
    for name in names:
        draws = getattr(found, name)
        assert draws.mean == pytest.approx(truth[name][0], abs=0.08 * truth[name][1]), name
        assert draws.sd == pytest.approx(truth[name][1], rel=0.08), name
    np.testing.assert_allclose(in_person_order(found, len(Y)), people, atol=0.05)


def test_packets_say_what_whole_posteriors_say() -> None:
    """200 values a person against 2,000."""
    few, _ = crowd(np.random.default_rng(3), 25, randomised=0.5, prior=STUDENT)
    many, _ = crowd(np.random.default_rng(3), 25, randomised=0.5, prior=STUDENT, count=2000)
    one, other = pooled(few), pooled(many)
    for name in ("effect", "between_sd", "bias", "bias_sd", "new_person"):
        first, second = getattr(one, name), getattr(other, name)
        assert first.mean == pytest.approx(second.mean, abs=0.08 * second.sd), name
        assert first.sd == pytest.approx(second.sd, rel=0.06), name
    np.testing.assert_allclose(in_person_order(one, 25), in_person_order(other, 25), atol=0.04)


def test_the_truth_of_many_people_comes_out() -> None:
    numbers, true = crowd(np.random.default_rng(5), 200, randomised=0.4)
    found = pooled(numbers)
    assert found.effect.mean == pytest.approx(-0.8, abs=3 * found.effect.sd)
    assert found.between_sd.mean == pytest.approx(0.5, abs=3 * found.between_sd.sd)
    assert found.bias is not None
    assert found.bias.mean == pytest.approx(0.4, abs=3 * found.bias.sd)
    inside = [low <= true[at] <= high for at, (low, high) in enumerate(intervals(found, 200))]
    assert 0.91 < np.mean(inside) < 0.99


def intervals(found: Pooled, people: int) -> list[tuple[float, float]]:
    by_id = {each.id: (each.low, each.high) for each in found.people}
    return [by_id[packet(number(bell(0, 1)), person).id] for person in range(people)]


def test_each_person_is_drawn_towards_the_others_and_their_interval_narrows() -> None:
    found = pooled([number(bell(y, 0.6)) for y in (-1.0, -1.2, -0.8, -1.1, -0.9, 0.6)])
    odd = in_person_order(found, 6)[5]
    assert -0.9 < odd < 0.45
    low, high = intervals(found, 6)[5]
    assert high - low < 2 * 1.96 * 0.6


def test_the_order_of_packets_does_not_matter_and_the_same_seed_gives_the_same_bytes() -> None:
    numbers, _ = crowd(np.random.default_rng(3), 12, randomised=0.5)
    given = packets(numbers)
    turned = dict(reversed(list(given.items())))
    first, again, other = (
        dump(pooled_json(pool(each, np.random.default_rng(seed), prior=PRIOR)))  # type: ignore[arg-type]
        for each, seed in ((given, 1), (turned, 1), (given, 2))
    )
    assert first == again
    assert first != other


def test_one_absurd_packet_is_named_and_moves_nothing() -> None:
    honest, _ = crowd(np.random.default_rng(6), 15)
    without, with_it = pooled(honest), pooled([*honest, number(bell(9.0, 0.3))])
    assert [each.file for each in with_it.rejected] == ["00015.json"]
    assert "does not fit" in with_it.rejected[0].why
    assert "10,000" in with_it.rejected[0].why
    assert with_it.n == 15
    assert with_it.effect.mean == pytest.approx(without.effect.mean, abs=0.05 * without.effect.sd)


def test_two_kinds_of_people_all_count_and_it_is_said() -> None:
    found = pooled([number(bell(y, 0.3)) for y in (*np.linspace(-0.2, 0.2, 10), *np.linspace(-5.2, -4.8, 5))])
    assert (found.n, found.rejected) == (15, ())
    assert "5 of these packets lie far from the others" in found.says[-1]
    assert found.between_sd.mean > 1.5


def test_one_packet_too_small_to_be_named_moves_little() -> None:
    """A number that stays below the limit shifts the mean of 40 by less than its standard error."""
    honest, _ = crowd(np.random.default_rng(6), 40)
    without, with_it = pooled(honest), pooled([*honest, number(bell(1.2, 0.1))])
    assert not with_it.rejected
    assert abs(with_it.effect.mean - without.effect.mean) < without.effect.sd


def test_where_nobody_is_randomised_the_mean_is_an_association_and_says_so() -> None:
    numbers, _ = crowd(np.random.default_rng(8), 30, randomised=0.0)
    found = pooled(numbers)
    assert found.basis is Basis.OBSERVATIONAL
    assert "association" in found.says[0]
    assert found.association is not None
    assert found.association.sd < 0.2
    assert found.effect.sd > 0.6  # as wide as the bias that was assumed


def test_where_all_are_randomised_there_is_no_bias_to_speak_of() -> None:
    found = pooled([number(bell(y, 0.5)) for y in (-1.0, -0.5, -0.8)])
    assert found.basis is Basis.RANDOMISED
    assert (found.bias, found.association, found.bias_sd) == (None, None, None)


def test_few_trials_beside_many_diaries_take_the_bias_out() -> None:
    rng = np.random.default_rng(9)
    trials, _ = crowd(rng, 40, mean=-0.5, spread=0.3)
    diaries, _ = crowd(rng, 160, mean=-0.5, spread=0.3, randomised=0.0, bias=-0.8, bias_spread=0.2)
    found = pooled([*trials, *diaries])
    assert found.association is not None
    assert found.association.mean == pytest.approx(-1.3, abs=0.1)
    assert found.effect.mean == pytest.approx(-0.5, abs=0.2)
    late = [each.mean for each in found.people if not each.grade.randomised]
    assert np.mean(late) == pytest.approx(-0.5, abs=0.2)


def test_values_that_cannot_be_reweighted_are_replaced_by_a_bell_curve_and_it_is_said() -> None:
    """Somebody whose own prior was so sure that their values never reach the others."""
    sure = replace(NORMAL, location=2.0, scale=0.25)
    others, _ = crowd(np.random.default_rng(10), 30, spread=0.2)
    found = pooled([*others, number(bell(-0.7, 0.6), prior=sure)])
    odd = next(each for each in found.people if each.id == packet(others[0], 30).id)
    assert odd.bell_curve
    assert odd.k_hat > 0.7
    bell_curves = sum(each.bell_curve for each in found.people)
    assert bell_curves <= 3
    assert f"{bell_curves} people's values could not be reweighted" in found.says[1].replace("1 person's", "1 people's")
    assert odd.mean == pytest.approx(-0.8, abs=0.3)


def test_any_number_of_a_packet_can_be_pooled_and_who_lacks_it_is_named() -> None:
    with_it = {
        f"{person}.json": packet(
            number(bell(-1.0, 0.5), grade=DIARY), person, contrasts=(("one_step_less", number(bell(-0.1, 0.2))),)
        )
        for person in range(4)
    }
    without = {"z.json": packet(number(bell(-1.0, 0.5)), 9)}
    found = pool(with_it | without, np.random.default_rng(1), prior=PRIOR, of="one_step_less")
    assert isinstance(found, Pooled)
    assert (found.n, found.basis) == (4, Basis.RANDOMISED)
    assert found.rejected == (Rejected("z.json", "It has no such number. It holds effect."),)
    assert found.effect.mean == pytest.approx(-0.1, abs=0.1)


def test_without_a_packet_there_is_no_number() -> None:
    for given in ({}, packets([number(bell(11.0, 0.2), prior=replace(NORMAL, scale=6.0))])):
        assert isinstance(pool(given, np.random.default_rng(1), prior=PRIOR), NotAssessed)


def test_one_packet_alone_says_that_the_spread_was_assumed() -> None:
    found = pooled([number(bell(-1.0, 0.5))])
    assert found.n == 1
    assert [each.code for each in found.not_assessed] == ["between_person_sd"]


def test_whose_outcome_is_better_depends_on_which_way_is_better() -> None:
    numbers = [number(bell(y, 0.3)) for y in (-1.0, -1.4, -0.7, -1.2, -0.9)]
    higher = {file: replace(each, better="higher") for file, each in packets(numbers).items()}
    found = pool(higher, np.random.default_rng(1), prior=PRIOR)
    assert isinstance(found, Pooled)
    assert pooled(numbers).share_better.median > 0.9
    assert found.share_better.median == pytest.approx(1 - pooled(numbers).share_better.median)


def test_the_document_has_the_form_of_the_contract(knowledge: Knowledge) -> None:
    numbers, _ = crowd(np.random.default_rng(3), 6, randomised=0.5)
    files = {name: to_json(each) for name, each in packets(numbers).items()} | {"broken.json": "{"}
    collected = collect(files, knowledge, outcome="pain")
    found = pool(collected.packets, np.random.default_rng(1), prior=PRIOR, rejected=collected.rejected)
    assert isinstance(found, Pooled)
    document = pooled_json(found)
    assert document["n"] == 6
    assert {"mean", "sd", "interval_95"} <= set(document["effect"])
    assert {"mean", "interval_95"} <= set(document["between_person_sd"])
    assert all({"id", "mean", "interval_95", "k_hat"} <= set(each) for each in document["per_person"])
    assert [each["file"] for each in document["rejected"]] == ["broken.json"]
    assert "null" not in dump(document)


def test_a_person_s_draws_are_those_of_their_exact_posterior() -> None:
    """With the population known: N(y; theta, s^2) N(theta; mu, tau^2) in a trial, and the bias taken out otherwise."""
    known = Populations(*(np.full(20_000, each) for each in (-0.5, 0.4, 0.3, 0.2)))
    numbers = [number(bell(-1.5, 0.5)), number(bell(-1.5, 0.5), grade=DIARY)]
    for evidence in (Evidence.of(numbers), Evidence.of(numbers).as_bell_curves()):
        found = shrunken(evidence, known, np.random.default_rng(1))
        trial = 0.4**2 / (0.4**2 + 0.5**2)
        diary = 0.4**2 / (0.4**2 + 0.5**2 + 0.2**2)
        np.testing.assert_allclose(found.mean, [-0.5 - trial, -0.5 - 1.3 * diary], atol=0.015)
        half = 1.96 * 0.4 * np.sqrt([1 - trial, 1 - diary])
        np.testing.assert_allclose((found.high - found.low) / 2, half, rtol=0.04)


def test_the_priors_of_a_pool_are_rows_of_the_tables(knowledge: Knowledge) -> None:
    assert type(PRIOR).of(knowledge) == PRIOR
