"""How a study report was made: with it, anybody makes the same one again."""

from __future__ import annotations

from collections.abc import Sequence

from speciosa.report.report import Made
from speciosa.study.cohort.result import ParticipantResult
from speciosa.study.pooled import Flow
from speciosa.values.json_form import fingerprint


def made_of(
    rows: Sequence[ParticipantResult], flow: Flow | None, *, released: bool, version: str, knowledge_version: str,
    now_s: int, seed: int,
) -> Made:  # fmt: skip
    """The versions, and a fingerprint of everything that the report is made of.

    Parameters
    ----------
    rows : in any order. version: of speciosa.
    now_s : the instant of asking, UTC seconds.
    """
    whose = sorted((row.id, row.fingerprint) for row in rows)
    counted = (dict(flow.steps), dict(flow.withdrew)) if flow else ()
    mark = fingerprint(whose, counted, released, knowledge_version, version, seed, now_s)
    return Made(now_s, 0, version, knowledge_version, seed, mark, "en")
