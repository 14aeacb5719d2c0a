"""A sign in words that nobody knows here: one tap says which known one was meant."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind
from speciosa.store import entries
from speciosa.store.as_row import row_of
from speciosa.values.errors import EntryError
from speciosa.web.at_once import answer_at_once
from speciosa.web.kept_form import own_address
from speciosa.web.local_clock import now_here
from speciosa.web.saving import amend, back


@require_POST
def say_meant(request: HttpRequest, entry_id: str) -> HttpResponse:
    """The meant word takes the place of the person's own, which stays in the entry's history. Said twice is said once.

    Raises
    ------
    EntryError : there is no such entry, or this is none of the words that it may have meant.
    """
    now, known = entries.last_of(entries.own_record(), entry_id), load_knowledge()
    word = request.POST.get("meaning", "")
    aim = own_address(request.POST.get("to", "/"))
    if now.name == word:
        return back(aim)
    if now.kind is not Kind.SYMPTOM or word not in {each.word for each in known.near_outcomes(now.name)}:
        raise EntryError("this entry can't be read that way", todo="correct it by its own page")
    row = row_of(now)._replace(name=word, recorded=now_here())
    event = amend(request, entry_id, row, "It counts as “{what}” now. Your own word stays in its history.",
                  what=known.outcome(word).label)  # fmt: skip
    answer_at_once(request, [event])
    return back(aim)


paths = [path("entries/<str:entry_id>/meant", say_meant, name="meant")]
