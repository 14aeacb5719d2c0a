"""The protocol: what stands, every version that stood, and a form for the next one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from speciosa.knowledge import load_knowledge
from speciosa.study.server.models import Protocol
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import day
from speciosa.study.server.protocol import ITEMS, SOURCES, Body, StudyDesign, add, body_of, current
from speciosa.study.server.protocol.body import changed
from speciosa.study.server.protocol.design import WASHOUT, as_typed, first_choice
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat, seat_for
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError

_DESIGN = (
    ("levels", "Levels, from the highest to the lowest", ("Shares of a person's own usual amount: usual, -25%. Never "
     "above usual, never a stop, and no step takes away more than a quarter of what is taken then.")),
    ("period_d", "Days of a period", ""), ("blocks", "Blocks (each holds every level once)", ""),
    ("run_in_d", "Days of their usual record before the start", ""),
    ("settle_in_d", "Settle-in days at the start of a period", ""),
    ("outcome", "The score that answers the question", "A word like pain or interference."),
    ("margin_nrs", "Points by which less may be worse and still does as well", ""),
    ("prompts", "Times of day at which people are asked", "Local clock times, like 08:00, 20:00."),
    ("most_equal_borders", "Borders between blocks with the same level on both sides, at most", "Empty: any."),
)  # fmt: skip


@needs(Right.SEE_STUDY)
def protocol(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What stands now, and the list of versions."""
    assert seat.study is not None
    return _shown(request, seat, current(seat.study))


@needs(Right.SEE_STUDY)
def one_version(request: HttpRequest, seat: Seat, version: int) -> HttpResponse:
    """A version as it stood.

    Raises
    ------
    Http404 : there is none of this number.
    """
    found = Protocol.objects.filter(study=seat.study, version=version).first()
    if found is None:
        raise Http404
    return _shown(request, seat, found)


@needs(Right.EDIT_STUDY)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A form with what stands; sent, a new version. What was typed is there again where something is wrong."""
    assert seat.study is not None
    newest, problem = current(seat.study), None
    body = body_of(newest) if newest else Body()
    said = {each.key: body.answers.get(each.key, "") for each in ITEMS}
    design = as_typed(body.design) if body.design else first_choice()
    reason, reference = "", ""
    if request.method == "POST":
        said = {each.key: request.POST.get(f"item_{each.key}", "").replace("\r\n", "\n") for each in ITEMS}
        design = {name: request.POST.get(name, "") for name in design}
        reason, reference = request.POST.get("reason", ""), request.POST.get("ethics_reference", "")
        try:
            add(seat, Body(said, StudyDesign.of_form(design), reason, reference))
        except EntryError as found:
            problem = found
        else:
            return HttpResponseRedirect(f"/study/{seat.study.slug}/protocol/")
    return render(
        request, "protocol_edit.html.j2", status=400 if problem else 200, problem=problem, items=_parts(), said=said,
        design=design, fields=_DESIGN, washout=WASHOUT, reason=reason, reference=reference, newest=newest,
        is_open=seat.study.state == "open",
    )  # fmt: skip


def _shown(request: HttpRequest, seat: Seat, found: Protocol | None) -> HttpResponse:
    assert seat.study is not None
    versions = list(Protocol.objects.filter(study=seat.study).order_by("-version"))
    body = body_of(found) if found else Body()
    before = next((each for each in versions if found and each.version == found.version - 1), None)
    listed = [(each, body_of(each), day(each.made_s)) for each in versions]
    bibliography = load_knowledge().bibliography
    return render(
        request, "protocol.html.j2", found=found, body=body, parts=_parts(), versions=listed,
        made=day(found.made_s) if found else "", design=as_typed(body.design) if body.design else {}, fields=_DESIGN,
        washout=WASHOUT.get(body.design.washout, "") if body.design else "",
        changes=changed(body_of(before), body) if before else [], before=before,
        is_newest=found is not None and found == versions[0],
        sources=[bibliography[each] for each in SOURCES],
        may_edit=seat_for(request.user, seat.study, Right.EDIT_STUDY) is not None
        and not seat.study.is_over,
    )  # fmt: skip


def _parts() -> list[tuple[str, list[object]]]:
    names = dict.fromkeys(each.part for each in ITEMS)
    return [(name, [each for each in ITEMS if each.part == name]) for name in names]


paths = [
    path("study/<slug:study>/protocol/", protocol, name="study_protocol"),
    path("study/<slug:study>/protocol/edit/", edit, name="study_protocol_edit"),
    path("study/<slug:study>/protocol/<int:version>/", one_version, name="study_protocol_version"),
]
