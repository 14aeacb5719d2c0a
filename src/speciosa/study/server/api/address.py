"""The interface's addresses, its schema, and the table of its operations with the right that each needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, wraps
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from speciosa import __version__
from speciosa.study.server.api.caller import Bearer
from speciosa.study.server.api.exports import exports
from speciosa.study.server.api.limits import number
from speciosa.study.server.api.own_record import own
from speciosa.study.server.api.problems import Refused, answer_problems, not_there, problem, too_big
from speciosa.study.server.api.scopes import Scope
from speciosa.study.server.api.staff import staff
from speciosa.study.server.page import render
from speciosa.study.server.roles import Right

TOP = "api/v1/"
_BODY_MOST = 1_000_000 * number("body_most")
_METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_SAYS = (
    "Entries, schedules and exports of a study. Every call names a token: `Authorization: Bearer TOKEN`. "
    "Whatever can't be done is answered with what, where and what to do."
)

api = NinjaAPI(
    title="speciosa study",
    version=__version__,
    description=_SAYS,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for _router in (own, staff, exports):
    api.add_router("", _router)
answer_problems(api)


class Operation(NamedTuple):
    """One operation. `address`: below the server's top, with ``{number}`` for a participant's."""

    method: str
    address: str
    scope: Scope
    right: Right
    says: str
    name: str


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation that there is, each with the right behind its token's scope."""
    return tuple(_operations())


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI document."""
    made: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=f"/{TOP}")))
    for methods in made["paths"].values():
        for said in methods.values():
            _mend(said)
    return made


@require_safe
def show_schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for whoever asks."""
    del request
    return HttpResponse(json.dumps(schema()), content_type="application/json")


@require_safe
def show_operations(request: HttpRequest) -> HttpResponse:
    """A page that lists the operations."""
    return render(request, "api.html.j2", operations=operations(), schema=f"/{TOP}openapi.json")


@csrf_exempt
def missing(request: HttpRequest) -> HttpResponse:
    """Nothing stands here."""
    del request
    return problem(not_there())


def _mend(said: dict[str, Any]) -> None:
    """What the library's document says wrongly of a parameter that may be left out, and of headers of answers."""
    for each in said.get("parameters", ()):
        kinds = [kind for kind in each["schema"].pop("anyOf", ()) if kind != {"type": "null"}]
        each["schema"] |= kinds[0] if kinds else {}
    after = {"Retry-After": {"description": "Seconds until it may be tried again.", "schema": {"type": "string"}}}
    for status in ("429", "503"):
        if status in said["responses"]:
            said["responses"][status]["headers"] = after
    for status, answer in said["responses"].items():
        answer["description"] = _STATUS.get(status, answer.get("description", ""))


_STATUS = {
    "200": "Done.", "400": "The body can't be read.", "401": "No token that is valid here.",
    "403": "The token, or its owner, may not do this.", "404": "Nothing here, or nothing that this token may know of.",
    "409": "The study, or an earlier call, stands against it.", "413": "Too much for one call.",
    "415": "The body is no JSON by its type.", "422": "Something is not written as the schema asks.",
    "429": "Too many calls for now.", "500": "A fault of speciosa itself.", "503": "The database is away for a moment.",
}  # fmt: skip


def _operations() -> Iterator[Operation]:
    for _, router in api._routers:  # noqa: SLF001  the library has no other list
        for address, view in router.path_operations.items():
            for each in view.operations:
                (token,) = each.auth_callbacks
                assert isinstance(token, Bearer)
                for method in each.methods:
                    yield Operation(method, f"{TOP}{address}", token.scope, token.right, each.summary or "",
                                    each.operation_id or "")  # fmt: skip


def _at_the_door(view: Any, address: str) -> Any:
    """The view behind what holds before anything is read; a wrong method is a problem, too."""

    @wraps(view, updated=())
    def watched(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        if request.method in _METHODS_WITH_BODY:
            if request.content_type != "application/json":
                return problem(Refused(415, "the body is no JSON by its type", where="header Content-Type",
                                       todo="send application/json"))  # fmt: skip
            if int(request.META.get("CONTENT_LENGTH") or 0) > _BODY_MOST:
                return problem(too_big())
        if not set(request.GET) <= _asks_for(address, (request.method or "").lower()):
            return problem(Refused(422, "this call does not ask for a parameter of this name", where="query",
                                   todo="look at the schema for those that there are"))  # fmt: skip
        answer: HttpResponseBase = view(request, *args, **values)
        if isinstance(answer, HttpResponseNotAllowed):
            refused = problem(Refused(405, "this address does not take this method", todo="look at the schema"))
            refused.headers["Allow"] = answer.headers["Allow"]
            return refused
        if isinstance(answer, HttpResponse):  # whole, so its length is known: no need to send it in pieces
            answer.headers["Content-Length"] = str(len(answer.content))
        return answer

    watched.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie says who calls, so none can be misused
    return watched


@cache
def _asks_for(address: str, method: str) -> frozenset[str]:
    """The names of the parameters behind the question mark."""
    said = schema()["paths"][address].get(method, {}).get("parameters", ())
    return frozenset(each["name"] for each in said if each["in"] == "query")


def _in_schema(route: str) -> str:
    """An address as the schema writes it."""
    return f"/{TOP}{route}".replace("<", "{").replace(">", "}")


def _patterns() -> list[URLPattern | URLResolver]:
    """One address for each path, and none of the library's own."""
    found: dict[str, URLPattern | URLResolver] = {}
    for each in api.urls[0]:
        if isinstance(each, URLPattern) and each.name not in {"openapi-json", "api-root"}:
            route = str(each.pattern)
            found[route] = path(f"{TOP}{route}", _at_the_door(each.callback, _in_schema(route)), name=f"api {route}")
    return list(found.values())


paths: list[URLPattern | URLResolver] = [
    path(TOP, show_operations, name="api"),
    path(f"{TOP}openapi.json", show_schema, name="api schema"),
    *_patterns(),
    re_path(r"^api/", missing, name="api missing"),
]
"""For ``guard(Right.ANYBODY, ...)``: the token is looked at inside, by `Bearer`."""
