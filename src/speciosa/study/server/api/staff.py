"""What the staff's programs read: who takes part, how many, and what participants wrote, masked."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Count, Q
from django.http import HttpRequest
from ninja import Path, Query, Router

from speciosa.study.server.api.caller import Bearer, caller_of
from speciosa.study.server.api.forms import FlowOut, Number, Page, ParticipantsOut
from speciosa.study.server.api.limits import number as limit_of
from speciosa.study.server.api.pages_of_entries import Wanted, page_of
from speciosa.study.server.api.problems import MAY_COME
from speciosa.study.server.api.scopes import Scope
from speciosa.study.server.masked import is_masked
from speciosa.study.server.models import Invitation, Participant
from speciosa.values.timeline import format_moment

staff = Router(tags=["study"])
_USUAL = limit_of("page")
_Most = Annotated[int, Query(ge=1, le=limit_of("page_most"), description="How many people at most.")]
_After = Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{0,20}$", description="The `next` of the page before.")]


@staff.get("participants", auth=Bearer(Scope.PARTICIPANTS_READ), response={200: ParticipantsOut, **MAY_COME},
           operation_id="read_participants", summary="Who takes part")  # fmt: skip
def read_participants(request: HttpRequest, after: _After = "", limit: _Most = _USUAL) -> dict[str, Any]:
    """By number, at the sites that the token's owner may know of."""
    seat = caller_of(request).seat
    assert seat is not None
    rows = seat.participants().select_related("site").filter(number__gt=after).order_by("number")[: limit + 1]
    found = list(rows)
    shown = found[:limit]
    following = shown[-1].number if len(found) > len(shown) else None
    return {"participants": [_participant(each) for each in shown], "next": following}


@staff.get("participants/{number}/entries", auth=Bearer(Scope.RECORDS_READ), response={200: Page, **MAY_COME},
           operation_id="read_participants_entries", summary="A participant's entries")  # fmt: skip
def read_participants_entries(request: HttpRequest, number: Path[Number], wanted: Query[Wanted]) -> dict[str, Any]:
    """As `read_entries`, without notes, and without arms until the study is revealed."""
    participant = caller_of(request).one(number)
    return page_of(participant.record, wanted, notes=False, masked=is_masked(participant))


@staff.get("flow", auth=Bearer(Scope.FLOW_READ), response={200: FlowOut, **MAY_COME},
           operation_id="read_flow", summary="How many were invited, joined, left")  # fmt: skip
def read_flow(request: HttpRequest) -> dict[str, int]:
    """Counts alone. They are of people inside the study: what is published is made by the study's report."""
    seat = caller_of(request).seat
    assert seat is not None
    invited = Invitation.objects.filter(study=seat.study)
    invited = invited if seat.sites is None else invited.filter(site__in=seat.sites)
    counted = seat.participants().aggregate(
        joined=Count("pk"), allocated=Count("allocated"), completed=Count("pk", filter=Q(state="completed")),
        withdrawn=Count("pk", filter=Q(state="withdrawn")),
    )  # fmt: skip
    return {"invited": invited.count(), **counted}


def _participant(found: Participant) -> dict[str, str | None]:
    left = None if found.withdrawn_s is None else format_moment(found.withdrawn_s, 0)
    return {
        "number": found.number, "site": found.site.slug, "state": found.state,
        "joined": format_moment(found.joined_s, 0), "withdrawn": left,
    }  # fmt: skip
