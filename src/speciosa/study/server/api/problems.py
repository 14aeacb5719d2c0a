"""Whatever goes wrong is answered in one form: what, where, what to do. Never a value of a diary, never a traceback."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from speciosa import __version__
from speciosa.values.errors import EntryError

RETRY_S = 2
"""After so many seconds a client may try again where the database was away."""


class Problem(Schema):
    """Why a call was not done."""

    what: str = Field(description="What is wrong, in one plain sentence.")
    where: str = Field(description="Which part of the call; empty where it adds nothing.")
    todo: str = Field(description="What to do about it; empty where nothing can be done.")


class Refused(Exception):  # noqa: N818  it is an answer, no fault
    """A call that is not done, and its status. `retry_s`: when it may be tried again."""

    def __init__(self, status: int, what: str, *, where: str = "", todo: str = "", retry_s: int = 0) -> None:
        super().__init__(what)
        self.status, self.what, self.where, self.todo, self.retry_s = status, what, where, todo, retry_s


# each is made anew where it is raised: one that is raised again holds every request that it was raised in before
def not_there() -> Refused:
    """Nothing here, or nothing that this caller may know of."""
    return Refused(404, "this is not here", todo="look at the address")


def no_token() -> Refused:
    """No token that is valid here."""
    return Refused(
        401, "this call names no token that is valid here", where="header Authorization",
        todo="send a token of this study as: Authorization: Bearer TOKEN",
    )  # fmt: skip


def too_big() -> Refused:
    """A body that is too long."""
    return Refused(413, "this is too much for one call", where="body", todo="send it in parts")


MAY_COME: Mapping[int, type[Problem]] = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503), Problem)


def problem(refused: Refused) -> HttpResponse:
    """The answer to a call that is not done."""
    answer = JsonResponse({"what": refused.what, "where": refused.where, "todo": refused.todo}, status=refused.status)
    if refused.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="study"'
    if refused.retry_s:
        answer.headers["Retry-After"] = str(refused.retry_s)
    return answer


def answer_problems(api: NinjaAPI) -> None:
    """Let this interface answer everything that goes wrong in the one form."""
    answers: dict[type[Exception], Callable[[Any], Refused]] = {
        Refused: lambda found: found,
        EntryError: _of_entry,
        Http404: lambda _: not_there(),
        AuthenticationError: lambda _: no_token(),
        ValidationError: lambda found: _of_form(found.errors),
        HttpError: lambda found: _of_status(found.status_code),
        RequestDataTooBig: lambda _: too_big(),
        **dict.fromkeys((OperationalError, InterfaceError), lambda _: _away()),
        **dict.fromkeys((SuspiciousOperation, BadRequest, RecursionError), lambda _: _of_status(400)),
        Exception: _fault,
    }
    for kind, refused in answers.items():
        api.add_exception_handler(kind, partial(_answered, refused))


def _answered(refused: Callable[[Any], Refused], _request: HttpRequest, found: Any) -> HttpResponse:
    return problem(refused(found))


def _away() -> Refused:
    return Refused(503, "the database does not answer", todo="send the same call again a little later", retry_s=RETRY_S)


def _of_entry(found: EntryError) -> Refused:
    what = f"{found.what}; {found.why}" if found.why else found.what
    return Refused(422, what, where=found.where, todo=found.todo)


def _of_form(errors: Sequence[Mapping[str, Any]]) -> Refused:
    """The first thing that does not fit the schema: its place and the rule, never what stood there."""
    first = errors[0]
    place = list(first["loc"])
    if first["type"] == "extra_forbidden":  # the last one is a name that the caller made up
        return Refused(422, "there is a field here that this call does not have", where=_place(place[:-1]),
                       todo="leave it out")  # fmt: skip
    what = "this is missing" if first["type"] == "missing" else f"this is not written as asked for: {first['msg']}"
    return Refused(422, what, where=_place(place), todo="look at the schema: /api/v1/openapi.json")


def _place(parts: Sequence[object]) -> str:
    return ".".join(str(each) for each in parts)[:200]


def _of_status(status: int) -> Refused:
    if status == 400:
        return Refused(400, "the body is not JSON that can be read", where="body", todo="send JSON in UTF-8")
    return Refused(status, "this call can't be done", todo="look at the schema: /api/v1/openapi.json")


def _fault(found: Exception) -> Refused:
    """Our own fault: one line on the terminal that holds nothing of anybody."""
    frames = [each for each in traceback.extract_tb(found.__traceback__) if "speciosa" in each.filename]
    place = f"{Path(frames[-1].filename).stem}, line {frames[-1].lineno}" if frames else "an unknown place"
    fault = f"{type(found).__name__} in {place}, version {__version__}"
    print(f"speciosa: a fault of speciosa itself ({fault})", file=sys.stderr)  # noqa: T201
    return Refused(500, f"this is a fault of speciosa itself ({fault})", todo="tell whoever runs the server")
