"""Who took part, step by step."""

from __future__ import annotations

import pytest

from speciosa.study.cohort.result import ParticipantResult, State
from speciosa.study.pooled.flow import Flow, ShownFlow, flow_of_json, shelf_of, shown_flow
from speciosa.values.errors import EntryError


def left_out(n: int, why: str, state: State = State.LEFT_OUT) -> list[ParticipantResult]:
    return [ParticipantResult.without(f"{why}{at}", state, why) for at in range(n)]


def shown(flow: Flow, rows: list[ParticipantResult]) -> ShownFlow:
    return shown_flow(flow, rows, {}, shelf_of(flow, rows, 0))


def test_every_record_is_in_the_mean_or_left_out_with_a_reason() -> None:
    rows = [*left_out(12, "Under 18."), *left_out(7, "It ended with a trace of /diaries/ada", State.FAILED)]
    flow = shown(Flow.none(), rows)
    assert [(name, count.n) for name, count in flow.steps] == [("records", 19), ("analysed", 0)]
    assert [(why, count.n) for why, count in flow.left_out] == [("Under 18.", 12), ("It could not be worked out.", 7)]


def test_what_only_the_study_counted_stands_before_the_records() -> None:
    flow = shown(Flow({"registered": 90, "began": 40}, {"moved": 8, "pain": 30}), left_out(30, "Under 18."))
    assert [name for name, _ in flow.steps] == ["registered", "began", "records", "analysed"]
    assert [(why, count.n) for why, count in flow.withdrew] == [("pain", 30), ("moved", 8)]
    assert flow.withdrew_all.n == 38


def test_a_file_tells_the_flow() -> None:
    flow = flow_of_json('{"registered": 9, "consented": 8, "withdrew": {"moved": 1}}')
    assert (dict(flow.steps), dict(flow.withdrew)) == ({"registered": 9, "consented": 8}, {"moved": 1})


@pytest.mark.parametrize(("text", "what"), [
    ("{", "not JSON"), ("[1]", "something else than counts"), ('{"people": 3}', "something else than counts"),
    ('{"registered": -1}', "no whole number"), ('{"registered": true}', "no whole number"),
    ('{"withdrew": {"moved": 1.5}}', "no whole number"), ('{"withdrew": [3]}', "no whole number"),
    ('{"withdrew": {" ": 1}}', "empty or very long"), ('{"registered": 3, "began": 4}', "more people"),
])  # fmt: skip
def test_a_flow_that_can_not_be_is_refused_in_one_sentence(text: str, what: str) -> None:
    with pytest.raises(EntryError, match=what):
        flow_of_json(text)
