"""From a dose log to concentration curves: the room's way through."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.blood_level import Level, levels_of, likely
from speciosa.exposure.curve import ExposureCurve, Shift
from speciosa.exposure.intake import ANALYTES, Intake, intake_of
from speciosa.exposure.ledger import Ledger
from speciosa.exposure.peaks import highest
from speciosa.exposure.record_limits import limits_of
from speciosa.exposure.stories import Influence, Stories, draw_stories
from speciosa.exposure.unsayable import Stretch, blanked, holes_of, reasons, silences, stretches_of
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Kind
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

DRAWS = 200
_POOL = 20  # stories looked at for each one kept, where a blood level chooses among them
_POOL_DOSES = 8_000_000  # doses of all stories together: a record of years looks at fewer stories, not at gigabytes
_STREAM = 3  # of the seed: other rooms draw from others
_FINE_S = 300
_WEEK_D = 7


def expose(
    diary: Diary, knowledge: Knowledge, *, seed: int, now_s: int | None = None, grid_s: int = 3600
) -> ExposureCurve | NotAssessed:
    """The person's exposure, or why it cannot be said.

    Doses -> what was really swallowed (batch strength, portion, hand) -> whose body (the model's
    uncertainty, differences between people, weight, medicines) -> superposition, once for each of
    equally likely stories; a measured blood level then says which stories are likely.

    Parameters
    ----------
    diary : as known at the time of asking.
    seed : of the draws; the same inputs give the same curves.
    now_s : where the curves end, UTC seconds; None: the last entry.
    grid_s : seconds from point to point.

    Returns
    -------
    curves from the first dose to `now_s`.

    Valid when: doses are taken by mouth, and the range is one in which twice the dose is twice the
    concentration.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Columns, Diary
    >>> expose(Diary(Columns.of([])), load_knowledge(), seed=0).code
    'exposure'
    """
    diary = diary if now_s is None else diary.as_of(now_s)
    intake = intake_of(diary, knowledge)
    if not len(intake.time_s):
        return _nothing(diary, intake, knowledge)
    end_s = int(diary.entries.time_s[-1]) if now_s is None else now_s
    dose_time_s, dose_offset_min = intake.moments
    first_s = int(dose_time_s[0])
    holes = holes_of(diary, knowledge)
    stretches = stretches_of(intake, holes, knowledge)
    stories, shifts, gaps = _stories(diary, intake, stretches, knowledge, seed)
    time_s = np.arange(first_s, max(end_s, first_s) + 1, grid_s, dtype=np.int64)
    shown = _shown(intake)
    conc = blanked(stories.conc_ng_ml(time_s), time_s, stretches)
    gaps += reasons(intake, knowledge) + silences(diary, holes, knowledge, now_s=end_s)
    gaps += limits_of(diary, knowledge, first_s=first_s)
    area, too_short = _auc_24(stories, stretches, first_s, end_s)
    return ExposureCurve(
        time_s=time_s,
        analytes=tuple(ANALYTES[each] for each in shown),
        conc_ng_ml=conc[:, shown] if len(shown) < len(ANALYTES) else conc,
        basis=intake.basis.name.lower(),
        dose_time_s=dose_time_s,
        dose_offset_min=dose_offset_min,
        cmax_ng_ml=highest(stories, conc, stretches, end_s)[:, shown],
        auc_24_ng_h_ml=area[:, shown],
        shifts=shifts,
        gaps=(*gaps, *too_short),
        sources=_sources(intake, knowledge, shifts),
        ledger=Ledger(intake, stories, tuple(stretches), tuple(shown)),
    )


def _nothing(diary: Diary, intake: Intake, knowledge: Knowledge) -> NotAssessed:
    """Why there is no curve at all: no dose, or none that can be told."""
    why = "There are no kratom doses in this record, so there is nothing to work out."
    told = [each.why for each in reasons(intake, knowledge)] or [why]
    other = [each.why for each in limits_of(diary, knowledge, first_s=0) if each.code == "exposure_other_names"]
    return NotAssessed("exposure", " ".join([*told, *other]))


def _stories(
    diary: Diary, intake: Intake, stretches: list[Stretch], knowledge: Knowledge, seed: int
) -> tuple[Stories, tuple[Shift, ...], tuple[NotAssessed, ...]]:
    """The stories that what is known of the person leaves, what was used of it, and what was missing."""
    rng = np.random.default_rng([seed, _STREAM])
    influences, shifts = _medicines(diary, intake, knowledge)
    levels, gaps = levels_of(diary, stretches, knowledge, int(intake.moments[0][0]))
    weight_kg = diary.person.weight_kg
    stories = draw_stories(
        intake, knowledge.exposure_models["kratom"], knowledge, rng, _pool(intake) if levels else DRAWS,
        weight_kg=weight_kg, influences=influences,
    )  # fmt: skip
    if weight_kg:
        shifts.append(Shift("weight", "Your weight was used.", ()))
    else:
        gaps.append(NotAssessed("exposure_weight", "Your weight is not in the record, so the band allows for many."))
    if levels:
        kept, far = likely(_predicted(stories, levels), levels, knowledge, rng, DRAWS)
        stories = stories.take(kept)
        shifts.append(Shift("blood level", "Your own blood level chose among the curves.", ()))
        if far:
            why = "A blood level is far from what we would expect. It was used, so be careful with this band."
            gaps.append(NotAssessed("exposure_blood_level_far", why))
    return stories, tuple(shifts), tuple(gaps)


def _pool(intake: Intake) -> int:
    """How many stories a blood level may choose among."""
    return DRAWS * min(_POOL, max(_POOL // 4, _POOL_DOSES // (DRAWS * len(intake.time_s))))


def _medicines(diary: Diary, intake: Intake, knowledge: Knowledge) -> tuple[list[Influence], list[Shift]]:
    """What the person's other medicines may do, and to which doses; two of one class act once."""
    taken = diary.entries.of_kind(Kind.MEDICINE)
    taken = taken.take((taken.answer != Answer.DECLINED) & ~(taken.value == 0))
    lasts_s = knowledge.choice("medicine_lasts_d") * DAY_S
    met_by: dict[str, Influence] = {}
    shifts = []
    for name in dict.fromkeys((*taken.names(Kind.MEDICINE), *diary.person.medicines)):
        rows = knowledge.exposure_modifiers_for(diary.person.meaning(name))
        if not rows:
            continue
        met = np.full(len(intake.time_s), name in diary.person.medicines)
        times = taken.time_s[taken.name.equal(name)]
        before = np.searchsorted(times, intake.time_s, side="right") - 1
        if len(times):
            met |= (before >= 0) & (intake.time_s - times[before] <= lasts_s)
        if met.any():
            says = rows[0].says.format(medicine=name)
            shifts.append(Shift(name, says[:1].upper() + says[1:], rows[0].source))
        for row in rows:
            met_by[row.key] = Influence(row, met | met_by[row.key].met if row.key in met_by else met)
    return _strongest(list(met_by.values())), shifts


