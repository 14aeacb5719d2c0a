"""Beside a sealed schedule stands what its helper's code opens, and what its papers say."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns of the sealed schedules."""

    dependencies: ClassVar = [("store", "0002_entries_never_change")]
    operations: ClassVar = [
        migrations.AddField("sealed", "trial", models.CharField(max_length=32, default="")),
        migrations.AddField("sealed", "helper", models.TextField(default="")),
        migrations.AddField("sealed", "paper", models.TextField(default="")),
    ]
