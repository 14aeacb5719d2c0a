"""What is to be worked out, for whom: the queue of the workers. It can be thrown away at any time."""

from __future__ import annotations

from django.db import models

from speciosa.store.models import Record


class Wanted(models.Model):
    """One record's answers in one language: one row however often they are asked for.

    `asked_s`: when last. `since_ms`: since when it waits, its place in the queue; `urgent`: what can't wait is to be
    looked for first. `waits`: something is to be done, or is being done by the worker `taken_by`, which said at
    `taken_s` that it lives; `begun_s`: since when. `tries`: how often it was begun. `step`, `done`, `of`, `kept`: how
    far it is. `fell`: where it fell, and over what (`fell_over`). Instants are UTC seconds.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="wanted")
    language = models.CharField(max_length=16)
    asked_s = models.BigIntegerField()
    since_ms = models.BigIntegerField()
    urgent = models.BooleanField(default=True)
    waits = models.BooleanField(default=True)
    taken_by = models.CharField(max_length=40, default="", blank=True)
    taken_s = models.BigIntegerField(default=0)
    begun_s = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=20, default="", blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    fell = models.CharField(max_length=200, default="", blank=True)
    fell_over = models.TextField(default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "language"), name="wanted_once"),)
        indexes = (models.Index(fields=("since_ms",), name="wanted_next", condition=models.Q(waits=True)),)
