"""The server's tables, brought to this version."""

from __future__ import annotations

from django.core.management import call_command


def newest_tables() -> None:
    """Make or alter what is missing, in the database that Django was started with."""
    call_command("migrate", verbosity=0, interactive=False)
