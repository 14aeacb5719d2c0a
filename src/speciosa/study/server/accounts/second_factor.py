"""The second factor of the staff: an app on their phone that shows codes, or a security key. Without one, no study.

It has to be shown in the session itself: a session that began before the account had one is not let in by it.
"""

from __future__ import annotations

import base64
import secrets
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest

from speciosa.study.server.accounts.marks import SHOWN
from speciosa.study.server.server_key import server_key
from speciosa.values.errors import EntryError

_KEPT = "s1:"
_NONCE_BYTES = 12
_FACTOR = b"study second factor"


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the account has one set up, and showed it when this session began."""
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415  Django has to be started first

    return bool(request.session.get(SHOWN)) and bool(is_mfa_enabled(request.user))


class StudySecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """What the library keeps of a second factor is encrypted with the server's own secret."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This is not the code that counts now. Look at the app again: it changes every half minute.",
        "cannot_delete_authenticator": "This is your only second factor. Add another one first.",
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is kept: whoever reads the database alone can't make codes with it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(server_key(_FACTOR)).encrypt(nonce, text.encode(), None)
        return _KEPT + base64.b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself.

        Raises
        ------
        EntryError : the server has another secret file than when it was kept.
        """
        try:
            sealed = base64.b64decode(encrypted_text.removeprefix(_KEPT), validate=True)
            return AESGCM(server_key(_FACTOR)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()
        except (InvalidTag, ValueError):
            raise EntryError(
                "the server can't read this second factor: its secret file is another one than when it was set up",
                todo="bring the file back, or have an administrator make a new link for this account",
            ) from None

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not the last one that signs in by itself."""
        kinds = type(authenticator).Type
        own = type(authenticator).objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(own.exclude(type=kinds.RECOVERY_CODES).exists())
