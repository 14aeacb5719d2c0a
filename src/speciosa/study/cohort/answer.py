"""What a run says of everybody together: the rows pooled, with each participant under their own id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from speciosa.effect.pooling import (
    EvidencePacket,
    Pooled,
    PopulationPrior,
    Rejected,
    pool,
    pooled_json,
)
from speciosa.effect.pooling.pool import lacks
from speciosa.knowledge import Knowledge
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.result import ParticipantResult, State
from speciosa.study.counted import LESS, counted
from speciosa.values.errors import EntryError, FitError
from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import SCHEMA

_STREAM = 41  # of the seed: other rooms draw from others
_CONTRASTS = (LESS,)
"""Numbers that packets carry beside the effect."""


def answer_of(
    people: Iterable[ParticipantResult], rejected: Iterable[Rejected], question: CohortQuestion, knowledge: Knowledge
) -> dict[str, Any]:
    """The document of ``study cohort --json``, plain values.

    Parameters
    ----------
    people : each once, in their order.
    rejected : what was found that is no participant.

    Raises
    ------
    EntryError : not one record could be read.
    """
    packets: dict[str, EvidencePacket] = {}
    states: Counter[State] = Counter()
    left_out, rows, kept, merged = list(rejected), 0, 0, 0
    refused: list[dict[str, object]] = []
    for each in people:
        states[each.state] += 1
        rows, kept, merged = rows + each.rows, kept + each.rows_kept, merged + each.rows_merged
        unread = each.rows - each.rows_kept - each.rows_merged
        if unread > 0:
            why = f"{unread} of {each.rows} rows could not be read; to see them: speciosa check, with this diary."
            refused.append({"file": each.id, "line": None, "why": why})
        if each.packet is not None:
            packets[each.id] = each.packet
        else:
            left_out.append(Rejected(each.id, each.why or each.why_no_packet))
    total = sum(states.values())
    if total and states[State.FAILED] == total:
        first = left_out[-total]
        raise EntryError(f"none of the {total} records could be read", why=f"{first.file}: {first.why.rstrip('.')}")
    answered = _pooled(packets, "effect", sorted(left_out), question, knowledge)
    if isinstance(answered, NotAssessed):
        left_out += [Rejected(id_, lacks(each)) for id_, each in packets.items() if each.number("effect") is None]
        document = _without_numbers(answered, sorted(left_out), question, knowledge)
    else:
        document = _json(answered, packets)
    return {
        **document,
        "contrasts": _contrasts(packets, question, knowledge),
        "participants": {"found": total, **{state.value: states[state] for state in State}},
        "read": {"rows": rows, "kept": kept, "refused": refused, "merged": merged, "questions": []},
    }


def _pooled(
    packets: Mapping[str, EvidencePacket], of: str, rejected: list[Rejected], question: CohortQuestion,
    knowledge: Knowledge,
) -> Pooled | NotAssessed:  # fmt: skip
    rng = np.random.default_rng([question.seed, _STREAM])
    try:
        return pool(packets, rng, prior=PopulationPrior.of(knowledge), of=of, rejected=rejected)
    except FitError as problem:
        return NotAssessed("pool", f"{problem}.")


def _contrasts(
    packets: Mapping[str, EvidencePacket], question: CohortQuestion, knowledge: Knowledge
) -> dict[str, dict[str, Any]]:
    found = {}
    for name in _CONTRASTS:
        having = {id_: each for id_, each in packets.items() if counted(each, name) is not None}
        pooled = _pooled(having, name, [], question, knowledge) if having else None
        if isinstance(pooled, Pooled):
            found[name] = _json(pooled, packets)
    return found


def _json(pooled: Pooled, packets: Mapping[str, EvidencePacket]) -> dict[str, Any]:
    """As everywhere, but each person under the id that they have here, and in that order."""
    document, own = pooled_json(pooled), {each.id: id_ for id_, each in packets.items()}
    people = [{**each, "id": own[each["id"]]} for each in document["per_person"]]
    return {**document, "per_person": sorted(people, key=lambda each: each["id"])}


def _without_numbers(
    why: NotAssessed, rejected: list[Rejected], question: CohortQuestion, knowledge: Knowledge
) -> dict[str, Any]:
    row = knowledge.outcome(question.outcome)
    return {
        "schema": SCHEMA, "of": "effect", "outcome": question.outcome, "unit": row.unit, "better": row.better.value,
        "n": 0, "n_randomised": 0, "basis": None, "effect": None, "between_person_sd": None, "per_person": [],
        "rejected": [{"file": each.file, "why": each.why} for each in rejected], "says": [], "not_assessed": [why],
    }  # fmt: skip