def _strongest(influences: list[Influence]) -> list[Influence]:
    """Of two that push the same parameter the same way, a dose meets the one that may push further."""
    ordered = sorted(influences, key=lambda each: each.modifier.factor_low / each.modifier.factor_high)
    found: list[Influence] = []
    for each in ordered:
        met = each.met
        for other in found:
            same_way = (other.modifier.factor_high > 1) == (each.modifier.factor_high > 1)
            if same_way and other.modifier.parameter == each.modifier.parameter:
                met = met & ~other.met
        found.append(Influence(each.modifier, met))
    return found


def _predicted(stories: Stories, levels: list[Level]) -> NDArray[np.float64]:
    """What each story says of each measured level, [story, level]."""
    order = np.argsort([each.time_s for each in levels], kind="stable")
    conc = stories.conc_ng_ml(np.array([levels[each].time_s for each in order], dtype=np.int64))
    predicted = np.empty((len(stories), len(levels)))
    for at, level in enumerate(order):
        predicted[:, level] = conc[:, levels[level].analyte, at]
    return predicted


def _shown(intake: Intake) -> list[int]:
    """Analytes with a curve: leaf gives both, a 7-OH product its own alone."""
    holds = any(intake.batches[each].mitragynine is not None for each in np.unique(intake.batch))
    return [0, 1] if holds else [1]


def _auc_24(
    stories: Stories, stretches: list[Stretch], first_s: int, end_s: int
) -> tuple[NDArray[np.float64], tuple[NotAssessed, ...]]:
    """Area under the curve of one day, mean of up to seven whole days before the end, [draw, analyte], ng h/mL."""
    days = min(_WEEK_D, (end_s - first_s) // DAY_S)
    if days == 0:
        why = "There is less than a day since the first dose, so there is no day's total yet."
        return np.full((len(stories), len(ANALYTES)), np.nan), (NotAssessed("exposure_auc_24", why),)
    time_s = np.arange(end_s - days * DAY_S, end_s + 1, _FINE_S, dtype=np.int64)
    conc = blanked(stories.conc_ng_ml(time_s), time_s, stretches)
    area: NDArray[np.float64] = np.asarray(np.trapezoid(conc, time_s / 3600.0, axis=2)) / days
    blank = np.flatnonzero(np.isnan(area).any(axis=0))
    if len(blank):
        of = " and ".join(ANALYTES[each] for each in blank)
        why = f"Part of the last {days} days cannot be told, so there is no day's total of {of}."
        return area, (NotAssessed("exposure_auc_24", why),)
    return area, ()


def _sources(intake: Intake, knowledge: Knowledge, shifts: tuple[Shift, ...]) -> tuple[str, ...]:
    """Keys of what the numbers lean on."""
    keys = {*knowledge.exposure_models["kratom"].cited, *(key for each in shifts for key in each.sources)}
    for each in (
        *(intake.batches[at] for at in np.unique(intake.batch)),
        *(intake.portions[at] for at in np.unique(intake.portion)),
    ):
        keys.update(each.sources)
    return tuple(sorted(keys))
