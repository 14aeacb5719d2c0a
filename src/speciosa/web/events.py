"""Symptoms, medicines, sleep, goals, strategies, laboratory values and other events."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.store import details, entries
from speciosa.values.errors import EntryError
from speciosa.web import beside_kratom, medicine_reading, questionnaires
from speciosa.web.alarm_words import is_alarm_word
from speciosa.web.local_clock import now_here
from speciosa.web.logging_form import Said, lately, one_of, picks, write_down
from speciosa.web.page import render, words_for
from speciosa.web.saving import moment_of, number_of

_SYMPTOMS = ("nausea", "constipation", "dizziness", "drowsiness", "itching", "headache", "sweating", "restlessness")
_WATCHED = ("jaundice", "dark_urine", "pale_stool", "right_upper_belly_pain", "skin_darkening", "palpitations")
_CRISIS = "suicidal_thoughts"
_ACTIVITIES = ("walking", "physiotherapy", "stretching", "swimming", "cycling", "housework")
_STRATEGIES = ("physiotherapy", "heat", "sleep schedule", "pacing", "relaxation", "kratom")
_TESTS = ("ALT", "AST", "ALP", "GGT", "bilirubin", "INR")
_UNITS = {"medicine": ("mg", "g", "ml", "tablet", "capsule", "drop", "spray", "patch", "IU"),
          "lab": ("U/L", "µmol/L", "mg/dL", "mg/L", "ng/mL", "ratio")}  # fmt: skip
_HAPPENED = (
    "started", "stopped", "product_changed", "recalled",
    "phone_changed", "lamp_changed", "room_changed", "card_changed",
)  # fmt: skip
_STEPS = ("start", "stop")


def more(request: HttpRequest) -> HttpResponse:
    """Everything else that can be written down."""
    return render(request, "log_more.html.j2", place="today")


def symptom(request: HttpRequest) -> HttpResponse:
    """Something that was felt, and if the person likes how strong."""
    knowledge = load_knowledge()
    own = [each for each in lately(entries.own_record(), Kind.SYMPTOM) if not is_alarm_word(each, knowledge)]
    words = words_for(request)
    names, watched = picks(words, _SYMPTOMS, own=own[:6]), picks(words, _WATCHED)
    return write_down(request, "log_symptom.html.j2", _symptom, names=names, watched=watched)


def medicine(request: HttpRequest) -> HttpResponse:
    """Any other medicine, with how its name was read."""
    record, knowledge = entries.own_record(), load_knowledge()
    person = details.person_of(record)
    own = list(dict.fromkeys([*lately(record, Kind.MEDICINE), *person.medicines]))
    answer = write_down(
        request, "log_medicine.html.j2", _medicine, to="/log/medicine", names=[(each, each) for each in own[:8]],
        units=_UNITS["medicine"],
        names_read=medicine_reading.read_all(lately(record, Kind.MEDICINE)[:3], person, knowledge),
    )  # fmt: skip
    if answer.status_code == 302:
        request.session["flash"]["asks"] = []  # the page itself asks, beside the name
        request.session["flash"]["slows_breathing"] = beside_kratom.slows_breathing(
            record, one_of(request.POST), moment_of(request)[0]
        )
        request.session.modified = True
    return answer


def sleep(request: HttpRequest) -> HttpResponse:
    """The last night: hours, and if the person likes how well."""
    return write_down(request, "log_sleep.html.j2", _sleep)


def activity(request: HttpRequest) -> HttpResponse:
    """Something done, in minutes."""
    own = lately(entries.own_record(), Kind.ACTIVITY)
    return write_down(
        request, "log_activity.html.j2", _activity, names=picks(words_for(request), _ACTIVITIES, own=own[:6])
    )


def sun(request: HttpRequest) -> HttpResponse:
    """Hours in the sun: it matters for the skin."""
    return write_down(request, "log_sun.html.j2", _sun)


def lab(request: HttpRequest) -> HttpResponse:
    """A laboratory value, in the laboratory's unit and with its upper limit."""
    own = [each for each in lately(entries.own_record(), Kind.LAB) if not each.endswith(".uln")]
    names = [(each, each) for each in dict.fromkeys([*own[:6], *_TESTS])]
    return write_down(request, "log_lab.html.j2", _lab, names=names, units=_UNITS["lab"])


def goal(request: HttpRequest) -> HttpResponse:
    """What the person wants back, and how much of it is reached."""
    names = [(each, each) for each in lately(entries.own_record(), Kind.GOAL)[:6]]
    return write_down(request, "log_goal.html.j2", _goal, names=names)


