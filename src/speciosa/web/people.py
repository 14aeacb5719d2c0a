"""Who keeps the record: age, body, place, illnesses, help lines; and what was never said."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Person
from speciosa.record.person_file import checked_person
from speciosa.report import Wording
from speciosa.safety import help_for, shut_for
from speciosa.store import details, entries
from speciosa.values.errors import EntryError
from speciosa.web import medicine_reading, working
from speciosa.web.clock import now_s
from speciosa.web.local_clock import day_of
from speciosa.web.page import render, words_for
from speciosa.web.person_form import PARTS, read_part, written
from speciosa.web.saving import say_so

ADULT = 18


@dataclass(frozen=True, slots=True)
class Shut:
    """What is shut for a young person. `why`: one sentence. `titles`: of the functions."""

    why: str
    titles: tuple[str, ...]


def me(request: HttpRequest) -> HttpResponse:
    """Everything that a person may say of themselves, part by part; each part is kept by itself."""
    record = entries.own_record()
    person = details.person_of(record)
    part = request.POST.get("part", "") if request.method == "POST" else ""
    wrong: frozenset[str] = frozenset()
    said = written(person)
    if part in PARTS:
        person, wrong = _with_part(person, part, request)
        if not wrong:
            _keep(request, person)
            return HttpResponseRedirect(_next(request, person))
        said |= {key: request.POST.get(key, "") for key in PARTS[part] if key != "pain_source"}
        if "pain_source" in PARTS[part]:
            said["pain_source"] = request.POST.getlist("pain_source")
    return _page(request, "me.html.j2", person, said, wrong)


def first(request: HttpRequest) -> HttpResponse:
    """The one question page of the first start: three things, and a way past them."""
    person = details.person_of(entries.own_record())
    return _page(request, "me_first.html.j2", person, written(person), frozenset())


@require_POST
def medicine_name(request: HttpRequest) -> HttpResponse:
    """What a name that is not known means, or what the medicine does: said once, used from then on."""
    record = entries.own_record()
    person = details.person_of(record)
    name = " ".join(request.POST.get("written", "").split())
    if not name:
        raise EntryError("no medicine was named", todo="go back and write its name")
    said = _said(person)
    names, answers = dict(person.medicine_names), {key: list(each) for key, each in person.medicine_answers}
    if meant := request.POST.get("meaning", "").strip():
        names[name] = meant
    if does := request.POST.getlist("does"):
        answers[name] = does
    _keep(request, checked_person(said | {"medicine_names": names, "medicine_answers": answers}))
    aim = request.POST.get("to", "")
    return HttpResponseRedirect(aim if aim in {"/me#medicines", "/log/medicine"} else "/me#medicines")


def _with_part(person: Person, part: str, request: HttpRequest) -> tuple[Person, frozenset[str]]:
    """The person with what one part of the page says; or the fields that can't be understood."""
    found, wrong = read_part(part, request.POST)
    said = {key: value for key, value in _said(person).items() if key not in PARTS[part]}
    for key, value in found.items():
        try:
            checked_person({key: value})
        except EntryError:
            wrong |= {key}
    return (person, wrong) if wrong else (checked_person(said | found), wrong)


def _said(person: Person) -> dict[str, object]:
    """What was said so far, as `checked_person` takes it."""
    default = asdict(Person())
    said = {key: value for key, value in asdict(person).items() if value != default[key]}
    plain: dict[str, object] = {key: list(each) if isinstance(each, tuple) else each for key, each in said.items()}
    tables = {"medicine_names": dict(person.medicine_names)}
    answers = {"medicine_answers": {key: list(each) for key, each in person.medicine_answers}}
    return plain | {key: each for key, each in (tables | answers).items() if key in plain}


def _keep(request: HttpRequest, person: Person) -> None:
    details.save_person(entries.own_record(), person)
    say_so(request, [], "What you said is kept.")
    working.ask(request)


def _next(request: HttpRequest, person: Person) -> str:
    part = request.POST.get("part", "")
    if part == "first":
        return "/me#young" if person.may_be_under(ADULT, now_s()) else "/"
    return "/me" if part == "all" else f"/me#{part}"


def _page(
    request: HttpRequest, template: str, person: Person, said: dict[str, object], wrong: frozenset[str]
) -> HttpResponse:
    knowledge, words = load_knowledge(), words_for(request)
    return render(
        request, template, status=400 if wrong else 200, said=said, wrong=wrong, person=person,
        zones=_zones(), countries=_countries(knowledge, words), help=help_for(person, knowledge),
        checked=_day(words, help_for(person, knowledge).checked),
        shut=_shut(person, knowledge), read=medicine_reading.read_all(person.medicines, person, knowledge),
        outcome_choices=[(each, words.say(knowledge.outcome(each).label)) for each in _OFTEN_LEADING],
    )  # fmt: skip


_OFTEN_LEADING = ("pain", "interference", "mood", "anxiety", "sleep_quality", "energy", "fatigue", "function")


def _shut(person: Person, knowledge: Knowledge) -> Shut | None:
    if not person.may_be_under(ADULT, now_s()):
        return None
    shut = shut_for(person, knowledge, now_s=now_s())
    if not shut:
        return None
    why = next(iter(shut.values())).why
    return Shut(why, tuple(knowledge.functions[key].title for key in shut))


def _day(words: Wording, iso: str) -> str:
    """A day of a table in the language's own words."""
    try:
        return words.date(day_of(iso))
    except EntryError:
        return ""


def _countries(knowledge: Knowledge, words: Wording) -> list[tuple[str, str]]:
    rows = ((key.upper(), words.say(each.country)) for key, each in knowledge.help_lines.items() if key != "any")
    return sorted(rows, key=lambda each: each[1])


@cache
def _zones() -> tuple[str, ...]:
    """Time zones by their place; not the old names and offsets, which know no summer time."""
    old = ("Etc/", "posix", "right", "SystemV", "US/")
    return tuple(sorted(each for each in available_timezones() if "/" in each and not each.startswith(old)))


paths = [
    path("me", me, name="me"),
    path("me/first", first, name="me_first"),
    path("me/medicine-name", medicine_name, name="medicine_name"),
]
