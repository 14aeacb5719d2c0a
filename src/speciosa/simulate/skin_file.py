"""The bytes of a simulated photo, with the tags that a phone writes."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.skin_camera import Camera
from speciosa.simulate.skin_scene import Picture

_MAKE, _MODEL, _ORIENTATION, _SOFTWARE, _CHANGED = 271, 272, 274, 305, 306
_CAMERA_PART, _GPS_PART = 0x8769, 0x8825
_TAKEN, _DIGITISED, _OFFSET, _MAKER_NOTE, _SERIAL = 36867, 36868, 36881, 37500, 42033  # EXIF 2.32
_TURNS = {1: 0, 3: 2, 6: 1, 8: 3}  # quarter turns to the left that storing takes back


def photo_bytes(pixels: NDArray[np.uint8], picture: Picture, camera: Camera) -> bytes:
    """The photo as a file.

    Parameters
    ----------
    pixels : [row, column, 3], upright.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.simulate.skin_camera import phone_camera
    >>> grey = np.full((40, 30, 3), 128, np.uint8)
    >>> photo_bytes(grey, Picture(), phone_camera(load_knowledge()))[:3].hex()
    'ffd8ff'
    """
    from PIL import Image  # noqa: PLC0415  only who makes photos needs it

    image = Image.fromarray(np.ascontiguousarray(np.rot90(pixels, _TURNS[picture.orientation])))
    kept = {"exif": _tags(picture, camera)} if picture.taken_at else {}
    file = io.BytesIO()
    if picture.form == "png":
        image.save(file, "PNG", compress_level=3, **kept)
    elif picture.form == "heic":
        import pillow_heif  # noqa: PLC0415

        heif = pillow_heif.from_pillow(image)
        heif.save(file, quality=picture.quality, **kept)
    else:
        image.save(file, "JPEG", quality=picture.quality, subsampling=1 if picture.quality > 80 else 2, **kept)
    return file.getvalue()


def _tags(picture: Picture, camera: Camera) -> bytes:
    from PIL import Image  # noqa: PLC0415

    tags = Image.Exif()
    at = picture.taken_at.replace("-", ":").replace("T", " ")
    tags[_MAKE], tags[_MODEL], tags[_SOFTWARE] = camera.make, camera.model, "simulated"
    tags[_ORIENTATION], tags[_CHANGED] = picture.orientation, at
    own = tags.get_ifd(_CAMERA_PART)
    own[_TAKEN] = own[_DIGITISED] = at
    if picture.utc_offset:
        own[_OFFSET] = picture.utc_offset
    if picture.serial:
        own[_SERIAL], own[_MAKER_NOTE] = picture.serial, b"maker note of " + picture.serial.encode()
    if picture.gps is not None:
        north, east = picture.gps
        tags.get_ifd(_GPS_PART).update({
            1: "N" if north >= 0 else "S", 2: _degrees(abs(north)),
            3: "E" if east >= 0 else "W", 4: _degrees(abs(east)),
        })  # fmt: skip
    return tags.tobytes()


def _degrees(angle: float) -> tuple[float, float, float]:
    minutes = angle % 1 * 60
    return float(int(angle)), float(int(minutes)), round(minutes % 1 * 60, 2)
