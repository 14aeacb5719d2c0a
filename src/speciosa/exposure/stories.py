"""Equally likely stories of one person: whose body it is, how strong the batches were, what was really taken when.

One story is drawn whole. Its batches keep their strength for every dose, its body stays the same, and
only what really differs from dose to dose (the hand, the clock, the gut) is drawn for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.intake import Intake
from speciosa.exposure.kinetics import Array, Kinetics
from speciosa.exposure.modes import modes_of
from speciosa.exposure.superpose import superpose
from speciosa.knowledge import ExposureModel, ExposureModifier, Knowledge
from speciosa.record import Food
from speciosa.values.timeline import DAY_S, Precision

_CLOCK_SD = {
    Precision.CLOCK: "time_entry_clock_sd_min",
    Precision.PART_OF_DAY: "time_entry_part_of_day_sd_min",
    Precision.DAY: "time_entry_day_sd_min",
}
_S_PER_MIN, _S_PER_H = 60.0, 3600.0
_RECENT_S = 28 * DAY_S  # the contract's usual pattern looks at as many days


class Influence(NamedTuple):
    """What a medicine may do to one parameter, and which doses met it, bool[dose]."""

    modifier: ExposureModifier
    met: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Spell:
    """The doses taken under the same medicines, and the body that they met.

    Parameters
    ----------
    kinetics : [draw], of mitragynine with 7-hydroxymitragynine as its metabolite.
    hydroxy : [draw], of 7-hydroxymitragynine that is taken as such.
    dose_time_s : [draw, dose], ascending within a draw.
    dose_mg : [analyte, draw, dose], mg that reach the blood, relative to the model's person.
    """

    kinetics: Kinetics
    hydroxy: Kinetics
    dose_time_s: NDArray[np.int64]
    dose_mg: NDArray[np.float64]

    def take(self, chosen: NDArray[np.intp]) -> Spell:
        """The chosen draws; one may be chosen twice."""
        return Spell(
            self.kinetics.take(chosen), self.hydroxy.take(chosen), self.dose_time_s[chosen], self.dose_mg[:, chosen]
        )

    def conc_ng_ml(self, time_s: NDArray[np.int64]) -> Array:
        """What these doses alone leave, [draw, analyte, time]: made of the parent, and taken as such."""
        conc = superpose(modes_of(self.kinetics), self.dose_time_s, self.dose_mg[0], time_s)
        if self.dose_mg[1].any():
            conc[:, 1] += superpose(modes_of(self.hydroxy), self.dose_time_s, self.dose_mg[1], time_s)[:, 0]
        return conc


@dataclass(frozen=True, slots=True, eq=False)
class Stories:
    """Draws of everything unknown behind a concentration: the spells of one record, draw by draw.

    `strength`: [analyte, draw], mg that reach the blood for 1 mg that the doses of the last weeks say;
    of the body as the last spell left it.
    """

    spells: tuple[Spell, ...]
    strength: Array

    def __len__(self) -> int:
        return len(self.spells[0].kinetics)

    def take(self, chosen: NDArray[np.intp]) -> Stories:
        """The chosen stories; one may be chosen twice."""
        return Stories(tuple(each.take(chosen) for each in self.spells), self.strength[:, chosen])

    def conc_ng_ml(self, time_s: NDArray[np.int64]) -> Array:
        """Concentrations at these times, [draw, analyte, time]; `time_s` is [time] or [draw, time]."""
        conc = self.spells[0].conc_ng_ml(time_s)
        for each in self.spells[1:]:
            conc += each.conc_ng_ml(time_s)
        return conc

    def conc_of(self, dose_time_s: NDArray[np.int64], nominal_mg: Array, time_s: NDArray[np.int64]) -> Array:
        """What other doses would leave in the last spell's body, [draw, analyte, time].

        Parameters
        ----------
        dose_time_s : [dose], ascending.
        nominal_mg : [analyte, dose], with everything unknown at its middle.
        """
        body = self.spells[-1]
        dose_mg = self.strength[:, :, None] * nominal_mg[:, None, :]
        times = np.broadcast_to(dose_time_s, dose_mg.shape[1:])
        return Spell(body.kinetics, body.hydroxy, times, dose_mg).conc_ng_ml(time_s)


def draw_stories(
    intake: Intake,
    model: ExposureModel,
    knowledge: Knowledge,
    rng: np.random.Generator,
    draws: int,
    *,
    weight_kg: float | None = None,
    influences: Sequence[Influence] = (),
) -> Stories:
    """Stories of a person who took these doses.

    A dose is taken up, moved and cleared as the medicines at its time allow; it keeps to that.

    Parameters
    ----------
    draws : how many.
    weight_kg : of the person; None draws one for each story.
    influences : what the person's medicines may do, and to which doses.
    """
    body = _bodies(model, knowledge, rng, draws, weight_kg)
    mg, time_s = _amounts_mg(intake, model, rng, draws), _times_s(intake, knowledge, model, rng, draws)
    factors = [
        np.exp(rng.uniform(np.log(each.modifier.factor_low), np.log(each.modifier.factor_high), draws))
        for each in influences
    ]
    met = np.array([each.met for each in influences], dtype=bool).reshape(len(influences), len(intake.time_s))
    together, spell_of = np.unique(met, axis=1, return_inverse=True)
    spells: list[tuple[int, Spell]] = []
    for at in range(together.shape[1]):
        own = dict(body)
        for each, factor, acts in zip(influences, factors, together[:, at], strict=True):
            if acts:
                own[each.modifier.parameter] = own[each.modifier.parameter] * factor
        doses = np.flatnonzero(spell_of.ravel() == at)
        spells.append((int(doses[-1]), _spell(own, mg[:, :, doses], time_s[:, doses])))
    spells.sort(key=lambda each: each[0])  # the body of the last dose comes last
    return Stories(tuple(each for _, each in spells), _strength(intake, body, mg))


def _strength(intake: Intake, body: dict[str, Array], mg: Array) -> Array:
    """Mean of mg taken up over mg told, doses of the last weeks, [analyte, draw]; 1 where none was told."""
    late = intake.time_s > intake.time_s[-1] - _RECENT_S
    told = intake.nominal_mg[:, late].sum(axis=1)
    ratio: Array = mg[:, :, late].sum(axis=2) / np.where(told > 0, told, 1.0)[:, None]
    ratio[told <= 0] = 1.0
    return ratio * np.stack([body["f"], body["f"] * body["f_m"]])


def _spell(body: dict[str, Array], mg: Array, time_s: NDArray[np.int64]) -> Spell:
    kinetics = Kinetics(**{name: body[name] for name in ("ka", "alag", "cl", "v", "q", "v2", "fm", "fp", "clm", "vm")})
    hydroxy = Kinetics(ka=body["ka_m"], alag=body["alag_m"], cl=body["clm"], v=body["vm"])
    reaching = mg * np.stack([body["f"], body["f"] * body["f_m"]])[:, :, None]
    order = np.argsort(time_s, axis=1, kind="stable")
    return Spell(
        kinetics, hydroxy, np.take_along_axis(time_s, order, 1), np.take_along_axis(reaching, order[None, :, :], 2)
    )


def _bodies(
    model: ExposureModel, knowledge: Knowledge, rng: np.random.Generator, draws: int, weight_kg: float | None
) -> dict[str, Array]:
    """Each parameter, [draw]: a plausible typical person, times how far people differ from typical."""
    typical = model.sets[rng.integers(len(model.sets), size=draws)]
    body = {name: typical[:, at] for at, name in enumerate(model.set_names)}
    for name, parameter in model.parameters.items():
        if parameter.kind in ("calibrated", "fixed"):
            middle = body.get(name, np.full(draws, parameter.typical))
            body[name] = middle * np.exp(rng.normal(0.0, parameter.between_person_log_sd or 0.0, draws))
    reference = knowledge.choice("reference_weight_kg")
    weight = np.full(draws, weight_kg or reference)
    if not weight_kg:
        weight = weight * np.exp(rng.normal(0.0, knowledge.choice("weight_log_sd"), draws))
    for names, exponent in ((("cl", "q", "clm"), "clearance"), (("v", "v2", "vm"), "volume")):
        for name in names:
            body[name] *= (weight / reference) ** knowledge.choice(f"allometric_{exponent}_exponent")
    return body


def _amounts_mg(intake: Intake, model: ExposureModel, rng: np.random.Generator, draws: int) -> Array:
    """Milligrams of each analyte swallowed and taken up, [analyte, draw, dose]."""
    strength = np.empty((draws, len(intake.batches)))
    for at, batch in enumerate(intake.batches):
        bias = rng.uniform(batch.bias_low, batch.bias_high, draws)
        strength[:, at] = bias * np.exp(rng.normal(0.0, batch.log_sd, draws))
    piece = np.empty((draws, len(intake.portions)))
    for at, portion in enumerate(intake.portions):
        piece[:, at] = rng.uniform(portion.low_g, portion.high_g, draws) * 2 / (portion.low_g + portion.high_g)
    repeat = np.array([each.repeat_cv for each in intake.portions])[intake.portion]
    spread = np.hypot(repeat, model.typical("f_occasion_log_sd"))
    factor = np.exp(rng.normal(0.0, 1.0, (draws, len(intake.time_s))) * spread)
    factor *= strength[:, intake.batch] * piece[:, intake.portion]
    return np.stack([nominal * factor for nominal in intake.nominal_mg])


def _times_s(
    intake: Intake, knowledge: Knowledge, model: ExposureModel, rng: np.random.Generator, draws: int
) -> NDArray[np.int64]:
    """When each dose began to be taken up, the model's own lag aside, [draw, dose]; food holds it up."""
    doses = len(intake.time_s)
    sd_s = np.zeros(doses)
    for precision, choice in _CLOCK_SD.items():
        sd_s[intake.precision == precision] = knowledge.choice(choice) * _S_PER_MIN
    late_s = rng.normal(0.0, 1.0, (draws, doses)) * sd_s
    shortest_h, longest_h = model.between("alag_fed_h")
    held_up_s = np.exp(rng.uniform(np.log(shortest_h), np.log(longest_h), draws)) * _S_PER_H
    with_food = rng.random((draws, doses)) < knowledge.choice("dose_with_food_share")
    fed = np.where(intake.food == Food.NOT_SAID, with_food, intake.food == Food.FED)
    late_s += np.where(fed, held_up_s[:, None], 0.0)
    time_s: NDArray[np.int64] = intake.time_s + np.rint(late_s).astype(np.int64)
    return time_s
