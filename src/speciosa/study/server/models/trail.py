"""The trail: chains of links that are only ever added. Instants are UTC seconds (`_s`)."""

from __future__ import annotations

from django.db import models


class Chain(models.Model):
    """The end of one chain of the trail: its last hash and length. A new link locks this row."""

    name = models.CharField(max_length=90, unique=True)
    head = models.CharField(max_length=64)
    length = models.PositiveIntegerField(default=0)


class Link(models.Model):
    """One step of the trail, never changed and never deleted (triggers refuse): who, when, what, old, new, why.

    `digest`: SHA-256 over `previous` and all the others (`trail.chain`). `actor`: an account's key, ``participant N``
    or ``server``. `old`, `new`: JSON.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="links")
    number = models.PositiveIntegerField()
    at_s = models.BigIntegerField()
    actor = models.CharField(max_length=60)
    role = models.CharField(max_length=20)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("chain", "number"), name="one_link_a_number"),)
