"""The database itself refuses to change an entry, and to delete one that no erasure names."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = (
    "CREATE TRIGGER entry_stays BEFORE UPDATE ON store_entry BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END",
    "CREATE TRIGGER entry_kept BEFORE DELETE ON store_entry WHEN NOT EXISTS (SELECT 1 FROM store_erasure"
    " WHERE record_id = OLD.record_id AND entry_id = OLD.entry_id)"
    " BEGIN SELECT RAISE(ABORT, 'an entry is deleted by an erasure alone'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN RAISE EXCEPTION 'an entry never changes'; END $$",
    "CREATE TRIGGER entry_stays BEFORE UPDATE ON store_entry FOR EACH ROW EXECUTE FUNCTION entry_stays()",
    "CREATE FUNCTION entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF NOT EXISTS (SELECT 1 FROM store_erasure WHERE record_id = OLD.record_id AND entry_id = OLD.entry_id)"
    " THEN RAISE EXCEPTION 'an entry is deleted by an erasure alone'; END IF; RETURN OLD; END $$",
    "CREATE TRIGGER entry_kept BEFORE DELETE ON store_entry FOR EACH ROW EXECUTE FUNCTION entry_kept()",
)


def _set_triggers(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers, for either database."""

    dependencies: ClassVar = [("store", "0001_first_tables")]
    operations: ClassVar = [migrations.RunPython(_set_triggers, migrations.RunPython.noop)]
