"""What the skin's course and its questions mean for whom to see."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from speciosa.knowledge import Act, Urgency
from speciosa.record import Columns
from speciosa.safety.case import Case
from speciosa.safety.finding import Finding
from speciosa.safety.sighting import Sighting
from speciosa.safety.skin_causes import causes_said
from speciosa.safety.symptoms import symptoms_seen
from speciosa.skin import series
from speciosa.values.sources import HowRead
from speciosa.values.timeline import DAY_S

Kind = series.ChangeKind
_WITH_WEAKNESS = "skin_with_weakness"
_GLANDS = frozenset({"gums_darker", "creases_darker", "scars_darker"})
"""Questions that ask for glands that make too little of a hormone: with weakness they are for today."""
_GLANDS_ASKED = ("derm_medicines", "derm_since", "derm_other")
_SOONEST = {each: at for at, each in enumerate(Act)}
_SESSIONS = 3
_WEEK_S = 7 * DAY_S


def skin_findings(case: Case) -> Iterator[Finding]:
    """One finding a question of a session that was answered with yes, where no rule of the table says it already."""
    if not isinstance(case.skin, series.SkinSeries):
        return
    rows = {each.key: each for each in case.knowledge.skin_questions}
    weak = _weak_of_late(case)
    for sign in case.skin.signs:
        row = rows.get(sign.key)
        if row is None or _said_already(sign, row.act, case):
            continue
        today = sign.key in _GLANDS and len(weak) > 0
        adds = _GLANDS_ASKED if sign.key in _GLANDS else ()
        yield Finding(
            code=f"skin_{sign.key}", part="skin", urgency=Urgency.NOW if today else row.urgency,
            act=Act.TODAY if today else row.act, title=_title(sign.key, case),
            seen=_with_weakness(sign) if today else _how_often(sign), because=row.why,
            why=tuple(dict.fromkeys((*sign.event_ids, *(weak.id.tolist() if today else ())))), facts=(),
            who=case.knowledge.safety_rules[_WITH_WEAKNESS].who if today else row.who, say=row.says,
            adds=tuple(case.knowledge.advice[key].text for key in adds), sources=row.source, evidence="", n=None,
            how_read=row.how_read, act_how_read=HowRead.NEEDS_CLINICAL_REVIEW, time_s=sign.time_s,
        )  # fmt: skip


def grey_blue(case: Case) -> Sighting | None:
    """A change that looks like deep pigment and lasts, told apart from a tan or at least darker and bluer."""
    found = [each for each in _lasting(case) if _is_deep(each, case)]
    if any(each.kind is Kind.DERMAL for each in found):
        return _sighting(found, "darker and greyer, in a way that a tan is not", case)
    return _sighting(found, "darker and greyer; a tan and deep pigment could not be told apart there", case)


def darker_all_over(case: Case) -> Sighting | None:
    """Darker where the sun does not reach, too; or darker skin that the person wrote down."""
    found = [each for each in _sites(case) if each.kind is Kind.DIFFUSE and (each.significant or each.persistent)]
    if found:
        return _sighting(found, "darker, and so is skin that the sun does not reach", case)
    written = case.present({"skin_darkening"})
    late = written.take(written.time_s >= case.end_s - round(case.knowledge.choice("safety_skin_written_d") * DAY_S))
    if not len(late):
        return None
    days = len(np.unique(late.day()))
    one = f"You wrote down on {days} day that your skin got darker."
    says = one if days == 1 else f"You wrote down on {days} days that your skin got darker."
    return Sighting(int(late.time_s[-1]), tuple(late.id.tolist()), says, adds=_causes(Kind.UNCLEAR, case))


def lasting_change(case: Case) -> Sighting | None:
    """Another change of the skin's colour that lasts: like a tan, lighter, or none that photos can name."""
    found = [each for each in _lasting(case) if not _is_deep(each, case) and each.kind is not Kind.DIFFUSE]
    for kind, how in (
        (Kind.UNCLEAR, "of another colour in a way that photos can't name"),
        (Kind.SUN_LIKE, "darker in the way a tan is, and it stays"),
        (Kind.LIGHTER, "lighter, and it stays"),
    ):
        alike = [each for each in found if each.kind is kind]
        if alike:
            return _sighting(alike, how, case)
    return None


