"""What masked eyes see of a record: before a study is revealed, nothing that an opened schedule wrote."""

from __future__ import annotations

import numpy as np
from django.db.models import Q, QuerySet

from speciosa.record import Diary
from speciosa.report.open_files.diary_folder import without_notes
from speciosa.store.diary import diary_of, without_lost_aims
from speciosa.store.models import Entry
from speciosa.store.sealed_trials import ORIGIN
from speciosa.study.server.models import Participant

_OPENED = ("-arm", "-off", "-revealed", "-back")
"""How the ids of rows end that an opened schedule writes (`trial.rows`)."""


def is_masked(participant: Participant) -> bool:
    """Whether arms of this participant's study are still concealed."""
    return participant.study.masked and participant.study.state != "revealed"


def without_reveal(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Entries without those that an opened schedule wrote; the codes and capsules that they replaced are left."""
    opened = Q()
    for end in _OPENED:
        opened |= Q(entry_id__endswith=end)
    return rows.exclude(opened, origin=ORIGIN)


def diary_as_seen(participant: Participant) -> Diary:
    """A participant's diary as a study's staff may have it: no note, and no arm while the study is masked."""
    diary = without_notes(diary_of(participant.record))
    if not is_masked(participant):
        return diary
    rows = Entry.objects.filter(record=participant.record, origin=ORIGIN)
    opened = set(rows.values_list("entry_id", flat=True)) - set(without_reveal(rows).values_list("entry_id", flat=True))
    if not opened:
        return diary
    stays = np.array([each not in opened for each in diary.history.id.tolist()], dtype=bool)
    return Diary(without_lost_aims(diary.history.take(stays)), diary.person, diary.products)
