"""A skin photo: camera or file, hints while aiming, kept without tags."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Event, Kind
from speciosa.record.row import Row
from speciosa.report import Wording
from speciosa.store import details, entries
from speciosa.store.adding import known_of
from speciosa.store.as_row import row_of
from speciosa.store.models import Entry, Record
from speciosa.store.photos import KeptPhoto, drop_photo, keep_opened, kept_photo, opened_photo, picture_of
from speciosa.values.errors import EntryError
from speciosa.values.timeline import format_moment, parse_moment
from speciosa.web import photo_looking
from speciosa.web.clock import now_s
from speciosa.web.local_clock import now_here, offset_min, said_moment
from speciosa.web.logging_form import lately, one_of
from speciosa.web.page import render, words_for
from speciosa.web.saving import amend, back, moment_of, save
from speciosa.web.uploads import MOST_BYTES

if TYPE_CHECKING:
    from speciosa.skin.decoder import DecodedPhoto

OWN_CAMERA = "the camera in this app"
"""Stands for the phone where the photo was taken on the page itself: another way from light to pixels than the
phone's own camera, so the two are not compared with each other."""
_FOLDER = "photos/"
_MOST_OWN = 6
_AHEAD_S = 60


def photo(request: HttpRequest) -> HttpResponse:
    """The sheet: where on the body, and the photo."""
    record, words = entries.own_record(), words_for(request)
    problem = None
    if request.method == "POST":
        try:
            name = _taken(request, record)
        except EntryError as found:
            problem = found
        else:
            return back(f"/log/{name.removesuffix('.jpg')}")
    own, others = _sites(record, words)
    return render(
        request, "log_photo.html.j2", status=400 if problem else 200, place="skin", problem=problem, said=request.POST,
        own=own, others=others,
    )  # fmt: skip


def found(request: HttpRequest, leaf: str) -> HttpResponse:
    """What was found in one photo, or that it is being looked at; and whether its time is right."""
    record, words = entries.own_record(), words_for(request)
    kept, event = _photo_and_entry(record, leaf)
    if request.method == "POST" and (own := _own_time(record, kept)):
        row = row_of(event)._replace(time=own, recorded=now_here(), precision="")
        amend(request, event.id, row, "The photo stands at its own time now.")
        return back(request.path)
    looked = photo_looking.answer_of(record, kept.name)
    if looked is None:
        photo_looking.look(kept.name)
    own, far_s = _own_time(record, kept), 60 * load_knowledge().choice("photo_far_min")
    return render(
        request, "photo_found.html.j2", place="skin", leaf=leaf, name=kept.name, event=event, looked=looked,
        site=words.say(load_knowledge().body_sites[event.name].label), own_time=_words_of(own, words) if own else "",
        when=words.moment(event.time_s, event.offset_min),
        far=bool(own) and abs(parse_moment(own, None).time_s - event.time_s) > far_s,
    )  # fmt: skip


def picture(request: HttpRequest, name: str, *, small: bool = False) -> HttpResponse:
    """A photo's pixels, for a browser that may look; nothing keeps a copy."""
    del request
    record = entries.own_record()
    body = picture_of(record, name, small=small) or picture_of(record, f"{_FOLDER}{name}", small=small)
    if body is None:
        raise Http404
    return HttpResponse(body, content_type="image/jpeg", headers={"Cache-Control": "no-store"})


def _taken(request: HttpRequest, record: Record) -> str:
    """Keep the photo and write its entry down: the photo's name.

    Raises
    ------
    EntryError : no photo, no site, too large, or it can't be opened; nothing was kept.
    """
    knowledge = load_knowledge()
    site = one_of(request.POST)
    if site not in knowledge.body_sites:
        raise EntryError("this place is not on the list", todo="choose one of the list")
    entry_id = _entry_id(request)
    if sent := known_of(record, [entry_id]):  # the same form again, as after a bad connection
        return sent[entry_id].text
    raw = _uploaded(request)
    moment_of(request)  # before anything is kept: its fields may hold no time
    opened = _opened(raw, knowledge)
    with transaction.atomic():  # whatever happens in between, no photo stays without its entry
        kept = keep_opened(record, opened, knowledge, camera=OWN_CAMERA if request.POST.get("here") else "")
        time, recorded = moment_of(request)
        if said_moment(request) is None and request.POST.get("own_time"):
            time = _own_time(record, kept) or time
        note = request.POST.get("note", "").strip()
        row = Row(time, Kind.PHOTO.value, site, kept.name, recorded=recorded, note=note, id=entry_id)
        (event,) = save(request, [row], "The photo is in.")
        if event.text != kept.name:  # the same form came in twice at once
            drop_photo(record, kept.name)
    sites = details.setting(record, "sites")
    if site not in sites:
        details.save_setting(record, "sites", [*sites, site])
    photo_looking.look(event.text)
    return event.text


