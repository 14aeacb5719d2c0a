"""The program that opens photos: a process of its own with little to lose. `decoder` runs it as a script.

A photo may come from anywhere, and the libraries that open one are large and written in C. So this
process has no environment, no file that it could open or write, bounded memory and processor time, and
gives back nothing but pixels and the few words of `_told`. It imports Pillow and the standard library.

In: ``>Q`` length, then that many bytes; again and again until the end. Out: ``ready``, then for each photo
``>I`` length and JSON: either ``{"refused": code}`` or ``{"height", "width", "at", "phone", "asked"}``
followed by height x width x 3 bytes of sRGB, upright. Whatever else happens, it ends.
"""

from __future__ import annotations

import io
import json
import re
import struct
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, BinaryIO

# Everything that a photo may need is loaded now: later no file can be opened any more.
from PIL import Image, ImageCms, ImageFile, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

try:
    import resource
except ImportError:  # Windows has none: the pixel cap and the parent's clock remain
    resource = None  # type: ignore[assignment,unused-ignore]

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "HEIF")
READY = b"ready"
_LOADED = (MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
_ROWS = 128  # pixels pass on in strips: one is converted while another is sent

_TURNED = {  # EXIF orientation to how it is undone
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_FROM_THE_END = {3, 4, 7, 8}  # the upright photo's first rows are the stored one's last rows or columns

_EDITORS = re.compile(
    rb"photoshop|lightroom|camera ?raw|gimp|snapseed|vsco|picsart|facetune|faceapp|instagram|meitu|beauty|b612|remini"
    rb"|youcam|pixelmator|affinity|darktable|rawtherapee|capture one|luminar|picasa|polarr|canva|paint\.net|pixlr"
    rb"|photoscape|acdsee|airbrush|prisma|photo ?editor|picmonkey|fotor|krita",
    re.IGNORECASE,
)
_SCREENS = {  # shorter sides of phones', tablets' and computers' screens
    640, 720, 750, 768, 800, 828, 900, 1050, 1080, 1125, 1170, 1179, 1200, 1206, 1242, 1284, 1290, 1320, 1344, 1440,
    1488, 1536, 1600, 1620, 1640, 1668, 1800, 2048, 2064, 2160,
}  # fmt: skip
_APPLE_HDR = {2, 3, 7}  # CustomRendered: HDR without and with the original kept, HDR portrait


class _Refused(Exception):  # noqa: N818  a way to say no, not an error
    """Its first argument is the code of `refusals`."""


def main(most_pixels: int, most_memory: int, most_cpu_s: int, night_per_s: float) -> None:
    """Answer photos on standard input until it ends.

    Parameters
    ----------
    most_pixels : of a photo. most_memory: address space, bytes. most_cpu_s: processor seconds a photo.
    night_per_s : an exposure longer than one over this many seconds counts as one at night.
    """
    warnings.simplefilter("ignore")
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = most_pixels
    Image.preinit()
    _open_heif()
    _confine(most_memory)
    photos, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(READY)
    answers.flush()
    with ThreadPoolExecutor(2) as threads:
        while len(head := photos.read(8)) == 8:
            raw = photos.read(struct.unpack(">Q", head)[0])
            _allow(most_cpu_s)
            try:
                picture, turn, told = _opened(raw, most_pixels, night_per_s)
            except _Refused as error:
                _say(answers, {"refused": str(error)})
                continue
            except MemoryError:
                _say(answers, {"refused": "too_large"})
                continue
            except Exception:  # noqa: BLE001  whatever a broken file does to the libraries, it is a broken file
                _say(answers, {"refused": "unreadable"})
                continue
            strip = partial(_strip, picture, turn, _to_srgb(picture, told["asked"]))
            _say(answers, told)
            for part in threads.map(strip, range(0, told["height"], _ROWS)):
                answers.write(part)
            answers.flush()


def display_p3() -> bytes:
    """An ICC profile of Display P3: for photos that name these colours by a number only (HEIC's ``nclx``).

    Colorants under D50 as in Apple's own profile; the tone curve is sRGB's (ICC.1:2010, 10.15, type 3).
    """

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"para\0\0\0\0\0\3\0\0" + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    tags = {
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1.0, 0.8249),
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(0.51512, 0.24120, -0.00105),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(0.29198, 0.69225, 0.04189),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(0.15710, 0.06657, 0.78407),
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, tag in tags.items():
        table += name + struct.pack(">II", start + len(body), len(tag))
        body += tag
    illuminant = fixed(0.9642, 1.0, 0.8249)
    head = struct.pack(">I4sI4s4s4s12x4s", start + len(body), b"none", 0x04000000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return (head.ljust(68, b"\0") + illuminant).ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _open_heif() -> None:
    try:
        import pillow_heif  # noqa: PLC0415  the other formats do without
    except ImportError:
        return
    pillow_heif.register_heif_opener(thumbnails=False)


def _confine(most_memory: int) -> None:
    """Nothing more can be opened, written or dumped from here on."""
    for name, most in (("RLIMIT_AS", most_memory), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0), ("RLIMIT_NOFILE", 3)):
        if resource is not None and hasattr(resource, name):
            try:
                resource.setrlimit(getattr(resource, name), (most, most))
            except (OSError, ValueError):  # a platform that knows the limit but does not hold it
                continue


def _allow(most_cpu_s: int) -> None:
    """So many processor seconds for the next photo."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit, hard = int(used.ru_utime + used.ru_stime) + most_cpu_s, resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _say(answers: BinaryIO, words: dict[str, Any]) -> None:
    said = json.dumps(words).encode()
    answers.write(struct.pack(">I", len(said)) + said)
    answers.flush()


def _opened(raw: bytes, most_pixels: int, night_per_s: float) -> tuple[Image.Image, int, dict[str, Any]]:
    """The first picture of a file, loaded; its EXIF orientation; and what is told of it."""
    try:
        there = [each for each in FORMATS if each in Image.OPEN]  # Pillow would look for the others in files
        picture: Image.Image = Image.open(io.BytesIO(raw), formats=there)
    except Image.DecompressionBombError:
        raise _Refused("too_large") from None
    if picture.width * picture.height > most_pixels:
        raise _Refused("too_large")
    if picture.mode not in {"RGB", "RGBA", "RGBX", "RGBa", "P", "PA", "YCbCr"}:
        raise _Refused("no_colour")  # grey of any depth, and printing inks
    told = _told(picture, night_per_s)
    picture.load()
    turn = picture.getexif().get(0x0112, 1)  # after loading: Pillow itself turns TIFF, and pillow-heif HEIC
    turn = turn if turn in _TURNED else 1
    if "transparency" in picture.info or picture.mode in {"RGBA", "RGBa", "PA"}:
        if picture.mode != "RGBA":
            picture = picture.convert("RGBA")
        if picture.getchannel("A").getextrema()[0] < 255:  # type: ignore[operator,unused-ignore]
            told["asked"].append("edited")  # no camera leaves holes in a photo
    elif picture.mode != "RGB":
        picture = picture.convert("RGB")
    size = picture.size if turn < 5 else picture.size[::-1]
    return picture, turn, {**told, "width": size[0], "height": size[1]}


def _told(picture: Image.Image, night_per_s: float) -> dict[str, Any]:
    """What leaves this process besides pixels: capture time, maker and model, and codes of questions.

    Everything else of the tags (place, serial numbers, maker's notes, thumbnails, names, comments) is
    looked at for those codes at most.
    """
    tags = picture.getexif()
    photo = tags.get_ifd(0x8769)
    maker, model = _plain(tags.get(0x010F)), _plain(tags.get(0x0110))
    phone = model if model.lower().startswith(maker.lower()) else f"{maker} {model}".strip()
    asked: list[str] = []
    if not phone:
        asked.append("no_camera_tags")
    if any(_EDITORS.search(text) for text in _texts(picture, tags)):
        asked.append("edited")
    if _is_screenshot(picture, photo, bare=not phone):
        asked.append("screenshot")
    if _is_night(photo, night_per_s):
        asked.append("night_mode")
    at, zone = _plain(photo.get(0x9003)), _plain(photo.get(0x9011))
    parts = re.fullmatch(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", at)
    at = "{}-{}-{}T{}".format(*parts.groups()) if parts and parts[1] != "0000" else ""
    if at and re.fullmatch(r"[+-]\d\d:\d\d", zone):
        at += zone
    return {"at": at, "phone": phone, "asked": asked}


def _plain(value: object) -> str:
    text = value.decode("latin-1") if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:64]


def _texts(picture: Image.Image, tags: Image.Exif) -> Iterator[bytes]:
    """Where programs that change photos leave their names."""
    for value in (tags.get(0x0131), picture.info.get("Software"), picture.info.get("xmp"),
                  picture.info.get("XML:com.adobe.xmp")):  # fmt: skip
        if isinstance(value, str | bytes):
            yield value.encode("utf-8", "replace") if isinstance(value, str) else value


def _is_screenshot(picture: Image.Image, photo: dict[int, Any], *, bare: bool) -> bool:
    comment = photo.get(0x9286, b"")
    comment = comment.encode("utf-8", "replace") if isinstance(comment, str) else comment
    if isinstance(comment, bytes) and b"screenshot" in comment.replace(b"\0", b"").lower():  # UTF-16 or not
        return True
    short, long = sorted(picture.size)
    return bare and picture.format == "PNG" and short in _SCREENS and long >= 1.25 * short


def _is_night(photo: dict[int, Any], night_per_s: float) -> bool:
    def number(tag: int) -> float:
        try:
            return float(photo.get(tag, 0))
        except (TypeError, ValueError, ZeroDivisionError):
            return 0.0

    longer = number(0x829A) * night_per_s > 1  # ExposureTime
    # SceneCaptureType 3: night scene. CompositeImage 3: put together while shooting; 2 stands in every new phone's.
    return longer or number(0xA406) == 3 or number(0xA460) == 3 or number(0xA401) in _APPLE_HDR


def _to_srgb(picture: Image.Image, asked: list[str]) -> Callable[[Image.Image], object] | None:
    """What turns a strip's colours into sRGB in place; None where they are sRGB already."""
    profile = picture.info.get("icc_profile")
    named = picture.info.get("nclx_profile")
    if not profile and isinstance(named, dict):
        primaries, curve = named.get("color_primaries"), named.get("transfer_characteristics")
        if primaries == 12:
            profile = display_p3()
        if primaries not in {1, 2, 12} or curve in {16, 18}:  # wide-gamut television, PQ and HLG
            asked.append("colour_profile")
    if not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        change = ImageCms.buildTransform(
            source, ImageCms.createProfile("sRGB"), "RGB", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC
        )
        probe = Image.frombytes("RGB", (512, 1), bytes(v * 36 for n in range(512) for v in (n >> 6, n >> 3 & 7, n & 7)))
        before = probe.tobytes()
        ImageCms.applyTransform(probe, change, inPlace=True)
    except Exception:  # noqa: BLE001  a profile that is no use is a question, not a broken photo
        asked.append("colour_profile")
        return None
    same = max(abs(one - other) for one, other in zip(before, probe.tobytes(), strict=True)) <= 1
    return None if same else partial(ImageCms.applyTransform, transform=change, inPlace=True)


def _strip(picture: Image.Image, turn: int, to_srgb: Callable[[Image.Image], object] | None, row: int) -> bytes:
    """Rows of the upright photo from `row` on: turned, without holes, in sRGB."""
    across = turn >= 5
    length = picture.width if across else picture.height
    low, high = row, min(row + _ROWS, length)
    if turn in _FROM_THE_END:
        low, high = length - high, length - low
    part = picture.crop((low, 0, high, picture.height) if across else (0, low, picture.width, high))
    if turn in _TURNED:
        part = part.transpose(_TURNED[turn])
    if part.mode == "RGBA":
        white = Image.new("RGB", part.size, (255, 255, 255))
        white.paste(part, mask=part.getchannel("A"))
        part = white
    if to_srgb:
        to_srgb(part)
    return part.tobytes()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
