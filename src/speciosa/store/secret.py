"""What a person says to open a store: the passphrase, or the recovery code."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.store.key_file import KeyFile

_MOST_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Secret:
    """One of the two; neither is part of the printed form.

    Parameters
    ----------
    passphrase : the words; empty where the code is said.
    recovery_code : the code; empty where the passphrase is said.

    Examples
    --------
    >>> Secret(passphrase="four quiet words here")
    Secret()
    """

    passphrase: str = field(default="", repr=False)
    recovery_code: str = field(default="", repr=False)

    def opens(self, key_file: KeyFile) -> bytes:
        """The data key, 32 bytes.

        Raises
        ------
        EntryError : it opens another store's key file, or none.
        """
        if self.recovery_code:
            return key_file.open_with_recovery_code(self.recovery_code)
        return key_file.open_with_passphrase(self.passphrase)


def read_passphrase(file: Path) -> str:
    r"""The words in a file's first line, as they stand there: for every command and for the app alike.

    Raises
    ------
    EntryError : it is not there, is no UTF-8 text, or its first line is empty.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = Path(folder) / "words.txt"
    ...     _ = written.write_text("two cups of tea\nsecond line\n", encoding="utf-8")
    ...     read_passphrase(written)
    'two cups of tea'
    """
    try:
        with file.open("rb") as opened:
            text = opened.read(_MOST_BYTES).decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise EntryError("this file is not there", where=str(file), todo="check the name") from None
    except UnicodeDecodeError:
        raise EntryError("this file is no UTF-8 text", where=file.name, todo="save it as UTF-8") from None
    line = text.partition("\n")[0].rstrip("\r")
    if not line.strip():
        raise EntryError("this file is empty", where=file.name, todo="write the words into its first line")
    return line
