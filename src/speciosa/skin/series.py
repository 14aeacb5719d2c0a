"""What the photos of a record say over time: one course a body site, and what happened after stopping."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from speciosa.skin.measurement import Asked, WindowMap
from speciosa.values.gaps import NotAssessed


class ChangeKind(StrEnum):
    """What a change of colour looks like. Never what caused it."""

    NONE = "none"
    SUN_LIKE = "sun_like"
    DERMAL = "dermal"
    DIFFUSE = "diffuse"
    LIGHTER = "lighter"
    UNCLEAR = "unclear"


class Fading(StrEnum):
    """What the time after stopping says."""

    FADING = "fading"
    NOT_FADING = "not_fading"
    TOO_EARLY = "too_early"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 95 % interval."""

    mean: float
    low_95: float
    high_95: float


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """One site's photos within 60 minutes.

    Parameters
    ----------
    site : body site, as in the diary.
    time_s, offset_min : of the first photo, UTC seconds and local time minus UTC.
    lab : [3], the middle of its accepted photos.
    repeat_sd : [3], of that middle; from their scatter and from what a photo is known to repeat to.
    photos, accepted : how many there were, and how many have a number.
    card_id, phone, lamp : what it was taken with; another of these begins a new set-up. `lamp` counts
        the ``lamp_changed`` events before it.
    shown : name of the photo to show of it. event_ids: of its entries.
    map : the window point by point, from the photo shown.
    """

    site: str
    time_s: int
    offset_min: int
    lab: NDArray[np.float64]
    repeat_sd: NDArray[np.float64]
    photos: int
    accepted: int
    card_id: int
    phone: str
    lamp: int
    shown: str
    event_ids: tuple[str, ...]
    map: WindowMap


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A control chart of one score.

    Parameters
    ----------
    time_s : [point], sessions, UTC seconds.
    score : [point], in units of delta E along its direction; above zero is darker.
    ewma : [point], its moving average; NaN during the baseline.
    limit : [point], what the average may reach by chance; simulated for this person. NaN during the baseline.
    false_alarms_a_year : of these limits, by that simulation.
    """

    time_s: NDArray[np.int64]
    score: NDArray[np.float64]
    ewma: NDArray[np.float64]
    limit: NDArray[np.float64]
    false_alarms_a_year: float

    def over(self) -> NDArray[np.bool_]:
        """[point] where the average is over its limit."""
        return np.nan_to_num(self.ewma) > np.nan_to_num(self.limit, nan=np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class SiteCourse:
    """One body site's colour over its sessions.

    Parameters
    ----------
    site : body site.
    control : the covered site that it is compared with; empty where there is none, or it is one itself. Where the
        covered one changed as well (kind `diffuse`), charts and numbers are of the site's own colour.
    covered : it is itself a covered site: its chart is of its own colour, and its kind `diffuse` where it darkens.
    sessions : in time order.
    baseline_sessions : how many of the first make the baseline.
    chart : of the score that a tan cannot move (covered sites: of all darkening). None: too few sessions.
    darkening : of all darkening, the tan with it: "could be sun". None as above.
    significant : the chart is over its limit at the latest session.
    persistent : over it in three sessions in a row, for at least three weeks, with delta E above two.
    since_s : of the first session of that run over the limit, UTC seconds.
    kind : what it looks like.
    delta_e_00, ita_deg_change : latest sessions against the baseline. None where there are too few sessions.
    extent_cm2 : area within the window beyond the person's own noise.
    visibility : delta E 2000 of that area against the rest of the window.
    tan_dermal_deg : angle between the directions of a tan and of deep pigment at this skin's tone.
    power : probability that a deep change of delta E 5 would be found within 12 weeks. None: not worked out.
    asked : what only the person can answer. gaps: what could not be said, and why.
    """

    site: str
    control: str
    covered: bool
    sessions: tuple[Session, ...]
    baseline_sessions: int
    chart: Chart | None
    darkening: Chart | None
    significant: bool
    persistent: bool
    since_s: int | None
    kind: ChangeKind
    delta_e_00: Estimate | None
    ita_deg_change: Estimate | None
    extent_cm2: Estimate | None
    visibility: Estimate | None
    tan_dermal_deg: float | None
    power: float | None
    asked: tuple[Asked, ...]
    gaps: tuple[NotAssessed, ...]


@dataclass(frozen=True, slots=True)
class Dechallenge:
    """What the skin did after stopping.

    Parameters
    ----------
    stopped_s : when, UTC seconds. site: where it was followed.
    answer : fading, not fading, too early, unclear. No fading is no evidence against kratom.
    before, after : delta E away from the baseline a year; above zero is away, below zero is back.
    difference : after minus before.
    placebo_p : share of other dates that would have shown as large a turn as the true one. None: too few dates.
    """

    stopped_s: int
    site: str
    answer: Fading
    before: Estimate | None
    after: Estimate | None
    difference: Estimate | None
    placebo_p: float | None


@dataclass(frozen=True, slots=True)
class RefusedPhoto:
    """A photo of the diary that has no number."""

    name: str
    site: str
    event_id: str
    code: str
    why: str
    retake: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A yes to one of the questions of a session: it stands before all statistics.

    Parameters
    ----------
    key : of its row in ``skin_questions.csv``. event_ids: the entries that say it, the latest last.
    time_s : of the latest.
    """

    key: str
    event_ids: tuple[str, ...]
    time_s: int


@dataclass(frozen=True, slots=True, eq=False)
class SkinSeries:
    """Everything that the skin photos of a record say.

    Parameters
    ----------
    sites : in the order of their first session; those without an accepted photo are in `gaps`.
    dechallenge : after the last stop, if there was one.
    signs : answers that bypass all statistics, the most urgent first.
    refused : photos without a number.
    asked : what only the person can answer, of the record as a whole.
    gaps : what was not assessed, and why.
    sources : bibliography keys of what was used.
    """

    sites: tuple[SiteCourse, ...]
    dechallenge: Dechallenge | None
    signs: tuple[Sign, ...]
    refused: tuple[RefusedPhoto, ...]
    asked: tuple[Asked, ...]
    gaps: tuple[NotAssessed, ...]
    sources: tuple[str, ...]
