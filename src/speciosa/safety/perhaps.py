"""Words that nobody knows here and that may mean a sign of urgency now: said so, because silence would be worse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from speciosa.knowledge import Urgency
from speciosa.record import Answer, Kind
from speciosa.safety.case import Case
from speciosa.safety.finding import Finding
from speciosa.safety.ruled import act_of, finding_of
from speciosa.safety.sighting import Sighting

_SEEN = "You wrote “{written}”. Did you mean “{label}”? If it means something else, correct the entry."


def perhaps_findings(case: Case) -> Iterator[Finding]:
    """One finding a rule of urgency now that an unknown word for a symptom may have meant: of each alarm that stands
    in it, and of its closest known word.

    Medicines are never guessed; of a sign that may be urgent the guess is told, as a guess.
    """
    entries = case.diary.entries
    found: dict[str, Finding] = {}
    for name in entries.names(Kind.SYMPTOM):
        near = () if case.knowledge.outcome(name).known else case.knowledge.near_outcomes(name)
        rows = entries.of_kind(Kind.SYMPTOM, name)
        rows = rows.take((rows.answer != Answer.DECLINED) & ~(rows.value == 0))
        if not near or not len(rows):
            continue
        for rule in case.knowledge.safety_rules.values():
            meant = next((each for each in near if each.word in rule.symptoms), None)
            if meant and rule.urgency is Urgency.NOW and rule.at_least == 1 and not rule.trigger:
                says = _SEEN.format(written=name, label=meant.label)
                seen = Sighting(int(rows.time_s[-1]), tuple(rows.id.tolist()), says)
                act = act_of(rule, seen, case)
                if act:
                    made = finding_of(rule, seen, act, case)
                    found.setdefault(
                        rule.key, replace(made, code=f"perhaps_{rule.key}", title=f"Perhaps: {rule.title}")
                    )
    yield from found.values()