def _sites(case: Case) -> tuple[series.SiteCourse, ...]:
    return case.skin.sites if isinstance(case.skin, series.SkinSeries) else ()


def _lasting(case: Case) -> list[series.SiteCourse]:
    return [each for each in _sites(case) if each.persistent]


def _is_deep(course: series.SiteCourse, case: Case) -> bool:
    """Deep pigment, or a change of unclear kind that is darker and less yellow: a tan is darker and yellower."""
    if course.kind is not Kind.UNCLEAR:
        return course.kind is Kind.DERMAL
    first, latest = course.sessions[: course.baseline_sessions], course.sessions[-_SESSIONS:]
    if not first or not latest:
        return False
    lighter, _, yellower = np.mean([each.lab for each in latest], axis=0) - np.mean(
        [each.lab for each in first], axis=0
    )
    share = case.knowledge.choice("safety_skin_deep_share")
    return bool(lighter < 0 and yellower <= share * lighter)


def _sighting(found: list[series.SiteCourse], how: str, case: Case) -> Sighting | None:
    """Where and since when, with the latest sessions over the limit behind it."""
    if not found:
        return None
    behind = sorted((session for each in found for session in _run(each)), key=lambda each: each.time_s)
    sites = case.knowledge.body_sites
    labels = [sites[each.site].label if each.site in sites else each.site for each in found]
    runs = [each.sessions[-1].time_s - each.since_s for each in found if each.since_s is not None]
    weeks = round(max(runs, default=0) / _WEEK_S)
    lasts = "1 week" if weeks == 1 else f"{weeks} weeks"
    since = f"By your photos, for about {lasts}, this skin has been {how}: {', '.join(labels)}."
    says = since if weeks else f"By your photos this skin is {how}: {', '.join(labels)}."
    ids = tuple(dict.fromkeys(name for each in behind for name in each.event_ids))
    return Sighting(behind[-1].time_s, ids, says, adds=_causes(found[0].kind, case))


def _causes(kind: series.ChangeKind, case: Case) -> tuple[str, ...]:
    said = causes_said(kind, case)
    return (said,) if said else ()


def _run(course: series.SiteCourse) -> tuple[series.Session, ...]:
    """The latest sessions over the limit, a few of them."""
    over = [each for each in course.sessions if course.since_s is None or each.time_s >= course.since_s]
    return tuple(over[-_SESSIONS:])


def _weak_of_late(case: Case) -> Columns:
    """Signs of weakness near the record's end that go with darker skin."""
    rule = case.knowledge.safety_rules[_WITH_WEAKNESS]
    rows = case.present(rule.symptoms)
    reach_d = rule.for_d if rule.for_d is not None else case.knowledge.choice("safety_skin_written_d")
    return rows.take(rows.time_s >= case.end_s - round(reach_d * DAY_S))


def _said_already(sign: series.Sign, act: Act, case: Case) -> bool:
    """Whether a rule of the table fires on the same entries, as soon or sooner."""
    for rule in case.knowledge.safety_rules.values():
        if sign.key in rule.symptoms and not rule.trigger and _SOONEST[rule.act] <= _SOONEST[act]:
            seen = symptoms_seen(rule, case)
            if seen is not None and set(sign.event_ids) <= set(seen.ids):
                return True
    return False


def _title(key: str, case: Case) -> str:
    row = case.knowledge.outcomes.get(key)
    return row.label if row else key.replace("_", " ").capitalize()


def _how_often(sign: series.Sign) -> str:
    times = len(sign.event_ids)
    return "You wrote this down 1 time." if times == 1 else f"You wrote this down {times} times."


def _with_weakness(sign: series.Sign) -> str:
    return f"{_how_often(sign)} You also wrote down that you were very tired or dizzy, lost weight or threw up."
