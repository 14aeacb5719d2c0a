"""Django's database backend over SQLCipher. Django imports `DatabaseWrapper` from here by its name."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]  # django-stubs leave it out
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # the wheel carries no types

from speciosa.store import lock
from speciosa.store.cipher import connection
from speciosa.store.cipher.cursor import Cursor
from speciosa.store.cipher.features import DatabaseFeatures

# Django registers these with the standard library's module; SQLCipher's has tables of its own.
database.register_converter("bool", b"1".__eq__)
database.register_converter("date", base.decoder(parse_date))
database.register_converter("time", base.decoder(parse_time))
database.register_converter("datetime", base.decoder(parse_datetime))
database.register_converter("timestamp", base.decoder(parse_datetime))
database.register_adapter(decimal.Decimal, str)
database.register_adapter(dt.date, dt.date.isoformat)
database.register_adapter(dt.datetime, lambda moment: moment.isoformat(" "))


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection to the encrypted store.

    It is closed before its next use once the store was locked or opened anew; inside a transaction
    that use raises `lock.Locked` and the transaction is undone.
    """

    Database = database
    features_class = DatabaseFeatures

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unlocked: lock.Unlocked | None = None  # what the open connection was opened with
        if self._asks_lock():
            self.settings_dict["NAME"] = self.settings_dict["NAME"] or "store"  # Django wants some name

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        if "transaction_mode" not in self.settings_dict["OPTIONS"]:
            # a reader that turns into a writer midway would be refused at once, however long the timeout
            self.transaction_mode = "IMMEDIATE"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        options = dict(conn_params)
        key = bytes.fromhex(options.pop("key_hex", ""))
        path = options.pop("database")
        if self._asks_lock():
            self._unlocked = lock.current()
            path, key = self._unlocked.path, self._unlocked.key
            connection.refuse_emptied(self._unlocked.path)
        opened = connection.connect(path, key, **options)
        register(opened)
        for command in self.init_commands:  # type: ignore[attr-defined]  # django-stubs leave it out
            if command.strip():
                opened.execute(command)
        return opened

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002  # Django passes it by its name
        return self.connection.cursor(factory=Cursor)

    def ensure_connection(self) -> None:
        """A connection of the generation that is open now.

        Raises
        ------
        Locked : the store is locked, or was locked since this transaction began.
        """
        if self._is_over():
            self.close()  # inside a transaction Django keeps in mind that it was cut, and undoes it
            if self.in_atomic_block:
                raise lock.Locked("the store was locked while this was being written", todo="open it and do it again")
        super().ensure_connection()

    def close_if_unusable_or_obsolete(self) -> None:
        """Let go of a connection of a locked store as soon as its thread comes by."""
        if self._is_over() and not self.in_atomic_block:
            self.close()
        super().close_if_unusable_or_obsolete()

    def _asks_lock(self) -> bool:
        return "key_hex" not in self.settings_dict["OPTIONS"]

    def _is_over(self) -> bool:
        return (
            self.connection is not None
            and self._unlocked is not None
            and not lock.is_current(self._unlocked.generation)
        )
