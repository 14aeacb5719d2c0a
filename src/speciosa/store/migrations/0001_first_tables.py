"""The tables of the first version, as Django wrote them down."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """All tables."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("begun_s", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("name", models.TextField()),
                ("paired_s", models.BigIntegerField()),
                ("seen_s", models.BigIntegerField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="devices", to="store.record"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sealed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("commitment", models.CharField(max_length=128)),
                ("body", models.TextField()),
                ("made_s", models.BigIntegerField()),
                ("opened_s", models.BigIntegerField(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sealed", to="store.record"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("body", models.BinaryField()),
                ("small", models.BinaryField()),
                ("taken_at", models.CharField(blank=True, max_length=32)),
                ("phone", models.CharField(blank=True, max_length=130)),
                ("asked", models.TextField(blank=True)),
                ("entered_s", models.BigIntegerField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="store.record"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("record", "name"), name="one_photo_a_name")],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_id", models.TextField()),
                ("erased_s", models.BigIntegerField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasures", to="store.record"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("record", "entry_id"), name="one_erasure_an_id")],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_id", models.TextField()),
                ("time_s", models.BigIntegerField()),
                ("offset_min", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("name", models.TextField()),
                ("value", models.FloatField(null=True)),
                ("answer", models.SmallIntegerField()),
                ("text", models.TextField(blank=True)),
                ("unit", models.TextField(blank=True)),
                ("reason", models.SmallIntegerField()),
                ("food", models.SmallIntegerField()),
                ("precision", models.SmallIntegerField()),
                ("recorded_s", models.BigIntegerField()),
                ("supersedes", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("origin", models.TextField()),
                ("entered_s", models.BigIntegerField()),
                ("version", models.SmallIntegerField(default=1)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="store.record"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["record", "time_s"], name="entry_time"),
                    models.Index(fields=["record", "recorded_s"], name="entry_recorded"),
                    models.Index(
                        condition=models.Q(("supersedes", ""), _negated=True),
                        fields=["record", "supersedes"],
                        name="entry_supersedes",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("record", "entry_id"), name="one_entry_an_id")],
            },
        ),
        migrations.CreateModel(
            name="Detail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("body", models.TextField()),
                ("entered_s", models.BigIntegerField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="details", to="store.record"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["record", "name"], name="detail_name")],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("language", models.CharField(max_length=16)),
                ("body", models.BinaryField()),
                ("upto", models.BigIntegerField()),
                ("made_s", models.BigIntegerField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="store.record"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("record", "name", "language"), name="one_answer_a_name")
                ],
            },
        ),
    ]
