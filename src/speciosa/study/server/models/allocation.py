"""Sealed schedules, the keys that open them, and who looked behind one. Instants are UTC seconds (`_s`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from speciosa.study.server.models.people import Participant
from speciosa.study.server.models.studies import Site, Study


class PackKey(models.Model):
    """A public key that opening codes are sealed to. The private one is wrapped with a code that stands nowhere here.

    `purpose`: ``packer``, ``emergency`` or ``statistician``.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="pack_keys")
    purpose = models.CharField(max_length=12)
    public = models.CharField(max_length=64)
    wrapped = models.TextField()
    made_s = models.BigIntegerField()
    retired_s = models.BigIntegerField(null=True)


class AllocationList(models.Model):
    """The list that a site allocates from. `ahead`: what is still to come, sealed with the server's own secret.

    `first`: what it began with, sealed to the statistician's key `key`. `commitment`: SHA-256 of that under a nonce,
    shown from day 0. `drawn`: how many places were given out. `opened`: the first seed and its nonce after the reveal,
    JSON; empty before.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="lists")
    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="list")
    ahead = models.TextField()
    first = models.TextField()
    key = models.ForeignKey(PackKey, on_delete=models.PROTECT, related_name="lists")
    commitment = models.CharField(max_length=64)
    drawn = models.PositiveIntegerField(default=0)
    opened = models.TextField(default="", blank=True)
    made_s = models.BigIntegerField()


class Allocated(models.Model):
    """A participant's sealed schedule. `trial`: its name in the diary. `body`: ``sealed.json``; `paper`: no arm.

    `commitment`: the hash that stands in the diary from day 0. `packed_s`: when the packer said that it was packed.
    `opened`: schedule and nonce after the reveal, JSON, so that anybody can check the hash; empty before.
    `why_shut`: why the reveal did not open it or did not write it down.
    """

    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="allocated")
    trial = models.CharField(max_length=32)
    commitment = models.CharField(max_length=64)
    body = models.TextField()
    paper = models.TextField()
    place = models.PositiveIntegerField()
    made_s = models.BigIntegerField()
    packed_s = models.BigIntegerField(null=True)
    revealed_s = models.BigIntegerField(null=True)
    opened = models.TextField(default="", blank=True)
    why_shut = models.TextField(default="", blank=True)


class Envelope(models.Model):
    """The opening code of one sealed schedule, sealed to one public key."""

    allocated = models.ForeignKey(Allocated, on_delete=models.PROTECT, related_name="envelopes")
    key = models.ForeignKey(PackKey, on_delete=models.PROTECT, related_name="envelopes")
    body = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("allocated", "key"), name="one_envelope_a_key"),)


class Unblinding(models.Model):
    """That somebody asked for one participant's arm before the end: who, when, why. Never which arm.

    `opened`: whether they learned it; a wrong code opened nothing, and stands here all the same.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="unblindings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    period = models.PositiveIntegerField()
    reason = models.TextField()
    opened = models.BooleanField(default=True)
    at_s = models.BigIntegerField()
