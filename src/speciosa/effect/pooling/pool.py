"""From packets to one answer: the second stage's way through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from speciosa.effect.exploration import Explored
from speciosa.effect.pooling.evidence import Chosen, Evidence
from speciosa.effect.pooling.misfit import Misfits, misfits
from speciosa.effect.pooling.packet import EvidencePacket, Summary
from speciosa.effect.pooling.person import Shrunken, shrunken
from speciosa.effect.pooling.pooled import Basis, Pooled, PooledPerson, Rejected
from speciosa.effect.pooling.population import draws_of, explore_population
from speciosa.effect.pooling.population_prior import PopulationPrior, Populations
from speciosa.effect.posterior import Middle
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed

Array = NDArray[np.float64]
_DRAWS = 4000
_LOOKS = 64
"""Populations from which a first k-hat is made."""
_DRAWS_OF_ALL = 4_000_000
"""People times draws of each: with many people each gets fewer, 400 at least."""
_FEW = 5
"""Below so many people the spread between them is mostly what was assumed."""
SHARED = (
    "Every one of these answers assumed the same of getting used to it. As far as that is wrong all are off the same "
    "way: more people don't average it out, and the interval doesn't hold it."
)
"""Said of whatever comes out of a response curve."""
_WITHOUT_A_CURVE = ("one_step_less",)
_MOST_ROUNDS = 3


def pool(
    packets: Mapping[str, EvidencePacket], rng: np.random.Generator, *, prior: PopulationPrior, of: str = "effect",
    rejected: Sequence[Rejected] = (),
) -> Pooled | NotAssessed:  # fmt: skip
    """Many people's packets as one answer.

    Misfits are set aside (`misfit`). A first population is made from bell curves; where a person's values
    cannot be reweighted to it (k-hat above the limit), the bell curve stays, for all others the values
    count. The last k-hat is that of the population given back; who passes the limit only there makes one more round.

    Parameters
    ----------
    packets : by the name of their file, each person once, one outcome: `collected.collect` sees to both.
    rng : the same state gives the same bytes, whatever the order of the packets.
    prior : what is assumed of people as a whole.
    of : which number of the packets.
    rejected : those left out before.

    Returns
    -------
    NotAssessed where no packet is left.

    Raises
    ------
    FitError : the population's weights cannot be trusted.
    """
    files = sorted(packets, key=lambda file: packets[file].id)
    numbers = [(file, packets[file].number(of)) for file in files]
    lacking = [Rejected(file, lacks(packets[file])) for file, each in numbers if each is None]
    answered = [(file, each) for file, each in numbers if each is not None]
    everybody = Evidence.of([each for _, each in answered]) if answered else None
    misfit = misfits(everybody, prior) if everybody is not None else Misfits(np.zeros(0, dtype=bool), 0)
    aside = misfit.aside
    apart = [Rejected(answered[at][0], _misfit_says(len(answered), prior)) for at in np.flatnonzero(aside)]
    left_out = tuple(sorted([*rejected, *lacking, *apart]))
    if everybody is None or aside.all():
        return NotAssessed("pool", "No packet is left that could be pooled.")
    kept = [(packets[file], each) for (file, each), out in zip(answered, aside, strict=True) if not out]
    evidence = everybody.only(~aside)
    explored, populations, people, bell = _second_stage(evidence, prior, rng)
    found = _told(kept, of, explored, populations, people, bell, left_out, rng)
    shared = () if of in _WITHOUT_A_CURVE and found.basis is Basis.RANDOMISED else (SHARED,)
    return replace(found, says=(*found.says, *shared, *_other_kind_says(misfit.another_kind)))


def lacks(packet: EvidencePacket) -> str:
    """What is said of a packet without the number that is pooled: which ones it holds.

    Examples
    --------
    >>> from speciosa.effect.pooling.packet import MadeWith, RecordSize
    >>> from speciosa.effect.pooling.stage_prior import StagePrior
    >>> from speciosa.effect.posterior import Grade
    >>> less = ("one_step_less", Summary(Grade.RANDOMISED_MASKED, np.linspace(-1, 0, 200), StagePrior(0.0, 1.5)))
    >>> made, size = MadeWith("0.1.0", "0" * 12), RecordSize(8, 110, 4)
    >>> lacks(EvidencePacket("0" * 32, "pain", "nrs", "lower", 30, None, (less,), (), 0.1, size, made))
    'It has no such number. It holds one_step_less.'
    """
    held = ", ".join(packet.numbers)
    return f"It has no such number. It holds {held}."


def _second_stage(
    evidence: Evidence, prior: PopulationPrior, rng: np.random.Generator
) -> tuple[Explored, Populations, Shrunken, Chosen]:
    """Population and people; the last says whose values a bell curve replaces."""
    explored, _ = explore_population([evidence.as_bell_curves()], prior, rng)
    first = shrunken(evidence, draws_of(explored, _LOOKS, prior, rng), rng)
    bell = ~(first.k_hat <= prior.k_hat_most)
    count = max(400, min(_DRAWS, _DRAWS_OF_ALL // len(evidence)))
    for round_ in range(_MOST_ROUNDS):
        groups = [evidence.only(~bell), evidence.only(bell).as_bell_curves()]
        explored, _ = explore_population(groups, prior, rng)
        populations = draws_of(explored, _DRAWS, prior, rng)
        few = Populations(*(each[:count] for each in populations))
        parts = [shrunken(group, few, rng) for group in groups]
        people = _together(parts, bell)
        people.k_hat[bell] = first.k_hat[bell]
        late = ~bell & ~(people.k_hat <= prior.k_hat_most)
        if not late.any() or round_ == _MOST_ROUNDS - 1:
            break
        first.k_hat[late] = people.k_hat[late]
        bell = bell | late
    return explored, populations, people, bell


def _together(parts: Sequence[Shrunken], bell: Chosen) -> Shrunken:
    found = Shrunken(*(np.empty(len(bell)) for _ in range(4)))
    for part, which in zip(parts, (~bell, bell), strict=True):
        for name in ("mean", "low", "high", "k_hat"):
            getattr(found, name)[which] = getattr(part, name)
    return found


def _told(
    kept: Sequence[tuple[EvidencePacket, Summary]], of: str, explored: Explored, populations: Populations,
    people: Shrunken, bell: Chosen, rejected: tuple[Rejected, ...], rng: np.random.Generator,
) -> Pooled:  # fmt: skip
    packet, randomised = kept[0][0], sum(number.grade.randomised for _, number in kept)
    basis = Basis.BOTH if randomised else Basis.OBSERVATIONAL
    basis = Basis.RANDOMISED if randomised == len(kept) else basis
    unit, biased = packet.unit, basis is not Basis.RANDOMISED
    new = populations.mean + populations.spread * rng.standard_normal(len(populations.mean))
    better = ndtr((-1.0 if packet.better == "lower" else 1.0) * populations.mean / populations.spread)
    low, median, high = np.quantile(better, [0.025, 0.5, 0.975])
    few = NotAssessed("between_person_sd", f"With fewer than {_FEW} people it is mostly what was assumed.")
    return Pooled(
        of, packet.outcome, unit, packet.better, basis, len(kept), randomised, Draws(populations.mean, unit),
        Draws(populations.spread, unit),
        Draws(populations.answers[0], unit) if biased else None,
        Draws(populations.bias, unit) if biased else None,
        Draws(populations.bias_spread, unit) if biased else None,
        Draws(new, unit), Middle(float(median), float(low), float(high)),
        tuple(
            PooledPerson(
                own.id, number.grade, float(people.mean[at]), float(people.low[at]), float(people.high[at]),
                float(people.k_hat[at]), bool(bell[at]),
            )
            for at, (own, number) in enumerate(kept)
        ),
        rejected, _says(basis, int(bell.sum())), explored.k_hat, explored.ess, explored.method,
        (few,) if len(kept) < _FEW else (),
    )  # fmt: skip


def _says(basis: Basis, bell_curves: int) -> tuple[str, ...]:
    """What has to stand beside the numbers."""
    said = {
        Basis.RANDOMISED: "Each person's number is from a trial of their own.",
        Basis.BOTH: (
            "Some of these people ran a trial of their own, others only kept a diary. What their diaries are off by in "
            "common was learned from the difference and taken out."
        ),
        Basis.OBSERVATIONAL: (
            "Nobody here was randomised: the mean is an association. It goes with taking kratom, and nobody can tell "
            "whether it is because of it; the interval allows for as much bias as was assumed."
        ),
    }[basis]
    if not bell_curves:
        return (said,)
    whose = "1 person's" if bell_curves == 1 else f"{bell_curves} people's"
    return (said, f"{whose} values could not be reweighted to the others, so a bell curve stands in for them.")


def _other_kind_says(count: int) -> tuple[str, ...]:
    said = (
        f"{count} of these packets lie far from the others. They count, for so many are hardly slips: there may be two "
        "kinds of people here, and then one mean says little."
    )
    return (said,) if count else ()


def _misfit_says(count: int, prior: PopulationPrior) -> str:
    one_in = max(1 / prior.misfit_chance, count / prior.misfit_any_chance)
    return (
        f"It does not fit among the others: numbers like this come by chance less than once in {one_in:,.0f}. It is "
        "set aside and did not count; look at how it was made."
    )
