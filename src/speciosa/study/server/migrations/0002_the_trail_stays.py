"""The database itself refuses to change or delete what must stay: the trail, consents' texts, sealed schedules."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_NEVER_CHANGED = (
    "study_link",
    "study_protocol",
    "study_gateitem",
    "study_consenttext",
    "study_envelope",
    "study_unblinding",
)
_NEVER_DELETED = (
    *_NEVER_CHANGED,
    "study_chain",
    "study_consent",
    "study_participant",
    "study_member",
    "study_allocated",
    "study_allocationlist",
    "study_packkey",
    "study_token",
)


def _sqlite(table: str, doing: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{doing.lower()} BEFORE {doing} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'what stands in {table} stays'); END"
    )


def _postgresql(table: str, doing: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{doing.lower()} BEFORE {doing} ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION study_stays()"
    )


_FUNCTION = (
    "CREATE FUNCTION study_stays() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN RAISE EXCEPTION 'what stands in % stays', TG_TABLE_NAME; END $$"
)


def _set_triggers(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    on_postgresql = editor.connection.vendor == "postgresql"
    if on_postgresql:
        editor.execute(_FUNCTION, params=None)  # its % is no place for a parameter
        for table in _NEVER_CHANGED:
            editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
                " EXECUTE FUNCTION study_stays()"
            )
    trigger = _postgresql if on_postgresql else _sqlite
    for table in _NEVER_CHANGED:
        editor.execute(trigger(table, "UPDATE"))
    for table in _NEVER_DELETED:
        editor.execute(trigger(table, "DELETE"))


class Migration(migrations.Migration):
    """Triggers, for either database."""

    dependencies: ClassVar = [("study", "0001_first_tables")]
    operations: ClassVar = [migrations.RunPython(_set_triggers, migrations.RunPython.noop)]
