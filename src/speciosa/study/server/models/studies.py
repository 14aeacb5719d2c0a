"""What is studied, where, by whom, under which protocol. Instants are UTC seconds (`_s`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Study(models.Model):
    """One study. `slug`: in addresses. `masked`: arms are concealed. `asks_suicide`: it asks about suicidal thoughts.

    `state`: ``draft`` (nobody can join), ``open``, ``closed`` (nobody new; nothing more is written), ``revealed``.
    """

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    masked = models.BooleanField(default=True)
    asks_suicide = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="draft")
    made_s = models.BigIntegerField()

    @property
    def is_over(self) -> bool:
        """Whether it is closed: nobody new, and nothing more is written."""
        return self.state in {"closed", "revealed"}


class Site(models.Model):
    """A place where people take part. `slug`: in addresses."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="sites")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("study", "slug"), name="one_site_a_slug"),)


class Member(models.Model):
    """What somebody of the staff is in a study: one row a role. `site`: of one site alone; None: of all.

    `role`: of `roles.Role`. `ended_s`: when they stopped being it; rows are never deleted.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seats")
    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="members")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="members")
    role = models.CharField(max_length=20)
    since_s = models.BigIntegerField()
    ended_s = models.BigIntegerField(null=True)


class Protocol(models.Model):
    """A version of the protocol. `body`: answers to the items of SPENT 2019 and the design, JSON. `digest`: SHA-256."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="protocols")
    version = models.PositiveIntegerField()
    body = models.TextField()
    digest = models.CharField(max_length=64)
    made_s = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("study", "version"), name="one_protocol_a_version"),)


class GateItem(models.Model):
    """What has to be entered before anybody is allocated: the latest of a kind stands (`gate`). `body`: JSON."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="gate_items")
    kind = models.CharField(max_length=30)
    body = models.TextField()
    entered_s = models.BigIntegerField()
