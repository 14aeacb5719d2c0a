"""Consent texts: what people agree to now, every version that stood, who agreed to which, and a form for the next."""

from __future__ import annotations

from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from speciosa.study.server.consent_texts import ENTRIES_AFTER, KEPT, newest_version, parts_of
from speciosa.study.server.consent_versions import add_language, add_version, lines_changed, wording_of
from speciosa.study.server.models import Consent, ConsentText, Study
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import day
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat, seat_for
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError

_FIRST = "en"


@needs(Right.SEE_STUDY)
def consent(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every version with how many agreed to it, the newest first."""
    assert seat.study is not None
    return render(
        request, "consent.html.j2", versions=_versions(seat), newest=newest_version(seat.study),
        may_edit=_may_edit(request, seat.study), waiting=_waiting(seat),
    )  # fmt: skip


@needs(Right.SEE_STUDY)
def one_version(request: HttpRequest, seat: Seat, version: int) -> HttpResponse:
    """A version in all its languages, what changed in each, and who agreed.

    Raises
    ------
    Http404 : there is none of this number.
    """
    assert seat.study is not None
    texts = list(ConsentText.objects.filter(study=seat.study, version=version).order_by("language"))
    if not texts:
        raise Http404
    older = {each.language: each for each in ConsentText.objects.filter(study=seat.study, version=version - 1)}
    return render(
        request, "consent_version.html.j2", version=version, reason=texts[0].reason, made=day(texts[0].made_s),
        after=ENTRIES_AFTER[texts[0].entries_after], newest=newest_version(seat.study),
        texts=[(each, parts_of(each), lines_changed(older.get(each.language), each)) for each in texts],
        had_older=bool(older), agreed=_agreed(seat, version), may_edit=_may_edit(request, seat.study),
    )  # fmt: skip


@needs(Right.EDIT_STUDY)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A form with what stands; sent, a new version that everybody is asked about."""
    assert seat.study is not None
    stood = list(ConsentText.objects.filter(study=seat.study, version=newest_version(seat.study)).order_by("language"))
    languages = [each.language for each in stood] or [_FIRST]
    said, problem = _as_typed(stood), None
    if request.method == "POST":
        said = {key: str(value) for key, value in request.POST.items()}
        wordings = {each: wording_of(said, each) for each in languages}
        try:
            add_version(seat, wordings, entries_after=said.get("entries_after", ""), reason=said.get("reason", ""))
        except EntryError as found:
            problem = found
        else:
            return _back(seat)
    return render(
        request, "consent_add.html.j2", status=400 if problem else 200, problem=problem, languages=languages,
        said=said, after=ENTRIES_AFTER, is_first=not stood,
    )  # fmt: skip


@needs(Right.EDIT_STUDY)
@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A form for the version that counts now in one more language; nobody is asked anew."""
    assert seat.study is not None
    stood = list(ConsentText.objects.filter(study=seat.study, version=newest_version(seat.study)).order_by("language"))
    said, problem = {key: str(value) for key, value in request.POST.items()}, None
    if request.method == "POST":
        try:
            language = said.get("language", "").strip()
            add_language(seat, language, wording_of(said, "new"), reason=said.get("reason", ""))
        except EntryError as found:
            problem = found
        else:
            return _back(seat)
    elif stood:
        said["parts_new"] = _parts_typed(stood[0])
    return render(
        request, "consent_translate.html.j2", status=400 if problem else 200, problem=problem, said=said, stood=stood
    )


def _versions(seat: Seat) -> list[dict[str, object]]:
    """Each version with its languages and how many hold to it, as far as this seat sees people."""
    rows = ConsentText.objects.filter(study=seat.study).order_by("-version", "language")
    found: dict[int, dict[str, object]] = {}
    for each in rows:
        kept = found.setdefault(each.version, {
            "version": each.version, "made": day(each.made_s), "reason": each.reason, "texts": [],
            "agreed": _held(seat).filter(text__version=each.version).values("participant").distinct().count(),
        })  # fmt: skip
        texts = kept["texts"]
        assert isinstance(texts, list)
        texts.append(each)
    return list(found.values())


def _waiting(seat: Seat) -> int:
    """How many have not agreed to the newest version, and are still in."""
    assert seat.study is not None
    newest = newest_version(seat.study)
    still_in = seat.participants().exclude(state="withdrawn")
    hold = _held(seat).filter(text__version=newest).values("participant")
    return still_in.exclude(pk__in=hold).count() if newest else 0


def _held(seat: Seat) -> QuerySet[Consent]:
    return Consent.objects.filter(participant__in=seat.participants(), withdrawn_s=None)


def _agreed(seat: Seat, version: int) -> list[dict[str, object]]:
    """Who agreed to a version, by number, and what became of it."""
    rows = Consent.objects.filter(participant__in=seat.participants(), text__version=version)
    newest = dict(
        Consent.objects.filter(participant__in=seat.participants(), withdrawn_s=None)
        .values_list("participant").annotate(newest=Max("text__version"))
    )  # fmt: skip
    return [
        {"number": each.participant.number, "at": day(each.agreed_s), "language": each.text.language,
         "now": "taken back" if each.withdrawn_s is not None
         else "a newer version since" if newest.get(each.participant_id, version) > version else "holds"}
        for each in rows.select_related("participant", "text").order_by("participant__number", "pk")
    ]  # fmt: skip


def _as_typed(stood: list[ConsentText]) -> dict[str, str]:
    said = {"entries_after": stood[0].entries_after if stood else KEPT, "reason": ""}
    for each in stood:
        said |= {f"title_{each.language}": each.title, f"body_{each.language}": each.body,
                 f"parts_{each.language}": _parts_typed(each)}  # fmt: skip
    return said


def _parts_typed(text: ConsentText) -> str:
    return "\n".join(f"{each.key}: {each.says}" for each in parts_of(text))


def _may_edit(request: HttpRequest, study: Study) -> bool:
    return seat_for(request.user, study, Right.EDIT_STUDY) is not None


def _back(seat: Seat) -> HttpResponse:
    assert seat.study is not None
    return HttpResponseRedirect(f"/study/{seat.study.slug}/consent/")


paths = [
    path("study/<slug:study>/consent/", consent, name="study_consent"),
    path("study/<slug:study>/consent/add/", add, name="study_consent_add"),
    path("study/<slug:study>/consent/translate/", translate, name="study_consent_translate"),
    path("study/<slug:study>/consent/<int:version>/", one_version, name="study_consent_version"),
]
