"""Made-up participants, made where they are worked out: to measure a run, and to test one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.simulate import Calendar, Design, Phase, simulate_person
from speciosa.study.cohort.source import Listed, Opened
from speciosa.values.errors import EntryError
from speciosa.values.json_form import fingerprint
from speciosa.values.timeline import DAY_S

_BLOCK_D = 10
_LEVELS = {0.0: "none", 0.5: "-50%", 1.0: "usual"}
_RANDOMISED_OF = 3
_PAUSE_EVERY_D, _PAUSE_D = 20, 5
_STARTS, _STARTS_S = "2025-01-20", 1_737_331_200


@dataclass(frozen=True, slots=True)
class SimulatedPeople:
    """People by number, one in three of them in an open trial of their own.

    Parameters
    ----------
    count : of people. seed : of who they are. days : of each record.
    effect_sd : how much their largest relief differs, points.
    """

    count: int
    seed: int
    days: int = 180
    effect_sd: float = 0.5

    @property
    def name(self) -> str:
        return f"{self.count} simulated people of {self.days} days, seed {self.seed}"

    @property
    def end_s(self) -> int:
        """After every record's last entry, UTC seconds."""
        return _STARTS_S + (self.days + 2) * DAY_S

    def listed(self) -> Listed:
        """``person-00001`` ...

        Raises
        ------
        EntryError : there is nobody.
        """
        if self.count < 1:
            raise EntryError("nobody is to be made up", todo="ask for one person or more")
        return Listed(tuple(f"person-{number:07}" for number in range(1, self.count + 1)))

    def refuse_if_gone(self) -> None:
        """They can be made everywhere."""

    def fingerprint(self, id_: str, *, photos: bool) -> str:
        """Of what they are made from."""
        del photos
        return fingerprint(self.seed, self.days, self.effect_sd, id_)

    def opened(self, id_: str, knowledge: Knowledge, *, now_s: int) -> Opened:
        """The diary that they would have kept, without photos."""
        del now_s
        return Opened(self.diary(int(id_.rpartition("-")[2]), knowledge), {})

    def diary(self, number: int, knowledge: Knowledge) -> Diary:
        """Person `number`'s diary.

        Examples
        --------
        >>> from speciosa.knowledge import load_knowledge
        >>> len(SimulatedPeople(1, seed=1, days=14).diary(1, load_knowledge()).entries) > 40
        True
        """
        rng = np.random.default_rng([self.seed, number])
        randomised = number % _RANDOMISED_OF == 0
        phases = self._phases(rng) if randomised else self._pauses(rng)
        design = Design.usual(knowledge, Calendar(_STARTS, self.days, "Europe/Berlin", phases=phases))
        response = design.model.response
        own = replace(response, emax_nrs=response.emax_nrs + self.effect_sd * rng.standard_normal())
        dosing = design.dosing
        if randomised:
            dosing = replace(
                dosing, dose_sd_g=0.0, indication_strength=0.0, planned_share=1.0, unplanned_share=0.0
            )  # fmt: skip
        design = replace(design, model=replace(design.model, response=own), dosing=dosing)
        return simulate_person(design, knowledge, seed=int(rng.integers(2**31))).diary

    def _phases(self, rng: np.random.Generator) -> tuple[Phase, ...]:
        """A trial's blocks of three levels, in an order by chance."""
        blocks = -(-self.days // _BLOCK_D)
        shares = np.concatenate([rng.permutation(list(_LEVELS)) for _ in range(-(-blocks // len(_LEVELS)))])[:blocks]
        return tuple(
            Phase(_BLOCK_D * at, min(_BLOCK_D * (at + 1), self.days) - 1, float(each), _LEVELS[float(each)])
            for at, each in enumerate(shares)
        )

    def _pauses(self, rng: np.random.Generator) -> tuple[Phase, ...]:
        """Some days without any now and then, as people have them who run out or want to know."""
        begins = np.arange(_PAUSE_EVERY_D, self.days - _PAUSE_D, _PAUSE_EVERY_D) + rng.integers(_PAUSE_D)
        return tuple(Phase(int(day), min(int(day) + _PAUSE_D, self.days) - 1, 0.0) for day in begins)
