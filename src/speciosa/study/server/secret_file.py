"""The server's own secret: random bytes in a file of their own, apart from the database that they protect."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from speciosa.values.errors import EntryError

WHERE = "SPECIOSA_STUDY_SECRET_FILE"
_NAME = "study.secret"
_BYTES = 32


def secret_file(store: Path | None, said: str = "") -> Path:
    """Where the secret lies: where it is said (a file, or a folder that holds it), else beside the store's folder.

    Raises
    ------
    EntryError : nobody says, and there is no store's folder.

    Examples
    --------
    >>> secret_file(Path("/srv/pilot")).as_posix()
    '/srv/pilot.secret'
    """
    if said:
        place = Path(said).expanduser()
        return (place / _NAME if place.is_dir() else place).absolute()
    if store is None:
        raise EntryError("nobody says where the server's secret lies", todo=f"set {WHERE}, not beside the database")
    return store.with_name(f"{store.name}.secret").absolute()


def make_secret(path: Path) -> bool:
    """Make it where it is missing, readable by its owner alone; whether it was made.

    Raises
    ------
    EntryError : it can't be written, is too short, or others may read it.
    """
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
    except FileExistsError:
        _refuse_bad(path)
        return False
    except OSError:
        raise EntryError("the server's secret can't be written", where=str(path), todo="name another place") from None
    return True


def _refuse_bad(path: Path) -> None:
    try:
        found = path.stat()
        body = path.read_bytes()
    except OSError:
        raise EntryError("the server's secret can't be read", where=str(path), todo="check whose file it is") from None
    if len(body) < _BYTES:
        raise EntryError(
            f"the server's secret has less than {_BYTES} bytes", where=str(path), todo="bring back the true one"
        )
    if os.name == "posix" and found.st_mode & 0o077:
        raise EntryError("others may read the server's secret", where=str(path), todo=f"chmod 600 {path.name}")
