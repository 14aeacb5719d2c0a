"""What a simulated person does: how they dose, what they write down, and on which days."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from speciosa.knowledge import Knowledge
from speciosa.simulate.person_model import PersonModel, chosen


@dataclass(frozen=True, slots=True)
class Dosing:
    """How doses come about: by the clock, and because it hurts.

    Parameters
    ----------
    dose_g, dose_sd_g : usual dose of leaf and its spread.
    dose_least_g, dose_most_g, dose_step_g : bounds, and what a dose is rounded to; a reduced phase
        scales the bounds.
    weighing_cv : spread of what was swallowed about what was written.
    doses_a_day, first_dose_hour_h, dose_gap_h : planned doses, their first local hour and distance.
    clock_sd_min : spread of every time of day.
    prompts_apart_min : two looks at one's pain closer than this are one.
    planned_share, unplanned_share : probability of a dose at a planned and at another time, while the
        score is `indication_at_nrs`.
    indication_strength : log odds of dosing for each point of the score; 0 is by the clock alone.
    extra_g_per_nrs : grams for each point of the score; no part of it when the strength is 0.
    """

    dose_g: float
    dose_sd_g: float
    dose_least_g: float
    dose_most_g: float
    dose_step_g: float
    weighing_cv: float
    doses_a_day: float
    first_dose_hour_h: float
    dose_gap_h: float
    clock_sd_min: float
    prompts_apart_min: float
    planned_share: float
    unplanned_share: float
    indication_strength: float
    indication_at_nrs: float
    extra_g_per_nrs: float

    @property
    def dose_hours_h(self) -> tuple[float, ...]:
        """Local hours of the planned doses."""
        return tuple(self.first_dose_hour_h + self.dose_gap_h * k for k in range(round(self.doses_a_day)))


@dataclass(frozen=True, slots=True)
class Recording:
    """What of it reaches the diary.

    Parameters
    ----------
    missed_share, missed_checkin_share : of the pain scores and of the evening questions.
    forgotten_dose_share : doses that are taken and never written down.
    reason_said_share : doses that come with a reason.
    dose_after_score_min : from the score to the dose.
    midday_score_hour_h, bedtime_score_hour_h : scores besides those with a planned dose.
    typing_slip_factor, noticed_after_min : by what a mistyped dose is off, and when that is corrected.
    late_entries, corrections, declined : how many scores are written down a day later, doses typed
        wrongly and corrected, evening questions answered with "declined".
    everyday : also mood, sleep, nausea, activity, another medicine, sun, weekly questions.
    product : its name in the diary.
    """

    missed_share: float
    missed_checkin_share: float
    forgotten_dose_share: float
    reason_said_share: float
    dose_after_score_min: float
    midday_score_hour_h: float
    bedtime_score_hour_h: float
    typing_slip_factor: float
    noticed_after_min: float
    late_entries: int = 0
    corrections: int = 0
    declined: int = 0
    everyday: bool = True
    product: str = "kratom leaf powder"


@dataclass(frozen=True, slots=True)
class Phase:
    """Days on which only a share of the usual amount is taken; 0 is none.

    `first_day`, `last_day`: of the record, from 0, both included. `arm`: set in a trial alone
    (``usual``, ``-25%``, ...): the diary then gets an assignment, and reduced ones are not usual days.
    """

    first_day: int
    last_day: int
    share: float
    arm: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A bag of leaf powder.

    `first_day`: on which it is opened. `label_mg_per_g`: what its label says, None without one.
    `content_mg_per_g`: what is in it, None to have it drawn.
    """

    first_day: int
    name: str
    label_mg_per_g: float | None = None
    content_mg_per_g: float | None = None


@dataclass(frozen=True, slots=True)
class Trip:
    """Days in another time zone."""

    first_day: int
    last_day: int
    time_zone: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which life goes on and nothing is written down."""

    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that the person notes at noon of a day: `kind` is ``strategy`` or ``event``.

    `name`, `text`: as in the diary, e.g. ``physiotherapy``, ``start``. Physiotherapy that has
    started shows up as a weekly activity.
    """

    day: int
    kind: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a record.

    Parameters
    ----------
    starts : ISO date of day 0.
    days : length of the record, 1 or more.
    time_zone : where the person lives.
    run_in_d : days of usual dosing before the record begins, in the truth and in no diary: most
        people who begin a diary have taken it for long. 0 starts washed out.
    """

    starts: str
    days: int
    time_zone: str
    run_in_d: int = 0
    phases: tuple[Phase, ...] = ()
    batches: tuple[Batch, ...] = (Batch(0, "1"),)
    trips: tuple[Trip, ...] = ()
    gaps: tuple[Gap, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    def phase_on(self, day: int) -> Phase | None:
        return next((each for each in self.phases if each.first_day <= day <= each.last_day), None)

    def share_on(self, day: int) -> float:
        """Share of the usual amount on that day."""
        phase = self.phase_on(day)
        return 1.0 if phase is None else phase.share

    def batch_on(self, day: int) -> int:
        """Position of the bag in use on that day; before the first is opened the first."""
        return max((at for at, each in enumerate(self.batches) if each.first_day <= day), default=0)

    def arm_on(self, day: int) -> Phase | None:
        """The trial period on that day, if it lies in one."""
        phase = self.phase_on(day)
        return phase if phase is not None and phase.arm else None

    def is_gap(self, day: int) -> bool:
        return any(each.first_day <= day <= each.last_day for each in self.gaps)

    def zone_on(self, day: int) -> str:
        return next((each.time_zone for each in self.trips if each.first_day <= day <= each.last_day), self.time_zone)


@dataclass(frozen=True, slots=True)
class Design:
    """Everything that a simulation needs besides the knowledge and a seed.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from speciosa.knowledge import load_knowledge
    >>> calendar = Calendar(starts="2025-01-20", days=90, time_zone="Europe/Berlin")
    >>> design = Design.usual(load_knowledge(), calendar)
    >>> by_the_clock = replace(design, dosing=replace(design.dosing, indication_strength=0.0))
    """

    model: PersonModel
    dosing: Dosing
    recording: Recording
    calendar: Calendar

    @classmethod
    def usual(cls, knowledge: Knowledge, calendar: Calendar) -> Design:
        """Our own choices for everything but the days: simulation.csv."""
        recording = chosen(Recording, knowledge)
        return cls(PersonModel.typical(knowledge), chosen(Dosing, knowledge), recording, calendar)

    def to_json(self) -> dict[str, object]:
        return asdict(self)
