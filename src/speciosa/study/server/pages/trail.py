"""The trail for those who check it: its steps, whether it is whole, its export, and the list of unblindings."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from speciosa.knowledge import load_knowledge
from speciosa.study.server.models import Chain, Link, Member, Unblinding
from speciosa.study.server.page import render
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import SERVER, study_chain
from speciosa.study.server.trail.export import export
from speciosa.study.server.trail.shown import moment, shown
from speciosa.study.server.trail.verify import chains_seen, walk
from speciosa.study.server.who import needs
from speciosa.study.trail_check import heads_of
from speciosa.study.trail_step import Head
from speciosa.values.errors import EntryError

_KEY_LETTERS = 19
"""A key of a table has fewer digits."""


@needs(Right.READ_TRAIL)
@require_safe
def trail(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The links that this seat may read, the newest first."""
    links = _links(seat)
    actions = list(links.order_by("action").values_list("action", flat=True).distinct())
    asked = {name: request.GET.get(name, "").strip() for name in ("chain", "action", "person")}
    many = int(load_knowledge().choice("study_trail_page_rows"))
    before = request.GET.get("before", "")
    found = _asked(links, seat, asked).order_by("-pk")
    if before.isdecimal() and len(before) < _KEY_LETTERS:
        found = found.filter(pk__lt=int(before))
    rows = list(found.select_related("chain")[: many + 1])
    return render(
        request, "trail.html.j2", rows=shown(rows[:many]), asked=asked, actions=actions,
        next=rows[many - 1].pk if len(rows) > many else 0, everywhere=seat.sites is None,
    )  # fmt: skip


@needs(Right.READ_TRAIL)
@require_POST
def verify(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Walk the chains, and compare them with an earlier list of ends where one is handed in."""
    earlier = earlier_of(request)
    seen = chains_seen(seat)
    if earlier and seat.study is not None:
        names = (study_chain(seat.study), f"participant {seat.study.slug} ")
        own = set(Chain.objects.filter(seen).values_list("name", flat=True))
        strange = [each for each in earlier if each.chain not in own and not each.chain.startswith(names)]
        if strange or (seat.sites is not None and any(each.chain not in own for each in earlier)):
            raise EntryError("this list of ends is of another trail", todo="take the one of this study")
    found = walk(seen, earlier)
    return render(request, "trail_verified.html.j2", found=found, compared=len(earlier))


@needs(Right.READ_TRAIL)
@require_POST
def export_trail(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The export as a file."""
    del request
    assert seat.study is not None
    body = export(seat, chains_seen(seat), about=study_chain(seat.study), told_in=study_chain(seat.study))
    return as_file(body, f"trail-{seat.study.slug}.zip")


@needs(Right.READ_TRAIL)
@require_safe
def unblindings(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Who learned one person's arm before the end, when, and why: a list to print. Never which arm."""
    rows = Unblinding.objects.filter(participant__in=seat.participants()).select_related(
        "participant__site", "asked_by"
    )
    listed = [(moment(each.at_s), each) for each in rows.order_by("at_s", "pk")]
    return render(request, "unblindings.html.j2", rows=listed, study=seat.study)


def earlier_of(request: HttpRequest) -> list[Head]:
    """The list of ends that was handed in with a form; empty: none was.

    Raises
    ------
    EntryError : it is no such list.
    """
    file = request.FILES.get("heads")
    if file is None:
        return []
    try:
        return heads_of(file.read().decode(), "the file")
    except UnicodeDecodeError:
        raise EntryError("this is no list of ends of a trail", todo="take heads.json out of the ZIP") from None


def as_file(body: bytes, name: str) -> HttpResponse:
    """An answer that is saved, not shown."""
    return HttpResponse(
        body, content_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _links(seat: Seat) -> QuerySet[Link]:
    """Links of the chains that the seat may read; at all sites also how the study's own staff signed in."""
    own = Q(chain__in=Chain.objects.filter(chains_seen(seat)))
    if seat.sites is None:
        staff = Member.objects.filter(study=seat.study).values_list("person", flat=True).distinct()
        own |= Q(chain__name=SERVER, subject__in=[f"account {key}" for key in staff])
    return Link.objects.filter(own)


def _asked(links: QuerySet[Link], seat: Seat, asked: Mapping[str, str]) -> QuerySet[Link]:
    assert seat.study is not None
    if asked["action"]:
        links = links.filter(action=asked["action"])
    if asked["chain"]:
        name = {"study": study_chain(seat.study), "signing in": SERVER}.get(asked["chain"])
        links = links.filter(chain__name=name or f"participant {seat.study.slug} {asked['chain']}")
    if not asked["person"]:
        return links
    named = User.objects.filter(username__iexact=asked["person"]).first()
    who = [asked["person"], f"participant {asked['person']}", *([f"account {named.pk}"] if named else [])]
    return links.filter(Q(actor__in=who) | Q(subject__in=who))


paths = [
    path("study/<slug:study>/trail/", trail, name="trail"),
    path("study/<slug:study>/trail/verify/", verify, name="trail_verify"),
    path("study/<slug:study>/trail/export/", export_trail, name="trail_export"),
    path("study/<slug:study>/trail/unblindings/", unblindings, name="unblindings"),
]
