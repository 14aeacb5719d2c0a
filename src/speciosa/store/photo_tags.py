"""The few words that were known of a photo besides its pixels, put back into a copy that never leaves the memory.

The store keeps pixels without tags. The skin room reads a photo's time, phone and questions out of a file's tags, so
a file with just these is made for it: the same reading, and the same gates, as for a diary's folder.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_MAKE, _MODEL, _SOFTWARE, _CAMERA_PART = 0x010F, 0x0110, 0x0131, 0x8769
_TAKEN, _OFFSET, _COMMENT, _SCENE = 0x9003, 0x9011, 0x9286, 0xA406
_SOI, _APP1, _APP2 = b"\xff\xd8", b"\xff\xe1", b"\xff\xe2"
_MOST_WORD = 64  # characters of maker and of model that are read
_NIGHT = 3  # of SceneCaptureType (EXIF 2.32)


@dataclass(frozen=True, slots=True)
class Told:
    """What was known of a photo.

    Parameters
    ----------
    at : local time, ``2026-03-01T08:05:00``, with ``+01:00`` where the camera said so; or empty.
    phone : maker and model, or empty.
    asked : codes of `skin.refusals.QUESTIONS` that were asked of the file itself.
    """

    at: str = ""
    phone: str = ""
    asked: tuple[str, ...] = ()


def with_tags(jpeg: bytes, told: Told) -> bytes:
    r"""A JPEG without tags, with what was known of it put in front of its pixels, which stay as they are.

    Parameters
    ----------
    jpeg : as `skin.decoder.clean_copy` writes it.

    Examples
    --------
    >>> made = with_tags(b"\xff\xd8 the rest", Told(at="2026-03-01T08:05:00", phone="Apple iPhone 14"))
    >>> made[:4].hex(), made.endswith(b" the rest"), b"2026:03:01 08:05:00" in made
    ('ffd8ffe1', True, True)
    """
    parts = [_segment(_APP1, _exif(told))]
    if "colour_profile" in told.asked:
        # the file said its colours in a way that could not be read, and so does this
        parts.append(_segment(_APP2, b"ICC_PROFILE\0\1\1?"))
    return _SOI + b"".join(parts) + jpeg.removeprefix(_SOI)


def _exif(told: Told) -> bytes:
    from PIL import Image  # noqa: PLC0415  only who hands out a photo needs it

    tags = Image.Exif()
    make, model = _maker_and_model(told.phone)
    for tag, word in ((_MAKE, make), (_MODEL, model)):
        if word:
            tags[tag] = word
    if "edited" in told.asked:
        tags[_SOFTWARE] = "photo editor"
    own = tags.get_ifd(_CAMERA_PART)
    if told.at:
        own[_TAKEN] = told.at[:19].replace("-", ":").replace("T", " ")
        if told.at[19:]:
            own[_OFFSET] = told.at[19:]
    if "night_mode" in told.asked:
        own[_SCENE] = _NIGHT
    if "screenshot" in told.asked:
        own[_COMMENT] = b"ASCII\0\0\0Screenshot"
    body: bytes = tags.tobytes()
    return body


def _maker_and_model(phone: str) -> tuple[str, str]:
    """One or two words for the tags, each as long as is read; together they read as the phone again."""
    if len(phone) <= _MOST_WORD:
        return "", phone
    cuts = (at for at in range(_MOST_WORD, 0, -1) if phone[at : at + 1] == " ")
    at = next((at for at in cuts if len(phone) - at - 1 <= _MOST_WORD), _MOST_WORD)
    return phone[:at], phone[at:].lstrip()


def _segment(marker: bytes, body: bytes) -> bytes:
    return marker + struct.pack(">H", len(body) + 2) + body
