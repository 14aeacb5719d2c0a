"""Deleting entries from the tables, with every version of them and their photos; only their ids are kept."""

from __future__ import annotations

from collections.abc import Iterable

from speciosa.store.chains import Ask, chain_of, parts_of, rows_with

_ERASED = "SELECT entry_id FROM store_erasure WHERE record_id = %s AND entry_id IN"
_BROUGHT = "SELECT DISTINCT origin FROM store_entry WHERE record_id = %s AND origin LIKE 'import %%' AND entry_id IN"
_LEFT = "SELECT 1 FROM store_entry WHERE record_id = %s AND origin = %s LIMIT 1"
_FORGET = "DELETE FROM store_detail WHERE record_id = %s AND name = %s"
_DRAFTS = "SELECT name FROM store_detail WHERE record_id = %s AND name LIKE 'draft %%'"
_DELETE = (
    "DELETE FROM store_entry WHERE record_id = %s AND entry_id IN",
    "DELETE FROM store_photo WHERE record_id = %s AND name IN",
)
_PHOTOS = "SELECT entry_id, text FROM store_entry WHERE record_id = %s AND kind = 'photo' AND"


def take_out(ask: Ask, record: int, ids: Iterable[str], now_s: int) -> set[str]:
    """Delete entries and all that hangs on them; the caller holds the transaction.

    What goes: every version of each entry, photos that no other entry shows, and every answer, since it may have been
    made from them; of an import that brought nothing else its receipt, which names the file and its days; drafts of
    side-effect reports that were begun from one of them. What is kept: the ids, so that they never come back.

    Parameters
    ----------
    ask : of the open store, or of another file.
    record : key of the record.
    ids : entries; the name of a photo goes as well.
    now_s : UTC seconds, written beside each id.

    Returns
    -------
    The ids and names that are erased now.
    """
    chain = chain_of(record, ids, ask)
    names = chain | _photos_of_none_but(ask, record, chain)
    known = {each for (each,) in rows_with(ask, _ERASED, record, names)}
    for part in parts_of(names - known):
        for name in part:
            ask("INSERT INTO store_erasure (record_id, entry_id, erased_s) VALUES (%s, %s, %s)", [record, name, now_s])
    origins = {each for (each,) in rows_with(ask, _BROUGHT, record, names)}
    for statement in _DELETE:
        for part in parts_of(names):
            ask(f"{statement} ({', '.join(['%s'] * len(part))})", [record, *part])
    ask("DELETE FROM store_answer WHERE record_id = %s", [record])
    for origin in origins:
        if not ask(_LEFT, [record, origin]):
            ask(_FORGET, [record, f"import {origin.rpartition(' ')[2]}"])
    for (draft,) in ask(_DRAFTS, [record]):
        if draft.removeprefix("draft ") in names:
            ask(_FORGET, [record, draft])
    return names


def _photos_of_none_but(ask: Ask, record: int, chain: set[str]) -> set[str]:
    """The photos that these entries show, and no other."""
    shown = {text for _, text in rows_with(ask, f"{_PHOTOS} entry_id IN", record, chain)} - {""}
    others = {text for entry_id, text in rows_with(ask, f"{_PHOTOS} text IN", record, shown) if entry_id not in chain}
    return shown - others