def _entry_id(request: HttpRequest) -> str:
    """The entry's id: made of the form's, so that the form sent twice is one photo."""
    form = request.POST.get("id", "")
    return "a" + blake2b(f"photo {form}".encode(), digest_size=10).hexdigest() if form else entries.fresh_id()


def _uploaded(request: HttpRequest) -> bytes:
    """The photo's bytes.

    Raises
    ------
    EntryError : there are none, or too many.
    """
    if getattr(request, "too_large", False):
        what = f"this file is larger than {MOST_BYTES // 1_000_000} MB"
        raise EntryError(what, todo="set the camera to 12 or 48 megapixels and take the photo again")
    file = request.FILES.get("photo") or request.FILES.get("shot")
    if not isinstance(file, UploadedFile):
        raise EntryError("no photo was chosen yet", todo="take one, or choose a file")
    return bytes(file.read())


def _opened(raw: bytes, knowledge: Knowledge) -> DecodedPhoto:
    from speciosa.skin.decoder import Decoder  # noqa: PLC0415  half a second that only a photo needs

    with Decoder(knowledge) as decoder:
        return opened_photo(raw, decoder)


def _own_time(record: Record, kept: KeptPhoto) -> str:
    """When the photo was taken, as its camera said; empty where it said nothing, or a time that lies ahead."""
    if not kept.taken_at:
        return ""
    person = details.person_of(record)
    try:
        moment = parse_moment(kept.taken_at, person.zone) if kept.taken_at[19:] or person.zone else None
        if moment is None:
            about_s = parse_moment(f"{kept.taken_at}+00:00", None).time_s
            offset = offset_min(record, about_s)
            return format_moment(about_s - 60 * offset, offset) if about_s - 60 * offset <= now_s() + _AHEAD_S else ""
    except EntryError:
        return ""
    return format_moment(moment.time_s, moment.offset_min) if moment.time_s <= now_s() + _AHEAD_S else ""


def _words_of(moment: str, words: Wording) -> str:
    said = parse_moment(moment, None)
    return words.moment(said.time_s, said.offset_min)


def _photo_and_entry(record: Record, leaf: str) -> tuple[KeptPhoto, Event]:
    kept = kept_photo(record, f"{_FOLDER}{leaf}.jpg")
    row = (
        Entry.objects.filter(record=record, kind=Kind.PHOTO.value, text=f"{_FOLDER}{leaf}.jpg").order_by("-pk").first()
    )
    if kept is None or row is None:
        raise Http404
    return kept, entries.find(record, row.entry_id)


def _sites(record: Record, words: Wording) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Places to choose: the person's own to tap, all others in a list."""
    known = load_knowledge().body_sites
    chosen = [*details.setting(record, "sites"), *lately(record, Kind.PHOTO)]
    first = [each for each in dict.fromkeys(chosen) if each in known][:_MOST_OWN] or [
        "forearm_dorsal_left",
        "arm_inner_left",
    ]
    return _labelled(first, words), _labelled((each for each in known if each not in first), words)


def _labelled(sites: Iterable[str], words: Wording) -> list[tuple[str, str]]:
    known = load_knowledge().body_sites
    return [(each, words.say(known[each].label)) for each in sites]


paths = [
    path("log/photo", photo, name="log_photo"),
    path("log/photos/<str:leaf>", found, name="photo_found"),
    path("photos/small/<path:name>", picture, {"small": True}, name="photo_small"),
    path("photos/<path:name>", picture, name="photo"),
]
