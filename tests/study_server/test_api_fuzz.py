"""Whatever is sent to the interface: no fault of ours, no status and no form that its schema does not tell of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from tests.study_server.api_world import TOP, Program, program, row, staff_seat
from tests.study_server.conftest import World

EXAMPLES = 300 if os.environ.get("SPECIOSA_FULL") else 20
OPERATIONS = (
    "write_entries", "read_entries", "read_schedule", "read_due", "read_participants", "read_participants_entries",
    "read_flow", "export_csv", "export_participants_csv", "export_participants_fhir",
)  # fmt: skip
_SLOW = {"export_participants_fhir": 10, "export_csv": 3, "export_participants_csv": 3}
"""How many times dearer than the others: CI tries these less often."""


@pytest.fixture
def schema(world: World) -> Any:
    """The schema, over the server's own application without a server; its calls stay in the test's transaction."""
    from django.core.signals import request_finished, request_started
    from django.core.wsgi import get_wsgi_application
    from django.db import close_old_connections

    server = get_wsgi_application()

    def kept_open(environ: Any, start: Any) -> Any:
        for each in (request_started, request_finished):  # a test client connects them again
            each.disconnect(close_old_connections)
        return server(environ, start)

    return schemathesis.openapi.from_wsgi(f"{TOP}/openapi.json", kept_open)


@pytest.fixture
def tokens(world: World) -> dict[str, list[str]]:
    """Tokens that are valid for one's own record and for the staff's operations, and some that are not."""
    from speciosa.study.server.api.tokens import revoke_of_staff
    from speciosa.study.server.models import Token

    good = [program(world, who) for who in ("P0001", "statistician", "P0001@tablets", "auditor")]
    good[0].post("entries", {"entries": [row(), row(value=3, note="mine"), row(kind="dose", name="kratom", unit="g")]})
    expired, revoked = program(world, "P0002"), program(world, "investigator")
    Token.objects.filter(participant=world.people["P0002"]).update(expires_s=1)
    revoke_of_staff(staff_seat(world, "investigator"), Token.objects.latest("pk"), reason="lost")
    bad = [expired, revoked, Program("spst_nobody"), Program("x y\u00e9".encode().decode("latin-1"))]
    return {"own": [good[0].words], "staff": [good[1].words], "bad": [each.words for each in (*good[2:], *bad)]}


def test_the_schema_tells_of_these_operations_and_no_others(schema: Any) -> None:
    from speciosa.study.server.api.address import operations

    assert tuple(each.name for each in operations()) == tuple(each.definition.raw["operationId"] for each in of(schema))
    assert sorted(OPERATIONS) == sorted(each.name for each in operations())


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", OPERATIONS)
def test_with_a_token_it_answers_as_its_schema_says(
    schema: Any, tokens: dict[str, list[str]], name: str, mode: GenerationMode
) -> None:  # fmt: skip
    from speciosa.study.server.api.caller import buckets

    operation = operation_of(schema, name)
    if mode is GenerationMode.NEGATIVE and not has_anything_to_spoil(operation):
        pytest.skip("takes nothing that could be wrong")
    words = tokens["own" if operation.tags == ["own record"] else "staff"][0]

    def ask(case: Any, number: str) -> None:
        buckets.refill()
        if mode is GenerationMode.POSITIVE:
            known(case, number)
        else:
            assume(not vanishes(case, operation))
        case.call_and_validate(headers={"Authorization": f"Bearer {words}"})

    tried(operation, mode, ask, name)


@pytest.mark.parametrize("name", OPERATIONS)
def test_without_a_good_token_it_tells_nothing(schema: Any, tokens: dict[str, list[str]], name: str) -> None:
    from speciosa.study.server.api.caller import buckets

    operation = operation_of(schema, name)

    def ask(case: Any, number: str) -> None:
        for words in tokens["bad"]:
            buckets.refill()
            known(case, number)
            answer = case.call(headers={"Authorization": f"Bearer {words}"})
            case.validate_response(answer, excluded_checks=[*_OF_GOOD_TOKENS])
            if name not in {"write_entries", "read_entries", "read_schedule", "read_due", *_AUDITOR}:
                assert answer.status_code in {401, 403}, words

    tried(operation, GenerationMode.POSITIVE, ask, name, dearer=5)


def test_too_many_calls_are_told_so_as_the_schema_says(schema: Any, tokens: dict[str, list[str]]) -> None:
    from speciosa.study.server.api.caller import buckets
    from speciosa.study.server.api.limits import number

    buckets.refill()
    operation = operation_of(schema, "read_entries")
    found = []

    @settings(max_examples=number("calls_a_minute") + 30, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck), derandomize=True)  # fmt: skip
    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case: Any) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {tokens['own'][0]}"})
        case.validate_response(answer, excluded_checks=[*_OF_GOOD_TOKENS])
        found.append((answer.status_code, answer.headers.get("retry-after")))

    with patch("speciosa.study.server.api.caller.time.monotonic", return_value=9e9):  # the clock stands
        ask()
    assert any(status == 429 and wait for status, wait in found)


_AUDITOR = frozenset({"read_flow", "read_participants"})
from schemathesis.specs.openapi import checks as _checks  # noqa: E402

_OF_GOOD_TOKENS = (_checks.positive_data_acceptance, _checks.ignored_auth, _checks.unsupported_method)


_KINDS = {
    "P0001": {"time": "2026-03-01T08:05+01:00", "kind": "rating", "name": "pain", "unit": "", "recorded": ""},
    "P0002": {"time": "2026-03-01T08:05+01:00", "kind": "event", "name": "started", "unit": "", "recorded": ""},
}


def of(schema: Any) -> Iterator[Any]:
    for each in schema.get_all_operations():
        yield each.ok()


def operation_of(schema: Any, name: str) -> Any:
    return next(each for each in of(schema) if each.definition.raw["operationId"] == name)


def has_anything_to_spoil(operation: Any) -> bool:
    return bool(operation.path_parameters or operation.query or operation.body or operation.headers)


def vanishes(case: Any, operation: Any) -> bool:
    """Whether all that was to be wrong is a parameter of no value, which no address can hold."""
    names = {each.name for each in operation.query}
    beside = [value for name, value in dict(case.query or {}).items() if name not in names]
    return bool(beside) and not any(beside)


def known(case: Any, number: str) -> None:
    """Of those who are asked about, some are there; and of what is sent, some can be kept."""
    if number and "number" in (case.path_parameters or {}):
        case.path_parameters["number"] = number
    if number and isinstance(case.body, dict):
        case.body["entries"][0] |= _KINDS[number]


def tried(operation: Any, mode: GenerationMode, ask: Callable[..., None], name: str, dearer: int = 1) -> None:
    slow = 1 if os.environ.get("SPECIOSA_FULL") else _SLOW.get(name, 1)
    times = max(3, EXAMPLES // (slow * dearer))

    @settings(max_examples=times, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck), derandomize=True)  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), number=st.sampled_from(["P0001", "P0002", ""]))
    def run(case: Any, number: str) -> None:
        ask(case, number)

    run()
