"""Whether the server can do its work: for whoever watches it. Nothing of any study."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from speciosa import __version__


def health(request: HttpRequest) -> JsonResponse:
    """200 where the database answers and its tables are this version's; else 503 and what is wrong."""
    del request
    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"ok": False, "why": "the database does not answer", "version": __version__}, status=503)
    if behind:
        return JsonResponse(
            {"ok": False, "why": "the tables are older than the program", "version": __version__}, status=503
        )
    return JsonResponse({"ok": True, "version": __version__})
