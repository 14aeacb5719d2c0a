"""Numbers pooled over people through `effect.pooling`: any one of them, the dose levels, and a quarter less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from speciosa.effect.pooling import EvidencePacket, Pooled, PopulationPrior, pool
from speciosa.effect.posterior import Middle
from speciosa.knowledge import Knowledge
from speciosa.study.counted import LESS
from speciosa.study.pooled.spread import middle
from speciosa.study.suppression import Count, Limit, Shelf
from speciosa.values.errors import FitError
from speciosa.values.gaps import NotAssessed

Packets = dict[str, EvidencePacket]
_FEWEST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """One number pooled over people.

    Parameters
    ----------
    pooled : as `effect.pooling` gives it.
    says : plain sentences that have to stand beside it; given out, none that counts a few people.
    n : people, as the count may be given out.
    people : ids of their rows; never given out.
    joint : interval that holds for all dose levels at once; the 95 % interval where there is only this number.
    """

    pooled: Pooled
    says: tuple[str, ...]
    n: Count
    people: frozenset[str]
    joint: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Less:
    """Does a quarter less do as well? Of people whom chance gave the amount.

    Parameters
    ----------
    answered : usual minus a quarter less.
    margin : so much worse still counts as well, the outcome's unit; fixed beforehand.
    prob_not_worse : that the mean over people is worse by less than the margin.
    share_not_worse : of people like these.
    """

    answered: Answered
    margin: float
    prob_not_worse: float
    share_not_worse: Middle


def pooled_of(
    packets: Packets, of: str, rng: np.random.Generator, prior: PopulationPrior, limit: Limit
) -> Pooled | NotAssessed:
    """One number over people.

    Parameters
    ----------
    limit : given out, a kind of few people stays out: the difference of two means would tell of them.
    """
    some = enough_of_a_kind(packets, of, limit)
    need = max(limit.people, _FEWEST)
    if len(some) < need:
        return NotAssessed(of, f"Fewer than {need} people have such a number.")
    try:
        found = pool(some, rng, prior=prior, of=of)
    except FitError as problem:
        return NotAssessed(of, f"{problem}.")
    if isinstance(found, NotAssessed):
        return found
    if found.n < need or any(0 < n < limit.people for n in (found.n_randomised, found.n - found.n_randomised)):
        return NotAssessed(of, f"Fewer than {need} people have such a number that fits among the others.")
    return found


def answered(
    found: Pooled | NotAssessed, packets: Packets, limit: Limit, shelf: Shelf, *, levels: int = 1
) -> Answered | NotAssessed:
    """What may be said of a pool.

    Parameters
    ----------
    shelf : counts that are given out.
    levels : for how many numbers at once the joint interval has to hold.
    """
    if isinstance(found, NotAssessed):
        return found
    own = {each.id: id_ for id_, each in packets.items()}
    people = frozenset(own[each.id] for each in found.people)
    return Answered(
        found, _says(found, limit), shelf.count(people), people, found.effect.interval(1 - 0.05 / levels)
    )  # fmt: skip


def enough_of_a_kind(packets: Packets, of: str, limit: Limit) -> Packets:
    """Packets that hold the number; given out, none of a kind (randomised or not) of which there are too few."""
    kinds = {id_: number.grade.randomised for id_, each in packets.items() if (number := each.number(of)) is not None}
    many = Counter(kinds.values())
    return {id_: packets[id_] for id_, kind in kinds.items() if many[kind] >= limit.people}


def _says(found: Pooled, limit: Limit) -> tuple[str, ...]:
    """Sentences with a number in them count people."""
    plain = tuple(each for each in found.says if not any(map(str.isdigit, each)))
    if not limit.cell:
        return found.says
    return plain if plain == found.says else (*plain, "How a few odd numbers were treated stands in the full report.")


def doses_in(packets: Packets) -> list[float]:
    """Relative doses of which somebody's packet tells."""
    return sorted({dose for each in packets.values() for dose, _ in each.dose_response})


def levels_of(
    pools: Mapping[float, Pooled | NotAssessed], packets: Packets, limit: Limit, shelf: Shelf
) -> tuple[tuple[tuple[float, Answered], ...], list[NotAssessed]]:
    """Each relative dose by itself: nothing makes the answers rise or fall from one to the next."""
    if not pools:
        return (), [NotAssessed("dose_levels", "No record says what smaller doses do.")]
    found = {dose: answered(each, packets, limit, shelf, levels=len(pools)) for dose, each in pools.items()}
    few = sum(isinstance(each, NotAssessed) for each in found.values())
    which = "One dose level is" if few == 1 else f"{few} dose levels are"
    gaps = (
        [NotAssessed("dose_levels", f"{which} known from fewer than {max(limit.people, _FEWEST)} people.")]
        if few
        else []
    )
    return tuple((dose, each) for dose, each in found.items() if isinstance(each, Answered)), gaps


def less_of(
    pooled: Pooled | NotAssessed, packets: Packets, knowledge: Knowledge, limit: Limit, shelf: Shelf
) -> Less | NotAssessed:
    """A quarter less, of those whose number of it is randomised: nobody else's counts."""
    found = answered(pooled, packets, limit, shelf)
    if isinstance(found, NotAssessed):
        need = max(limit.people, _FEWEST)
        return NotAssessed(LESS, f"Fewer than {need} people have a trial of their own that says this.")
    margin = knowledge.choice("trial_margin_nrs")
    gain = -1.0 if found.pooled.better == "lower" else 1.0
    loss = gain * found.pooled.effect.values
    spread = np.maximum(found.pooled.between_sd.values, 1e-9)
    return Less(found, margin, float((loss < margin).mean()), middle(ndtr((margin - loss) / spread)))
