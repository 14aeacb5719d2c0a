"""Findings as scripts read them: the same in `screen --json` and in `report.json`."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from speciosa.safety import Finding, Findings, dependence, pain_plan, withdrawal
from speciosa.values.timeline import day_name, format_moment, offset_at


def finding_json(found: Finding) -> dict[str, object]:
    """One finding as the contract has it, with what we add.

    Keys
    ----
    code, urgency, act, title, why, who, say, sources : contract section 3.
    part : what it is about. seen, because, adds : sentences for the person. facts : keys of `person.toml` behind it.
    evidence, n, how_read, act_how_read, needs_review : how strong it is, and what still awaits a professional.
    """
    return {
        "code": found.code, "urgency": found.urgency.value, "act": found.act.value, "title": found.title,
        "why": found.why, "who": found.who, "say": found.say, "sources": found.sources,
        "part": found.part, "seen": found.seen, "because": found.because, "adds": found.adds, "facts": found.facts,
        "evidence": found.evidence or None, "n": found.n, "how_read": found.how_read.value,
        "act_how_read": found.act_how_read.value, "needs_review": found.needs_review,
    }  # fmt: skip


def findings_json(found: Findings, zone: ZoneInfo | None) -> dict[str, object]:
    """What `screen --json` prints beside what every document has; `report.json` has it, too.

    Parameters
    ----------
    zone : the person's, for local times.

    Keys
    ----
    findings : see `finding_json`. medicines : see `listed_json`.
    side_effects : each symptom against exposure, with the items of causality scales that the record answers.
    liver : values against their limits and the items of a scale for the liver; null without any.
    withdrawal : signs of going without; null without any. taper : facts for a talk about taking less; null without
        doses.
    plan : the pain, the goals, and what is tried.
    """
    return {
        "findings": [finding_json(each) for each in found.findings],
        "medicines": listed_json(found, zone),
        "side_effects": found.side_effects,
        "liver": found.liver,
        "withdrawal": found.withdrawal and _withdrawal(found.withdrawal, zone),
        "taper": found.taper and _taper(found.taper, zone),
        "plan": _plan(found.plan),
    }


def listed_json(found: Findings, zone: ZoneInfo | None) -> list[Mapping[str, object]]:
    """What else the person takes: each name as written, what it was read as, and what it may have been meant to be."""
    return [
        {
            "written": each.written, "meant": each.meant, "maybe": each.maybe, "groups": sorted(each.groups),
            "answers": each.answers, "current": each.current, "why": each.ids,
            "first": _moment(each.first_s, zone), "last": _moment(each.last_s, zone),
        }
        for each in found.listed
    ]  # fmt: skip


def _withdrawal(diary: withdrawal.WithdrawalDiary, zone: ZoneInfo | None) -> Mapping[str, object]:
    hours = diary.hours_since_dose
    return {
        "signs": [
            {
                "word": each.word, "named": each.named, "count": each.count, "latest": _moment(each.latest_s, zone),
                "strongest": each.strongest,
            }
            for each in diary.signs
        ],
        "hours_since_dose": hours and {"median": hours[0], "lowest": hours[1], "highest": hours[2]},
        "days_since_cut": diary.cut_d, "why": diary.ids,
    }  # fmt: skip


def _taper(talk: dependence.TaperTalk, zone: ZoneInfo | None) -> Mapping[str, object]:
    return {
        "doses_a_day": talk.doses_a_day, "amount_a_day": talk.amount_a_day, "unit": talk.unit or None,
        "days": talk.days, "since": _moment(talk.since_s, zone),
        "cuts": [
            {
                "first": day_name(each.first_day), "last": day_name(each.last_day), "before": each.before,
                "during": each.during, "unit": each.unit, "back": _day(each.back_day),
            }
            for each in talk.cuts
        ],
    }  # fmt: skip


def _plan(plan: pain_plan.PainPlan) -> Mapping[str, object]:
    return {
        "pain_source": plan.source, "pain_kind": plan.kind or None,
        "goals": [
            {
                "name": each.name, "first": each.first, "latest": each.latest, "days": each.days, "went": each.went,
                "first_day": day_name(each.first_day), "latest_day": day_name(each.latest_day),
            }
            for each in plan.goals
        ],
        "strategies": [
            {
                "name": each.name, "kind": each.kind, "from": _day(each.from_day), "until": _day(each.until_day),
                "review": _day(each.review_day), "overdue": each.overdue, "why": each.ids,
                "record": [
                    {
                        "what": one.what, "unit": one.unit, "before": one.before, "since": one.since,
                        "days_before": one.days_before, "days_since": one.days_since, "went": one.went or None,
                        "why_null": one.why_null or None,
                    }
                    for one in each.record
                ],
                "beside": [{"name": one.name, "days": one.days} for one in each.beside],
            }
            for each in plan.strategies
        ],
        "missing": plan.missing,
    }  # fmt: skip


def _day(day: int | None) -> str | None:
    return None if day is None else day_name(day)


def _moment(time_s: int | None, zone: ZoneInfo | None) -> str | None:
    return None if time_s is None else format_moment(time_s, offset_at(time_s, zone) if zone else 0)
