"""From everything that the rooms found to one report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np

from speciosa import __version__
from speciosa.effect import EffectPosterior
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.report.changes import changes_of
from speciosa.report.course import Course, course_of, recent_of
from speciosa.report.coverage import Coverage, coverage_of
from speciosa.report.day_amounts import amounts_of
from speciosa.report.days import MONTH_D, Span, span_of
from speciosa.report.doses import Kratom, doses_of, kratom_of
from speciosa.report.effect_section import Effect, effect_of
from speciosa.report.exposure_section import Exposure, exposure_of
from speciosa.report.middle import FEWEST_FOR_HALF
from speciosa.report.report import Made, Report
from speciosa.report.safety_section import days_since_last, watch_of
from speciosa.report.scales import Scale, scales_of
from speciosa.report.series import Series, series_of
from speciosa.report.skin_section import Skin, skin_of
from speciosa.report.trial_record import trials_of
from speciosa.report.urgent import Sign, shown, urgent_signs
from speciosa.report.wording import Wording, wording
from speciosa.safety import Findings
from speciosa.skin import SkinSeries
from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import fingerprint
from speciosa.values.timeline import offset_at

_CHOICES = ("coverage_gap_d", "recorded_late_h_ask", "score_before_dose_h")
_NEEDS_A_NUMBER = (Kind.RATING, Kind.SCALE, Kind.SLEEP, Kind.SUN, Kind.LAB, Kind.GOAL)


def compose(
    diary: Diary, exposure: ExposureCurve | NotAssessed, effect: EffectPosterior, skin: SkinSeries | NotAssessed,
    findings: Findings, knowledge: Knowledge, *, now_s: int, seed: int, language: str, whole: Diary | None = None,
) -> Report:  # fmt: skip
    """The report of a diary.

    Parameters
    ----------
    diary : as known at `now_s`.
    exposure, effect, skin, findings : what the rooms before found, or why they found nothing.
    now_s : the instant of asking, UTC seconds.
    seed : of every draw; printed, so that the report can be made again.
    language : of the page, e.g. ``en``.
    whole : the diary with what lies after `now_s`: the periods to come of a trial stand there. None: no trial is told.

    Raises
    ------
    EntryError : the report does not exist in that language.
    """
    words, entries, span = wording(language), diary.entries, span_of(diary.logged)
    on_skin, not_on_skin = _of_skin(skin, diary, knowledge, words, now_s)
    made = _made(diary, on_skin, knowledge, span, now_s=now_s, seed=seed, language=language)
    today, kratom = made.today, kratom_of(diary, knowledge)
    leading, others = _courses(diary, span, knowledge, words, today)
    scales, signs = scales_of(entries, knowledge), urgent_signs(knowledge)
    coverage = coverage_of(diary, span, kratom, knowledge, today=today) if span else None
    counts, unanswered = _counts(diary.logged)
    in_blood, not_in_blood = _in_blood(exposure, diary, now_s)
    helps = _helps(effect, diary, knowledge, span, now_s)
    trials, no_trial = trials_of(whole, knowledge, now_s=now_s) if whole else ((), ())
    return Report(
        made=made,
        simulated=diary.person.simulated,
        primary_outcome=diary.leading_outcome,
        span=span,
        counts=counts,
        unanswered=unanswered,
        later=max(0, diary.reading.kept - len(diary.history)),
        findings=shown(findings.findings, entries, knowledge, now_s=now_s),
        signs=signs,
        watch=watch_of(findings, diary, knowledge, now_s=now_s),
        zone=diary.person.zone,
        leading=leading,
        recent=recent_of(leading.series, span, kratom, today) if leading and span else None,
        others=others,
        doses=doses_of(diary, span, kratom, knowledge, today=today) if span else None,
        amounts=None if isinstance(exposure, NotAssessed) else amounts_of(exposure, today=today, seed=seed),
        exposure=in_blood,
        effect=helps,
        trials=trials,
        skin=on_skin,
        scales=scales,
        changes=changes_of(entries),
        coverage=coverage,
        reading=diary.reading,
        gaps=_once((*not_in_blood, *helps.gaps, *not_on_skin, *no_trial), findings.not_assessed),
        not_known=(*_not_known(leading, others, kratom, coverage, scales, words), *helps.not_known,
                   *(on_skin.not_known if on_skin else ())),
        sources=knowledge.cite(_used(scales, signs, in_blood, helps, on_skin, findings, knowledge)),
    )  # fmt: skip


def _helps(effect: EffectPosterior, diary: Diary, knowledge: Knowledge, span: Span | None, now_s: int) -> Effect:
    """The answer, with the last day of a record that ended long ago."""
    ended = span is not None and days_since_last(diary, knowledge, now_s=now_s) is not None
    return replace(effect_of(effect, diary, knowledge), ended_day=span.last_day if span and ended else None)


def _made(
    diary: Diary, on_skin: Skin | None, knowledge: Knowledge, span: Span | None, *, now_s: int, seed: int,
    language: str,
) -> Made:  # fmt: skip
    zone: ZoneInfo | None = diary.person.zone
    offset = offset_at(now_s, zone) if zone else span.last_offset_min if span else 0
    # the lines of the file are not part of the diary's own fingerprint, but the page prints them
    photos = on_skin.document if on_skin else None  # and the photos' bytes are not, either
    mark = fingerprint(diary.fingerprint, diary.reading, photos, knowledge.version, __version__, now_s, seed, language)
    return Made(now_s, offset, __version__, knowledge.version, seed, mark, language)


def _courses(
    diary: Diary, span: Span | None, knowledge: Knowledge, words: Wording, today: int
) -> tuple[Course | None, tuple[Course, ...]]:
    """The leading course and all others. Of a word rated on two scales the more frequent one leads."""
    if span is None:
        return None, ()
    answers = {each.key for each in knowledge.skin_questions}
    series = tuple(
        each for each in series_of(diary.entries, knowledge, words) if each.name not in answers or each.value.any()
    )  # a question that was always answered with no needs no picture
    leads = [each for each in series if each.kind is Kind.RATING and each.name == diary.leading_outcome and len(each)]
    leading: Series | None = max(leads, key=len) if leads else None
    others = tuple(course_of(each, span, today) for each in series if each is not leading)
    return (course_of(leading, span, today) if leading else None), others


def _counts(entries: Columns) -> tuple[tuple[tuple[Kind, int], ...], int]:
    """What was given by kind, most first, and how many entries hold no answer.

    Days with none and nights are counted once each, and so is a thing that was started and stopped.
    """
    found, answered = [], 0
    for kind in Kind:
        rows = entries.of_kind(kind)
        no_answer = rows.answer == Answer.DECLINED
        if kind in _NEEDS_A_NUMBER:
            no_answer = rows.answer != Answer.GIVEN
        given = rows.take(~no_answer)
        answered += len(given)
        n = len(given)
        if kind in {Kind.NO_DOSE, Kind.SLEEP}:
            n = len(np.unique(given.day()))
        elif kind is Kind.STRATEGY:
            n = len(np.unique(given.name.codes))
        if n:
            found.append((kind, n))
    return tuple(sorted(found, key=lambda each: -each[1])), len(entries) - answered


def _used(
    scales: tuple[Scale, ...], signs: tuple[Sign, ...], in_blood: Exposure | None, helps: Effect, on_skin: Skin | None,
    findings: Findings, knowledge: Knowledge,
) -> Iterator[str]:  # fmt: skip
    """Keys of all that the page leans on."""
    yield from (key for each in scales for key in each.sources)
    yield from (key for each in signs for key in each.sources)
    yield from (key for each in findings.findings for key in each.sources)
    yield from in_blood.sources if in_blood else ()
    yield from () if helps.withheld else helps.posterior.sources
    yield from on_skin.sources if on_skin else ()
    for key in _CHOICES:
        yield from knowledge.choices[key].source


def _in_blood(
    exposure: ExposureCurve | NotAssessed, diary: Diary, now_s: int
) -> tuple[Exposure | None, tuple[NotAssessed, ...]]:
    """What the page shows of exposure, and what could not be said of it."""
    if isinstance(exposure, NotAssessed):
        return None, (exposure,)
    found = exposure_of(exposure, zone=diary.person.zone, now_s=now_s)
    return found, found.gaps


def _of_skin(
    skin: SkinSeries | NotAssessed, diary: Diary, knowledge: Knowledge, words: Wording, now_s: int
) -> tuple[Skin | None, tuple[NotAssessed, ...]]:
    """What the page shows of the skin, and what could not be said of it."""
    if isinstance(skin, NotAssessed):
        return None, (skin,)
    found = skin_of(skin, diary, knowledge, words, now_s=now_s)
    return found, found.gaps


def _not_known(
    leading: Course | None,
    others: tuple[Course, ...],
    kratom: Kratom,
    coverage: Coverage | None,
    scales: tuple[Scale, ...],
    words: Wording,
) -> tuple[NotAssessed, ...]:
    """For every null in the numbers of this room, why."""
    found = []
    if leading is None:
        why = words.say("There are no scores of it in this record, so there is no course to show.")
        found.append(NotAssessed("leading_course", why))
    if coverage is None or coverage.share_scored is None:
        why = words.say("There are no doses of kratom in this record, so none could have a score just before.")
        if len(kratom.doses):
            why = words.say("No dose has a time of day, so nobody can say how many had a score just before.")
        found.append(NotAssessed("scores_before_doses", why))
    courses = [leading, *others] if leading else others
    if any(each.middle.half is None for course in courses for each in course.bins):
        why = words.say("Where fewer than {n} numbers lie together, only the middle one is given.", n=FEWEST_FOR_HALF)
        found.append(NotAssessed("middle_half", why))
    if any(course.first_month is None for course in courses):
        why = words.say("The first and the last {n} days are compared only where they do not overlap.", n=MONTH_D)
        found.append(NotAssessed("first_and_last_month", why))
    if any(each.important_change is None for each in scales):
        why = words.say("For some questionnaires we have read no change that people notice.")
        found.append(NotAssessed("important_change", why))
    return tuple(found)


def _once(own: tuple[NotAssessed, ...], later: tuple[NotAssessed, ...]) -> tuple[NotAssessed, ...]:
    """A room's own reasons stand, be there several of one code; their repetition by a later room goes.

    Of an effect every reason is an own one: what is withheld there does not come back this way.
    """
    codes = {each.code for each in own}
    return (*own, *(each for each in later if each.code not in codes and not each.code.startswith("effect")))
