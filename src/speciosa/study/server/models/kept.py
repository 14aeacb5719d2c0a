"""What is kept for minutes alone: how often somebody tried to sign in, which code was used up."""

from __future__ import annotations

from django.db import models


class Kept(models.Model):
    """One value under its key, until it expires. `value`: JSON. `expires_s`: UTC seconds; None: never."""

    key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires_s = models.FloatField(null=True, db_index=True)
