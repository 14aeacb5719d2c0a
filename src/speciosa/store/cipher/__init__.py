"""Django's SQLite backend over SQLCipher: every page of the file is encrypted and authenticated.

`ENGINE` is ``speciosa.store.cipher``. Path and key are those of `speciosa.store.lock`; with
``OPTIONS["key_hex"]`` they are `NAME` and that key, which is how Django's own tests run on it.
Code that needs no Django (copies, checks) opens the same files with `connection.connect`.
"""
