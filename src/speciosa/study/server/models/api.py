"""Who may ask by program, and what was answered, so that a repeat writes nothing. Instants are UTC seconds (`_s`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from speciosa.study.server.models.people import Participant
from speciosa.study.server.models.studies import Study


class Token(models.Model):
    """What a program asks with. Only its SHA-256 is kept (`digest`); it is shown once, when it is made.

    `person`: the account that made it. `participant`: whose own record it is for; None: of the staff. `scopes`: words
    of `api.scopes.Scope` with a space between. It lets nobody do more than its owner may at the moment of asking.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="tokens")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=400)
    made_s = models.BigIntegerField()
    expires_s = models.BigIntegerField()
    seen_s = models.BigIntegerField(null=True)
    revoked_s = models.BigIntegerField(null=True)


class Written(models.Model):
    """What was answered to a call that named a key of its own: sent again, the same is answered and nothing is written.

    `asked`: SHA-256 of what was sent. `body`: the answer, JSON; it holds ids and reasons, and no value of a diary.
    """

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="written")
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    at_s = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="one_answer_a_key"),)
