"""The table of rules put to a record: each rule that is met becomes one finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from speciosa.knowledge import Act, Urgency, safety_rows
from speciosa.safety.case import Case
from speciosa.safety.finding import Finding
from speciosa.safety.sighting import Sighting
from speciosa.safety.symptoms import symptoms_seen
from speciosa.safety.triggers import TRIGGERS

URGENCY_OF = {
    Act.CALL_EMERGENCY: Urgency.NOW, Act.TODAY: Urgency.NOW, Act.THIS_WEEK: Urgency.SOON, Act.NEXT_VISIT: Urgency.WATCH,
}  # fmt: skip
"""How soon each act is."""

_NUMBER = "The emergency number"
_PAST_WHO = {
    Act.TODAY: "A doctor or an urgent-care clinic, today; the emergency number if it comes back",
    Act.THIS_WEEK: "Your doctor; ask for a visit this week",
    Act.NEXT_VISIT: "Your doctor, at the next visit",
}
_PAST_SAY = "I take kratom. Some days ago I had this: {title}. Please look at it."
_SOON = {act: at for at, act in enumerate(Act)}


def ruled_findings(case: Case) -> Iterator[Finding]:
    """Every rule of the table that the record meets, in its order; what another one says already is silent."""
    rules = case.knowledge.safety_rules
    met: dict[str, Finding] = {}
    for rule in rules.values():
        seen = _seen(rule, case)
        act = seen and act_of(rule, seen, case)
        if seen and act:
            met[rule.key] = finding_of(rule, seen, act, case)
    if "pregnancy" in met:
        met = {key: _for_two(found, case) for key, found in met.items()}
    for key, found in met.items():
        said = [met[each] for each in rules[key].unless if each in met and _SOON[met[each].act] <= _SOON[found.act]]
        if said:
            continue
        silent = [
            each for each in met.values() if key in rules[each.code].unless and _SOON[found.act] <= _SOON[each.act]
        ]
        yield replace(found, why=tuple(dict.fromkeys((*found.why, *(entry for each in silent for entry in each.why)))))


def _for_two(found: Finding, case: Case) -> Finding:
    """A pregnant person is never told to take no more: that is for somebody to say who looks after both."""
    advice = case.knowledge.advice
    stops = {advice["until_seen"].text, advice["no_restart"].text}
    if not stops.intersection(found.adds):
        return found
    kept = (each for each in found.adds if each not in stops)
    return replace(found, adds=(advice["pregnant_liver"].text, *kept))


def _seen(rule: safety_rows.SafetyRule, case: Case) -> Sighting | None:
    """Symptoms, condition, or both where the rule names both."""
    seen = symptoms_seen(rule, case) if rule.symptoms else Sighting(None)
    if seen is None or not rule.trigger:
        return seen
    condition = TRIGGERS[rule.trigger](case)
    if condition is None:
        return None
    times = [each for each in (seen.time_s, condition.time_s) if each is not None]
    return replace(
        seen,
        time_s=seen.time_s if rule.symptoms else max(times, default=None),
        ids=tuple(dict.fromkeys((*seen.ids, *condition.ids))),
        says=" ".join(filter(None, (condition.says, seen.says))),
        facts=condition.facts,
        act=seen.act or condition.act,
        adds=condition.adds,
    )


def act_of(rule: safety_rows.SafetyRule, seen: Sighting, case: Case) -> Act | None:
    """What to do by how long before the record's end it was; None where it is too long ago to matter."""
    act = seen.act or rule.act
    if seen.time_s is None or rule.for_d is None:
        return act
    ago_d = case.days_before_end(seen.time_s)
    if ago_d <= rule.for_d:
        return act
    if rule.then_act is None or (rule.then_d is not None and ago_d > rule.for_d + rule.then_d):
        return None
    return rule.then_act


def finding_of(rule: safety_rows.SafetyRule, seen: Sighting, act: Act, case: Case) -> Finding:
    """A rule that was met, as a finding. An emergency that is some days past is no longer one for the number."""
    past = rule.act is Act.CALL_EMERGENCY and act is not rule.act and rule.who == _NUMBER
    return Finding(
        code=rule.key, part=rule.part, urgency=URGENCY_OF[act], act=act, title=rule.title, seen=seen.says,
        because=rule.why, why=seen.ids, facts=seen.facts, who=_PAST_WHO[act] if past else rule.who,
        say=_PAST_SAY.format(title=rule.title) if past else rule.say,
        adds=(*(case.knowledge.advice[key].text for key in rule.adds), *seen.adds),
        sources=rule.source, evidence="", n=rule.n, how_read=rule.how_read, act_how_read=rule.act_how_read,
        time_s=seen.time_s,
    )  # fmt: skip