def strategy(request: HttpRequest) -> HttpResponse:
    """Something tried: begun, ended, or to be looked at again."""
    own = lately(entries.own_record(), Kind.STRATEGY)
    names = picks(words_for(request), _STRATEGIES, own=own[:6])
    return write_down(request, "log_strategy.html.j2", _strategy, names=names, tomorrow=_day_after(1))


def event(request: HttpRequest) -> HttpResponse:
    """Something that changed."""
    record = entries.own_record()
    products = details.products_of(record)
    texts = [f"{each.product}#{each.batch}" if each.batch else each.product for each in products]
    return write_down(request, "log_event.html.j2", _event, happened=_HAPPENED, products=texts)


def _symptom(said: QueryDict) -> Said:
    row = Row("", Kind.SYMPTOM.value, one_of(said), number_of(said.get("value", "")))
    return Said([row], "The symptom is in.")


def _medicine(said: QueryDict) -> Said:
    name, amount = one_of(said), number_of(said.get("amount", ""))
    unit = " ".join((said.get("unit_other", "") or said.get("unit", "")).split())
    if amount and not unit:
        raise EntryError("this amount has no unit", todo="choose mg, tablets or what stands on the box")
    row = Row("", Kind.MEDICINE.value, name, amount or "unknown", unit if amount else "")
    return Said([row], "The medicine is in. Look whether its name was read right.")


def _sleep(said: QueryDict) -> Said:
    hours = number_of(said.get("hours_other", "")) or number_of(said.get("hours", ""))
    if not hours:
        raise EntryError("no hours were chosen yet", todo="tap how many, or write them")
    rows = [Row("", Kind.SLEEP.value, "night", hours, "h")]
    if well := number_of(said.get("value", "")):
        rows.append(Row("", Kind.RATING.value, "sleep_quality", well, "nrs"))
    return Said(rows, "Your night is in.")


def _activity(said: QueryDict) -> Said:
    row = Row("", Kind.ACTIVITY.value, one_of(said), number_of(said.get("minutes", "")), "min")
    return Said([row], "It is in.")


def _sun(said: QueryDict) -> Said:
    hours = number_of(said.get("hours_other", "")) or number_of(said.get("hours", ""))
    if not hours:
        raise EntryError("no time was chosen yet", todo="tap how long, or write the hours")
    return Said([Row("", Kind.SUN.value, "exposure", hours, "h")], "The time in the sun is in.")


def _lab(said: QueryDict) -> Said:
    name, value, limit = one_of(said), number_of(said.get("value", "")), number_of(said.get("limit", ""))
    unit = " ".join((said.get("unit_other", "") or said.get("unit", "")).split())
    rows = [Row("", Kind.LAB.value, name, value, unit)]
    if limit:
        rows.append(Row("", Kind.LAB.value, f"{name}.uln", limit, unit))
    return Said(rows, "The value is in.")


def _goal(said: QueryDict) -> Said:
    value = number_of(said.get("value", ""))
    if not value:
        raise EntryError("no number was chosen yet", todo="tap how much of it you reached, 0 to 10")
    return Said([Row("", Kind.GOAL.value, one_of(said), value, "nrs")], "It is in.")


def _strategy(said: QueryDict) -> Said:
    step = said.get("step", "")
    if step == "review":
        step = said.get("review", "").strip()
        if not step:
            raise EntryError("no day was chosen yet", todo="choose the day on which you look again")
    elif step not in _STEPS:
        raise EntryError("nothing was chosen yet", todo="tap begun, ended, or look again on a day")
    return Said([Row("", Kind.STRATEGY.value, one_of(said), step)], "It is in.")


def _event(said: QueryDict) -> Said:
    row = Row("", Kind.EVENT.value, one_of(said), " ".join(said.get("text", "").split()))
    return Said([row], "It is in.")


def _day_after(days: int) -> str:
    """A local day from now on, as a date field takes it."""
    return (date.fromisoformat(now_here()[:10]) + timedelta(days=days)).isoformat()


paths = [
    path("log/more", more, name="log_more"),
    path("log/symptom", symptom, name="log_symptom"),
    path("log/medicine", medicine, name="log_medicine"),
    path("log/sleep", sleep, name="log_sleep"),
    path("log/activity", activity, name="log_activity"),
    path("log/sun", sun, name="log_sun"),
    path("log/lab", lab, name="log_lab"),
    path("log/goal", goal, name="log_goal"),
    path("log/strategy", strategy, name="log_strategy"),
    path("log/event", event, name="log_event"),
    *questionnaires.paths,
]
