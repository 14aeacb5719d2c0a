"""What a photo's file says of its owner never comes out of the decoder: searched for in every byte that does."""

from __future__ import annotations

import json
import struct
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from tests.unit.skin.photo_files import FORMATS, GPS, PHOTO, saved, scene, tags, with_segment

from speciosa.knowledge import Knowledge
from speciosa.skin import decoder as door
from speciosa.skin.decoder import DecodedPhoto, Decoder, clean_copy

MARKS = {
    "place": "PLANTED-PLACE", "serial": "PLANTED-SERIAL", "lens": "PLANTED-LENS", "owner": "PLANTED-OWNER",
    "artist": "PLANTED-ARTIST", "note": "PLANTED-MAKER-NOTE", "comment": "PLANTED-COMMENT", "title": "PLANTED-TITLE",
    "xmp": "PLANTED-XMP", "thumbnail": "PLANTED-THUMBNAIL", "second": "PLANTED-SECOND", "tail": "PLANTED-TAIL",
    "iptc": "PLANTED-IPTC", "text": "PLANTED-TEXT", "computer": "PLANTED-COMPUTER", "program": "PLANTED-PROGRAM",
}  # fmt: skip
LATITUDE = (52.0, 31.0, 12.34567)


def told_everything(form: str) -> bytes:
    """A photo whose file says all that a file can say."""
    exif = tags(
        {0x010E: MARKS["title"], 0x0131: MARKS["program"], 0x013B: MARKS["artist"], 0x013C: MARKS["computer"]},
        photo={
            0xA431: MARKS["serial"], 0xA435: MARKS["lens"], 0xA430: MARKS["owner"],
            0x927C: b"Apple iOS\0" + MARKS["note"].encode(), 0x9286: b"ASCII\0\0\0" + MARKS["comment"].encode(),
        },
        gps={1: "N", 2: LATITUDE, 3: "E", 4: (13.0, 22.0, 5.0), 28: b"ASCII\0\0\0" + MARKS["place"].encode()},
    )  # fmt: skip
    note = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{MARKS["xmp"]}</dc:creator></x:xmpmeta>'.encode()
    if form == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", MARKS["text"])
        text.add_itxt("XML:com.adobe.xmp", note.decode())
        return saved(scene(), form, exif=exif, pnginfo=text) + MARKS["tail"].encode()
    if form == "TIFF":
        for directory in (PHOTO, GPS):  # its writer looks for them here
            exif[directory] = dict(exif.get_ifd(directory))
        return saved(scene(), form, exif=exif, compression=None) + note + MARKS["tail"].encode()
    raw = saved(scene(), form, exif=exif, xmp=note)
    if form == "JPEG":
        thumbnail = saved(scene(12, 16), comment=MARKS["thumbnail"])
        raw = with_segment(raw, 0xE0, b"JFXX\0\x10" + thumbnail)
        raw = with_segment(raw, 0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10" + MARKS["iptc"].encode())
        raw = with_segment(raw, 0xFE, MARKS["text"].encode())
        raw += saved(scene()[::-1], comment=MARKS["second"]) + MARKS["tail"].encode()
    return raw


def planted(raw: bytes) -> set[str]:
    return {name for name, mark in MARKS.items() if mark.encode() in raw or mark.encode("utf-16-le") in raw}


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_planted_in_a_photo_comes_out_of_it(knowledge: Knowledge, form: str) -> None:
    raw = told_everything(form)
    assert planted(raw) >= {"place", "serial", "lens", "owner", "note", "comment", "title", "artist", "xmp"}
    with Decoder(knowledge) as decoder:
        photo = decoder.decode(raw)
    assert isinstance(photo, DecodedPhoto)
    out = (repr(photo.taken) + repr(photo.asked)).encode() + clean_copy(photo, knowledge)
    assert planted(out) == set()
    assert (photo.taken.at, photo.taken.phone) == ("2026-03-01T08:05:00", "Apple iPhone 14")


@pytest.mark.parametrize("form", FORMATS)
def test_the_child_itself_says_nothing_but_time_phone_and_questions(knowledge: Knowledge, form: str) -> None:
    raw = told_everything(form)
    with Decoder(knowledge) as decoder:
        limits = [str(each) for each in decoder._limits]
    done = subprocess.run(
        [sys.executable, "-I", "-B", str(door._CHILD), *limits],
        input=struct.pack(">Q", len(raw)) + raw, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout[:5] == b"ready"
    (length,) = struct.unpack(">I", done.stdout[5:9])
    words = json.loads(done.stdout[9 : 9 + length])
    assert words == {
        "height": 200, "width": 300, "at": "2026-03-01T08:05:00", "phone": "Apple iPhone 14", "asked": []
    }  # fmt: skip
    assert len(done.stdout) == 9 + length + 200 * 300 * 3
    assert done.stderr == b""
    assert planted(done.stdout) == set()


def test_the_copy_has_only_the_segments_that_a_picture_needs(knowledge: Knowledge) -> None:
    with Decoder(knowledge) as decoder:
        photo = decoder.decode(told_everything("JPEG"))
    assert isinstance(photo, DecodedPhoto)
    copy = clean_copy(photo, knowledge)
    markers, at = [], 2
    while copy[at + 1] != 0xDA:  # start of scan: the picture itself
        markers.append(copy[at + 1])
        at += 2 + struct.unpack(">H", copy[at + 2 : at + 4])[0]
    assert set(markers) == {0xE0, 0xDB, 0xC0, 0xC4}  # JFIF, quantisation, frame, Huffman tables
    assert copy.endswith(b"\xff\xd9")
    assert copy.count(b"\xff\xd8") == 1
    assert copy == clean_copy(photo, knowledge)


def test_a_thumbnail_in_the_exif_stays_behind(knowledge: Knowledge) -> None:
    thumbnail = saved(scene(12, 16)[::-1], comment=MARKS["thumbnail"])
    raw = with_segment(saved(scene()), 0xE1, b"Exif\0\0" + _exif_with_thumbnail(thumbnail))
    assert planted(raw) == {"thumbnail"}
    with Decoder(knowledge) as decoder:
        photo = decoder.decode(raw)
    assert isinstance(photo, DecodedPhoto)
    assert np.abs(photo.rgb.astype(int) - scene()).max() <= 6
    assert photo.taken.phone == "Maker"
    assert planted(repr(photo.taken).encode() + clean_copy(photo, knowledge)) == set()


def _exif_with_thumbnail(thumbnail: bytes) -> bytes:
    """TIFF of two directories: the photo's with its maker, the thumbnail's with its place and length."""
    first = struct.pack("<HHHI4s", 1, 0x010F, 2, 6, struct.pack("<I", 0)) + struct.pack("<I", 32)
    first = first[:10] + struct.pack("<I", 26) + first[14:]
    second = (
        struct.pack("<H", 2)
        + struct.pack("<HHII", 0x0201, 4, 1, 62)
        + struct.pack("<HHII", 0x0202, 4, 1, len(thumbnail))
    )
    return (b"II*\0" + struct.pack("<I", 8) + first + b"Maker\0" + second + struct.pack("<I", 0)).ljust(
        62, b"\0"
    ) + thumbnail


def test_a_name_hidden_in_a_long_model_is_cut(knowledge: Knowledge) -> None:
    raw = saved(scene(24, 40), exif=tags({0x0110: "x" * 64 + MARKS["owner"]}))
    with Decoder(knowledge) as decoder:
        photo = decoder.decode(raw)
    assert isinstance(photo, DecodedPhoto)
    assert planted(photo.taken.phone.encode()) == set()


def test_pillow_would_have_kept_what_is_searched_for() -> None:
    """Else the searches above could not find anything."""
    import io

    held = io.BytesIO()
    opened = Image.open(io.BytesIO(told_everything("JPEG")))
    opened.save(held, "JPEG", exif=opened.getexif())
    assert {"place", "serial", "owner", "note"} <= planted(held.getvalue())
