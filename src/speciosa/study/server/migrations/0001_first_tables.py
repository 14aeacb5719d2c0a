"""The tables of the first version, as Django wrote them down."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """All tables."""

    initial = True

    dependencies = [
        ("store", "0003_sealed_with_helpers_code"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=90, unique=True)),
                ("head", models.CharField(max_length=64)),
                ("length", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("language", models.CharField(max_length=16)),
                ("title", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("parts", models.TextField(default="[]")),
                ("entries_after", models.CharField(default="kept", max_length=8)),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.TextField(default="")),
                ("made_s", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Kept",
            fields=[
                ("key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires_s", models.FloatField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Study",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("masked", models.BooleanField(default=True)),
                ("asks_suicide", models.BooleanField(default=False)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("made_s", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20)),
                ("state", models.CharField(default="joined", max_length=12)),
                ("joined_s", models.BigIntegerField()),
                ("withdrawn_s", models.BigIntegerField(null=True)),
                ("erased", models.BooleanField(default=False)),
                ("left_because", models.CharField(blank=True, default="", max_length=400)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participant",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participant", to="store.record"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="study.site"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="study.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("parts", models.TextField(default="{}")),
                ("agreed_s", models.BigIntegerField()),
                ("withdrawn_s", models.BigIntegerField(null=True)),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="study.consenttext"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="study.participant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Allocated",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trial", models.CharField(max_length=32)),
                ("commitment", models.CharField(max_length=64)),
                ("body", models.TextField()),
                ("paper", models.TextField()),
                ("place", models.PositiveIntegerField()),
                ("made_s", models.BigIntegerField()),
                ("packed_s", models.BigIntegerField(null=True)),
                ("revealed_s", models.BigIntegerField(null=True)),
                ("opened", models.TextField(blank=True, default="")),
                ("why_shut", models.TextField(blank=True, default="")),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocated", to="study.participant"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="site",
            name="study",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="study.study"
            ),
        ),
        migrations.CreateModel(
            name="Protocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("body", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("made_s", models.BigIntegerField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="protocols", to="study.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=12)),
                ("public", models.CharField(max_length=64)),
                ("wrapped", models.TextField()),
                ("made_s", models.BigIntegerField()),
                ("retired_s", models.BigIntegerField(null=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pack_keys", to="study.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=20)),
                ("since_s", models.BigIntegerField()),
                ("ended_s", models.BigIntegerField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="members", to="study.site"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="study.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20)),
                ("code_digest", models.CharField(max_length=64, unique=True)),
                ("made_s", models.BigIntegerField()),
                ("expires_s", models.BigIntegerField()),
                ("used_s", models.BigIntegerField(null=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="study.site"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="study.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GateItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("body", models.TextField()),
                ("entered_s", models.BigIntegerField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gate_items", to="study.study"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="consenttext",
            name="study",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consent_texts", to="study.study"
            ),
        ),
        migrations.CreateModel(
            name="AllocationList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ahead", models.TextField()),
                ("first", models.TextField()),
                ("commitment", models.CharField(max_length=64)),
                ("drawn", models.PositiveIntegerField(default=0)),
                ("opened", models.TextField(blank=True, default="")),
                ("made_s", models.BigIntegerField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="study.packkey"
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="list", to="study.site"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lists", to="study.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("scopes", models.CharField(max_length=400)),
                ("made_s", models.BigIntegerField()),
                ("expires_s", models.BigIntegerField()),
                ("seen_s", models.BigIntegerField(null=True)),
                ("revoked_s", models.BigIntegerField(null=True)),
                (
                    "participant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="study.participant",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="study.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("key_digest", models.CharField(max_length=32)),
                ("since_s", models.BigIntegerField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["since_s"], name="tries_since")],
                "constraints": [models.UniqueConstraint(fields=("kind", "key_digest"), name="counted_once")],
            },
        ),
        migrations.CreateModel(
            name="Unblinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=20)),
                ("period", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("opened", models.BooleanField(default=True)),
                ("at_s", models.BigIntegerField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="unblindings", to="study.participant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wanted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("asked_s", models.BigIntegerField()),
                ("since_ms", models.BigIntegerField()),
                ("urgent", models.BooleanField(default=True)),
                ("waits", models.BooleanField(default=True)),
                ("taken_by", models.CharField(blank=True, default="", max_length=40)),
                ("taken_s", models.BigIntegerField(default=0)),
                ("begun_s", models.BigIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("step", models.CharField(blank=True, default="", max_length=20)),
                ("done", models.PositiveIntegerField(default=0)),
                ("of", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("fell", models.CharField(blank=True, default="", max_length=200)),
                ("fell_over", models.TextField(blank=True, default="")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wanted", to="store.record"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Written",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("asked", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("body", models.TextField()),
                ("at_s", models.BigIntegerField()),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="written", to="study.token"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("at_s", models.BigIntegerField()),
                ("actor", models.CharField(max_length=60)),
                ("role", models.CharField(max_length=20)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=120)),
                ("old", models.TextField(blank=True)),
                ("new", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                (
                    "chain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="study.chain"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("chain", "number"), name="one_link_a_number")],
            },
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField()),
                (
                    "allocated",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="envelopes", to="study.allocated"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="envelopes", to="study.packkey"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("allocated", "key"), name="one_envelope_a_key")],
            },
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(fields=("study", "slug"), name="one_site_a_slug"),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.UniqueConstraint(fields=("study", "version"), name="one_protocol_a_version"),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(fields=("study", "number"), name="one_participant_a_number"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("study", "number"), name="one_invitation_a_number"),
        ),
        migrations.AddConstraint(
            model_name="consenttext",
            constraint=models.UniqueConstraint(
                fields=("study", "version", "language"), name="one_consent_text_a_version"
            ),
        ),
        migrations.AddIndex(
            model_name="wanted",
            index=models.Index(condition=models.Q(("waits", True)), fields=["since_ms"], name="wanted_next"),
        ),
        migrations.AddConstraint(
            model_name="wanted",
            constraint=models.UniqueConstraint(fields=("record", "language"), name="wanted_once"),
        ),
        migrations.AddConstraint(
            model_name="written",
            constraint=models.UniqueConstraint(fields=("token", "key"), name="one_answer_a_key"),
        ),
    ]
