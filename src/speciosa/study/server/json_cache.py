"""Django's cache in a table, as JSON: whoever can write to the database can't have the server run what they wrote.

The cache that Django brings for a database unpickles its rows, and a pickle is a program.
"""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

_MOST_CULLED = 100


class JsonCache(BaseCache):
    """For plain values alone: numbers, words, lists of them. All processes of the server share it."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        del location
        super().__init__(params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value where none stands; whether it was kept. Of two at once, one is."""
        name = self.make_and_validate_key(key, version=version)
        with transaction.atomic():
            _rows().filter(key=name, expires_s__lte=time.time()).delete()
        _cull()
        try:
            with transaction.atomic():
                _rows().create(key=name, value=json.dumps(value), expires_s=self.get_backend_timeout(timeout))
        except IntegrityError:
            return False
        return True

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """What is kept; the default where nothing is, or what stands there is no JSON."""
        name = self.make_and_validate_key(key, version=version)
        text = _rows().filter(_lasts(), key=name).values_list("value", flat=True).first()
        try:
            return default if text is None else json.loads(text)
        except ValueError:
            return default

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value, whatever stood there."""
        name = self.make_and_validate_key(key, version=version)
        row = _rows().model(key=name, value=json.dumps(value), expires_s=self.get_backend_timeout(timeout))
        _rows().bulk_create(
            [row], update_conflicts=True, unique_fields=["key"], update_fields=["value", "expires_s"]
        )  # fmt: skip
        _cull()

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep it for longer; whether it was there."""
        name = self.make_and_validate_key(key, version=version)
        return bool(_rows().filter(_lasts(), key=name).update(expires_s=self.get_backend_timeout(timeout)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Drop it; whether it was there."""
        name = self.make_and_validate_key(key, version=version)
        return bool(_rows().filter(key=name).delete()[0])

    def clear(self) -> None:
        """Drop everything."""
        _rows().all().delete()


def _rows() -> Any:
    from speciosa.study.server.models import Kept  # noqa: PLC0415  settings name this file before models are there

    return Kept.objects


def _lasts() -> Q:
    return Q(expires_s=None) | Q(expires_s__gt=time.time())


def _cull() -> None:
    """Drop some that expired, but for those that another process is dropping."""
    with transaction.atomic():
        gone: QuerySet[Any] = _rows().filter(expires_s__lte=time.time()).select_for_update(skip_locked=True)
        keys = list(gone.values_list("key", flat=True)[:_MOST_CULLED])
        if keys:
            _rows().filter(key__in=keys).delete()
