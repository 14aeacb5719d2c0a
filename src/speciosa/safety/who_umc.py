"""The criteria of the WHO-UMC categories, each met, not met or not known. No category is ever assigned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.safety.naranjo import NaranjoAnswer


@dataclass(frozen=True, slots=True)
class Met:
    """One criterion of one category.

    Parameters
    ----------
    category, criterion, says : as in the table.
    met : None where the diary can't tell.
    evidence : one plain sentence.
    """

    category: str
    criterion: str
    says: str
    met: bool | None
    evidence: str

    def to_json(self) -> dict[str, object]:
        """Snake-case keys, in this order."""
        return {
            "category": self.category, "criterion": self.criterion, "says": self.says, "met": self.met,
            "evidence": self.evidence,
        }  # fmt: skip


def criteria(answers: Sequence[NaranjoAnswer], knowledge: Knowledge) -> tuple[Met, ...]:
    """Every criterion in the order of the table.

    Timing, stopping and restart rest on the items of the Naranjo scale that ask for the same. Whether something
    else explains it, whether it is a known effect, and whether it can be judged at all, a clinician says.

    Parameters
    ----------
    answers : as from `naranjo_answers`.
    """
    given = {each.item: each for each in answers}
    found = []
    for row in knowledge.who_umc:
        met, evidence = _met(row.criterion, given)
        found.append(Met(row.category, row.criterion, row.says, met, evidence))
    return tuple(found)


_AS_ITEM = {
    "time_plausible": "q2", "time_reasonable": "q2", "stopping_plausible": "q3", "stopping_reasonable": "q3",
    "again_on_restart": "q4",
}  # fmt: skip
_AGAINST_ITEM = {"time_improbable": "q2"}
_OTHER_CAUSE = frozenset({"no_other_cause", "other_cause_unlikely", "other_cause_could", "other_cause_plausible"})
_WRITTEN_DOWN = frozenset({"event", "reported"})
_YES_NO = {"yes": True, "no": False, "unknown": None}
_A_CLINICIAN = "That is for a clinician to say."


def _met(criterion: str, given: Mapping[str, NaranjoAnswer]) -> tuple[bool | None, str]:
    if criterion in _AS_ITEM:
        answer = given[_AS_ITEM[criterion]]
        return _YES_NO[answer.answer], answer.evidence
    if criterion in _AGAINST_ITEM:
        answer = given[_AGAINST_ITEM[criterion]]
        met = _YES_NO[answer.answer]
        return None if met is None else not met, answer.evidence
    if criterion in _OTHER_CAUSE:
        return None, given["q5"].evidence
    if criterion in _WRITTEN_DOWN:
        return True, "The person wrote it down."
    if criterion == "stopping_unclear":
        unclear = given["q3"].answer == "unknown"
        return unclear, given["q3"].evidence
    if criterion == "more_data":
        missing = [each.item for each in given.values() if each.answer == "unknown"]
        return bool(missing), f"{len(missing)} of {len(given)} items of the Naranjo scale are not known."
    return None, _A_CLINICIAN
