"""The room with a database and keys: one encrypted store in a folder, its entries, photos, backups and erasures.

`opening` makes a store and opens it, `lock` says which one is open, and everything else works on that one: `entries`
and `photos` take down, `diary` hands the science rooms a `Diary`, `answers` keeps what a worker made of it, `backup`,
`restoring` and `erasing` do as their names say. Nothing else in the project opens the file or holds its key.

Nothing is exported here. Nearly all that others use stands on Django's models, and importing those starts Django: a
command that needs no store would pay for it, and one that does has to name its settings first (`opening.start_django`).
So the rooms further left import the module that they need, where they need it.
"""

__all__: list[str] = []
