"""Those who take part: under a number, with the consent that they gave. Instants are UTC seconds (`_s`).

Nothing here holds a name, an address or a date of birth.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from speciosa.store.models import Record
from speciosa.study.server.models.studies import Site, Study


class ConsentText(models.Model):
    """A version of what people agree to, in one language. `digest`: SHA-256 of all that it says.

    `parts`: what is ticked beside the text itself, each with its key and words, JSON. `entries_after`: what becomes of
    the entries of whoever withdraws: ``kept``, ``erased`` or ``asked``. `reason`: why there is a new one.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="consent_texts")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    body = models.TextField()
    parts = models.TextField(default="[]")
    entries_after = models.CharField(max_length=8, default="kept")
    digest = models.CharField(max_length=64)
    reason = models.TextField(default="")
    made_s = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("study", "version", "language"), name="one_consent_text_a_version"),
        )


class Participant(models.Model):
    """Somebody who takes part, under a number. `person`: the account they enter with; `record`: what they write down.

    `state`: ``joined``, ``allocated``, ``completed``, ``withdrawn``. `erased`: they asked for their entries to go.
    `left_because`: why they left, if they said so themselves; the trail holds a digest of it, and erasing empties it.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="participants")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="participants")
    number = models.CharField(max_length=20)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participant")
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="participant")
    state = models.CharField(max_length=12, default="joined")
    joined_s = models.BigIntegerField()
    withdrawn_s = models.BigIntegerField(null=True)
    erased = models.BooleanField(default=False)
    left_because = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("study", "number"), name="one_participant_a_number"),)


class Consent(models.Model):
    """One agreement, and when it was taken back. `parts`: what was ticked beside the text itself, JSON."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    parts = models.TextField(default="{}")
    agreed_s = models.BigIntegerField()
    withdrawn_s = models.BigIntegerField(null=True)


class Invitation(models.Model):
    """A code that lets one person join. Only its hash is kept. `number`: the one that they will have."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="invitations")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="invitations")
    number = models.CharField(max_length=20)
    code_digest = models.CharField(max_length=64, unique=True)
    made_s = models.BigIntegerField()
    expires_s = models.BigIntegerField()
    used_s = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("study", "number"), name="one_invitation_a_number"),)


class Tries(models.Model):
    """How often somebody tried a code or a password since `since_s`, from one address or for one number.

    `kind`: what was tried. `key_digest`: a keyed digest of the address or the number. It can be thrown away any time.
    """

    kind = models.CharField(max_length=16)
    key_digest = models.CharField(max_length=32)
    since_s = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "key_digest"), name="counted_once"),)
        indexes = (models.Index(fields=("since_s",), name="tries_since"),)
