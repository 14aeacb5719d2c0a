"""Erasing one entry for good: every version of it and its photo. The trail keeps that it was, and not what it said."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from speciosa.store import entries
from speciosa.store.adding import serialise
from speciosa.store.chains import ask
from speciosa.store.erased_rows import take_out
from speciosa.store.erasing import what_goes
from speciosa.study.server.models import Written
from speciosa.study.server.standing import participant_of
from speciosa.study.server.written import tell_erased
from speciosa.values.errors import EntryError
from speciosa.web import entry_words, working
from speciosa.web.clock import now_s
from speciosa.web.page import render, words_for
from speciosa.web.saving import say_so

_OF_A_TRIAL = "trial-"


def erase_entry(request: HttpRequest, entry_id: str) -> HttpResponse:
    """What would go; with a tap more it is gone.

    Raises
    ------
    EntryError : there is no such entry, or the trial rests on it.
    """
    participant, record = participant_of(request), entries.own_record()
    found, goes = entries.find(record, entry_id), what_goes(record, [entry_id])
    if any(each.startswith(_OF_A_TRIAL) for each in goes.ids):
        raise EntryError(
            "this was not written by you: the trial rests on it", todo="leave the study to erase everything"
        )
    if request.method != "POST":
        whole = entry_words.whole(words_for(request), found)
        return render(request, "study/own/erase_entry.html.j2", entry_id=entry_id, says=whole, goes=goes)
    with transaction.atomic():
        serialise(record)
        gone = take_out(ask, record.pk, goes.ids, now_s())
        Written.objects.filter(token__participant=participant).delete()  # answers to programs name entries
        tell_erased(participant, gone)
    working.ask(request)
    say_so(request, [], "It is erased for good.")
    return HttpResponseRedirect("/entries")


paths = [path("erase/entry/<str:entry_id>", erase_entry, name="erase_entry")]
