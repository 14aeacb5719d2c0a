"""Today: one screen to write things down with one thumb."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from speciosa.knowledge import load_knowledge
from speciosa.record import Event, Kind
from speciosa.report import Wording
from speciosa.store import entries
from speciosa.store.models import Record
from speciosa.values.timeline import DAY_S
from speciosa.web import due, entry_words, recent, trial
from speciosa.web.alarms import alarms_of, hold_says
from speciosa.web.beside_kratom import slow_breath_now
from speciosa.web.clock import now_s
from speciosa.web.page import render, words_for

_MOST_ON_THE_LINE = 8


def today(request: HttpRequest) -> HttpResponse:
    """The first page."""
    record, now, words = entries.own_record(), now_s(), words_for(request)
    here = recent.todays(record, now)
    waiting = due.due_list(record, now)
    taken = any(each.kind is Kind.DOSE for each in here)
    hold = hold_says(words, alarms_of(record, words))
    line_of = getattr(trial, "today_line", None)
    return render(
        request,
        "today.html.j2",
        place="today",
        trial=line_of(record) if line_of else None,
        again=None if hold else again(record, words, now),
        hold=hold,
        slowing=slow_breath_now(record, now),
        none_today=not taken and not any(each.kind is Kind.NO_DOSE for each in here),
        line=[(each.id, entry_words.short(words, each), entry_words.whole(words, each)) for each in here][
            -_MOST_ON_THE_LINE:
        ],
        due=waiting[0] if waiting else None,
        before=max(0, len(here) - _MOST_ON_THE_LINE),
        more=more(words),
    )


def again(record: Record, words: Wording, now: int) -> dict[str, Any] | None:
    """The last dose, to be written down once more; None where there is none.

    Of one that is some days old only its day is said: after a break it can be too much.
    """
    doses = recent.last_doses(record)
    if not doses:
        return None
    last: Event = doses[0]
    said = words.say(
        "I took {amount}, {product}",
        amount=entry_words.amount(words, last),
        product=entry_words.product(words, last),
    )
    rested = now - last.time_s > load_knowledge().choice("safety_break_days") * DAY_S
    day = words.date((last.time_s + 60 * last.offset_min) // DAY_S)
    return {"id": last.id, "says": said, "last_day": day if rested else ""}


def more(words: Wording) -> list[tuple[str, str]]:
    """What is written down more seldom: address and label."""
    return [
        ("/log/symptom", words.say("Symptom")), ("/log/medicine", words.say("Medicine")),
        ("/log/photo", words.say("Skin photo")), ("/log/sleep", words.say("Sleep")),
        ("/log/activity", words.say("Activity")), ("/log/more", words.say("Everything else")),
    ]  # fmt: skip


paths = [path("", today, name="today")]
