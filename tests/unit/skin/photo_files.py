"""Photo files made on the fly: a picture whose four corners differ, in any format, with any tags."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF")
LOSSLESS: dict[str, dict[str, Any]] = {"PNG": {}, "TIFF": {"compression": "tiff_lzw"}, "WEBP": {"lossless": True}}
GPS, PHOTO = 0x8825, 0x8769


def scene(height: int = 200, width: int = 300) -> NDArray[np.uint8]:
    """[height, width, 3]: smooth, coloured, and with no symmetry at all."""
    row, column = np.mgrid[0:height, 0:width]
    red, green = 40 + 160 * row / height, 60 + 150 * column / width
    blue = 30 + 180 * (row / height) * (1 - column / width)
    return np.stack([red, green, blue], axis=-1).round().astype(np.uint8)


def saved(picture: NDArray[np.uint8] | Image.Image, form: str = "JPEG", **how: Any) -> bytes:
    held = io.BytesIO()
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(held, form, **({"quality": 95} if form in {"JPEG", "HEIF"} else LOSSLESS.get(form, {})) | how)
    return held.getvalue()


def tags(
    of: dict[int, Any] | None = None, *, photo: dict[int, Any] | None = None, **ifds: dict[int, Any]
) -> Image.Exif:
    """EXIF of a phone; `photo`: further tags of its own directory; `gps`: of that one."""
    exif = Image.Exif()
    for tag, value in ({0x010F: "Apple", 0x0110: "iPhone 14"} | (of or {})).items():
        exif[tag] = value
    directory = exif.get_ifd(PHOTO)
    directory.update({0x9003: "2026:03:01 08:05:00", 0x829A: 0.01} | (photo or {}))
    if "gps" in ifds:
        exif.get_ifd(GPS).update(ifds["gps"])
    return exif


def png_of(width: int, height: int, *, depth: int = 8, colour: int = 2, data: bytes = b"") -> bytes:
    """A PNG from its parts: for sizes and depths that no library would write."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment after its first two bytes."""
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + jpeg[2:]
