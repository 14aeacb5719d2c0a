"""Keys that are made of the server's secret, one for each thing that it is used for."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def server_key(info: bytes) -> bytes:
    """32 bytes by HKDF-SHA256. Whoever has one of them learns nothing of the others.

    Parameters
    ----------
    info : what it is used for.
    """
    return HKDF(SHA256(), 32, salt=None, info=info).derive(settings.SECRET_KEY.encode())
