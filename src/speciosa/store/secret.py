"""What a person says to open a store: the passphrase, or the recovery code."""

from __future__ import annotations

from dataclasses import dataclass, field

from speciosa.store.key_file import KeyFile


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
