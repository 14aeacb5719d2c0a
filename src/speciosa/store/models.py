"""The tables: entries that are only ever added, photos, and what stands beside them.

The same on encrypted SQLite (one person's own file) and on PostgreSQL (many records beside each other).
"""

from __future__ import annotations

from django.db import models


class Record(models.Model):
    """One person's record. An own store has one; a clinic's or a study's database has many.

    `key`: random, stands for the person outside the database.
    """

    key = models.CharField(max_length=32, unique=True)
    begun_s = models.BigIntegerField()


class Entry(models.Model):
    """One entry as it was made: never changed (a trigger refuses), deleted only by an erasure.

    `record`: who. `time_s`, `offset_min`: when it happened. `recorded_s`: when it was written down, as the person's
    device said; `entered_s`: when it arrived here. `entry_id`: made by whoever wrote the entry down, so that sending
    it twice is sending it once. `origin`: ``app``, ``phone``, ``import FORMAT``, ``diary``. `supersedes`: the entry
    that this one corrects. `version`: of the form of this row. The others are the columns of `record.Event`.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="entries")
    entry_id = models.TextField()
    time_s = models.BigIntegerField()
    offset_min = models.SmallIntegerField()
    kind = models.CharField(max_length=16)
    name = models.TextField()
    value = models.FloatField(null=True)
    answer = models.SmallIntegerField()
    text = models.TextField(blank=True)
    unit = models.TextField(blank=True)
    reason = models.SmallIntegerField()
    food = models.SmallIntegerField()
    precision = models.SmallIntegerField()
    recorded_s = models.BigIntegerField()
    supersedes = models.TextField(blank=True)
    note = models.TextField(blank=True)
    origin = models.TextField()
    entered_s = models.BigIntegerField()
    version = models.SmallIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "entry_id"), name="one_entry_an_id"),)
        indexes = (
            models.Index(fields=("record", "time_s"), name="entry_time"),
            models.Index(fields=("record", "recorded_s"), name="entry_recorded"),
            models.Index(fields=("record", "supersedes"), name="entry_supersedes", condition=~models.Q(supersedes="")),
        )


class Photo(models.Model):
    """A photo's pixels, re-encoded without any tag. What the tags said that is needed stands beside it.

    `name`: the path that an entry of kind photo names. `taken_at`: local time as the camera wrote it, or empty.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="photos")
    name = models.TextField()
    body = models.BinaryField()
    small = models.BinaryField()
    taken_at = models.CharField(max_length=32, blank=True)
    phone = models.CharField(max_length=130, blank=True)
    asked = models.TextField(blank=True)
    entered_s = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "name"), name="one_photo_a_name"),)


class Detail(models.Model):
    """What stands beside the entries: who the person is, their products, settings. The latest of a name stands.

    `name`: e.g. ``person``, ``products``, ``setting language``. `body`: JSON.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="details")
    name = models.TextField()
    body = models.TextField()
    entered_s = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("record", "name"), name="detail_name"),)


class Erasure(models.Model):
    """An entry or photo that was really erased: its id alone, so that an older backup can't bring it back."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="erasures")
    entry_id = models.TextField()
    erased_s = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "entry_id"), name="one_erasure_an_id"),)


class Answer(models.Model):
    """What a worker made of the record, ready to be shown. It can be thrown away at any time.

    `name`: e.g. ``effect``; `upto`: the newest entry that it knows (its key), so that a page can say whether it is
    current.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="answers")
    name = models.TextField()
    language = models.CharField(max_length=16)
    body = models.BinaryField()
    upto = models.BigIntegerField()
    made_s = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "name", "language"), name="one_answer_a_name"),)


class Device(models.Model):
    """A phone that was paired: the hash of its secret, and the name that the person gave it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="devices")
    secret_hash = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    paired_s = models.BigIntegerField()
    seen_s = models.BigIntegerField()


class Sealed(models.Model):
    """A trial's sealed schedule and what opens it, kept apart from the diary until the reveal.

    `trial`: its name. `commitment`: the hash that stands in the diary. `body`: the file `sealed.json`. `helper`: the
    opening code, wrapped with the helper's own (`helper_code`), JSON. `paper`: what the papers say, JSON; no arm.
    `opened_s`: when the whole of it was revealed.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="sealed")
    trial = models.CharField(max_length=32, default="")
    commitment = models.CharField(max_length=128)
    body = models.TextField()
    helper = models.TextField(default="")
    paper = models.TextField(default="")
    made_s = models.BigIntegerField()
    opened_s = models.BigIntegerField(null=True)
