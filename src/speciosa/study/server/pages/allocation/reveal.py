"""The statistician's page at the end: one code opens everything. And the proofs as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from speciosa.study.server.allocation import pack_keys, proofs, revealing
from speciosa.study.server.models import Allocated
from speciosa.study.server.page import render
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError
from speciosa.web.clock import now_s


@require_http_methods(["GET", "POST"])
@needs(Right.REVEAL)
def reveal(request: HttpRequest, seat: Seat) -> HttpResponse:
    """How far it is, and the code to go on."""
    assert seat.study is not None
    problem, step = None, None
    if request.method == "POST":
        try:
            step = revealing.reveal(seat, request.POST.get("code", ""), now_s=now_s())
        except EntryError as slip:
            problem = slip
        else:
            if not step.left:
                return HttpResponseRedirect(f"/study/{seat.study.slug}/promises/")
    seat.study.refresh_from_db()
    rows = Allocated.objects.filter(participant__study=seat.study)
    return render(
        request, "allocation/reveal.html.j2", status=403 if problem else 200, study=seat.study, problem=problem,
        step=step, count=rows.count(), left=revealing.left(seat.study).count(),
        fingerprints=[pack_keys.fingerprint(each) for each in revealing.keys_left(seat.study)],
    )  # fmt: skip


@require_safe
@needs(Right.REVEAL)
def proofs_file(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Hashes, nonces and what was hashed, once the study is revealed."""
    del request
    assert seat.study is not None
    if seat.study.state != "revealed":
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{seat.study.slug}-proofs.json"'}
    return JsonResponse(proofs.document(seat), json_dumps_params={"indent": 1}, headers=headers)


paths = [
    path("study/<slug:study>/reveal/", reveal, name="reveal"),
    path("study/<slug:study>/reveal/proofs.json", proofs_file, name="proofs"),
]
