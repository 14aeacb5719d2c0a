"""Whether the symptoms that a rule names were written down, enough of them within a day."""

from __future__ import annotations

from speciosa.knowledge import Act, safety_rows
from speciosa.safety.case import Case
from speciosa.safety.sighting import Sighting
from speciosa.values.timeline import DAY_S


def symptoms_seen(rule: safety_rows.SafetyRule, case: Case) -> Sighting | None:
    """The latest day's worth of signs that is enough for the rule, with every entry of that sign before it.

    What was denied later stays: it was there. An emergency that is over is still a matter for today.

    Parameters
    ----------
    rule : one that names symptoms.
    """
    rows = case.present(rule.symptoms)
    if not len(rows):
        return None
    words = [case.knowledge.outcome(each).word for each in rows.name.tolist()]
    times = rows.time_s.tolist()
    for last in range(len(rows) - 1, -1, -1):
        within = [at for at in range(last + 1) if times[last] - times[at] <= DAY_S]
        if len({words[at] for at in within}) >= rule.at_least:
            break
    else:
        return None
    chosen = list(range(last + 1)) if rule.at_least == 1 else within
    later = case.denied(rule.symptoms)
    over = bool((later.time_s > times[last]).any()) and rule.act is Act.CALL_EMERGENCY
    ids = tuple(rows.id[at] for at in chosen)
    return Sighting(times[last], ids, act=Act.TODAY if over else None)
