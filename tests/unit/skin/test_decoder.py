from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from tests.unit.skin.photo_files import FORMATS, LOSSLESS, png_of, saved, scene, tags, with_segment

from speciosa.knowledge import Knowledge
from speciosa.skin import decoder as door
from speciosa.skin.decoder import DecodedPhoto, Decoder, clean_copy
from speciosa.skin.decoding_child import display_p3
from speciosa.skin.measurement import Refusal

SMALL = scene(24, 40)


@pytest.fixture(scope="module")
def decoder(knowledge: Knowledge) -> Iterator[Decoder]:
    with Decoder(knowledge) as opened:
        yield opened


def seen(decoder: Decoder, raw: bytes) -> DecodedPhoto:
    photo = decoder.decode(raw)
    assert isinstance(photo, DecodedPhoto)
    return photo


def why_not(decoder: Decoder, raw: bytes) -> str:
    answer = decoder.decode(raw)
    assert isinstance(answer, Refusal)
    return answer.code


def questions(decoder: Decoder, raw: bytes) -> set[str]:
    return {each.code for each in seen(decoder, raw).asked}


def with_choice(knowledge: Knowledge, key: str, value: float) -> Knowledge:
    choices = {**knowledge.choices, key: replace(knowledge.choices[key], value=value)}
    return replace(knowledge, choices=choices)


# what comes out


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_picture(decoder: Decoder, form: str) -> None:
    photo = seen(decoder, saved(scene(), form))
    off = np.abs(photo.rgb.astype(int) - scene())
    assert photo.rgb.dtype == np.uint8
    assert off.max() <= (0 if form in LOSSLESS else 6)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("form", FORMATS)
def test_the_eight_orientations_give_the_same_upright_picture(decoder: Decoder, form: str, turn: int) -> None:
    upright = scene()  # higher than one strip either way
    across = upright.transpose(1, 0, 2)
    stored = {  # EXIF 2.32: which side of the picture the first row and the first column are
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1],
        5: across, 6: across[::-1], 7: across[::-1, ::-1], 8: across[:, ::-1],
    }[turn]  # fmt: skip
    picture = Image.fromarray(np.ascontiguousarray(stored))
    picture.info["exif"] = tags({0x0112: turn}).tobytes()  # HEIC: its writer makes transformations of it
    raw = saved(picture, form, **({} if form == "HEIF" else {"exif": tags({0x0112: turn})}))
    off = np.abs(seen(decoder, raw).rgb.astype(int) - upright)
    assert off.max() <= (0 if form in LOSSLESS else 6)


def test_a_heic_is_turned_by_its_own_transformations_alone(decoder: Decoder) -> None:
    """ISO/IEC 23008-12: what EXIF says of turning is no more than a memory of it."""
    raw = saved(scene(), "HEIF", exif=tags({0x0112: 6}))
    assert seen(decoder, raw).rgb.shape == (200, 300, 3)


def test_display_p3_becomes_srgb(decoder: Decoder) -> None:
    rng = np.random.default_rng(3)
    picture = rng.integers(60, 200, (40, 50, 3), dtype=np.uint8)
    photo = seen(decoder, saved(picture, "PNG", icc_profile=display_p3()))
    expected = _p3_to_srgb(picture / 255)
    inside = ((expected > 0) & (expected < 1)).all(axis=-1)
    assert np.abs(photo.rgb - 255 * expected)[inside].max() < 1.5
    assert np.abs(photo.rgb.astype(int) - picture).max() > 10


def _p3_to_srgb(values: np.ndarray) -> np.ndarray:
    """From the primaries' chromaticities (SMPTE EG 432-1, IEC 61966-2-1), both under D65."""

    def to_xyz(primaries: list[tuple[float, float]]) -> np.ndarray:
        columns = np.array([(x / y, 1, (1 - x - y) / y) for x, y in primaries]).T
        white = np.array([0.3127 / 0.3290, 1, (1 - 0.3127 - 0.3290) / 0.3290])
        return np.asarray(columns * np.linalg.solve(columns, white))

    p3 = to_xyz([(0.680, 0.320), (0.265, 0.690), (0.150, 0.060)])
    srgb = to_xyz([(0.640, 0.330), (0.300, 0.600), (0.150, 0.060)])
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ (np.linalg.inv(srgb) @ p3).T, 0, 1)
    encoded: np.ndarray = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return encoded


def test_a_heic_that_names_display_p3_by_a_number_is_converted_too(decoder: Decoder) -> None:
    how: dict[str, Any] = {"save_nclx_profile": True, "transfer_characteristic": 13, "full_range_flag": 1}
    plain = seen(decoder, saved(scene(), "HEIF", color_primaries=1, **how))
    wide = seen(decoder, saved(scene(), "HEIF", color_primaries=12, **how))
    expected = 255 * _p3_to_srgb(plain.rgb / 255)
    assert np.abs(wide.rgb - expected).max() < 1.5
    assert wide.asked == plain.asked


def test_a_heic_for_television_is_asked_about(decoder: Decoder) -> None:
    how: dict[str, Any] = {"save_nclx_profile": True, "color_primaries": 9, "transfer_characteristic": 16}
    assert "colour_profile" in questions(decoder, saved(scene(), "HEIF", **how))


def test_an_srgb_profile_changes_no_value(decoder: Decoder) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = seen(decoder, saved(scene(), "PNG", icc_profile=profile))
    assert np.array_equal(photo.rgb, scene())
    assert {each.code for each in photo.asked} == {"no_camera_tags"}


@pytest.mark.parametrize(
    "profile",
    [b"no profile", display_p3()[:200], ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()],
    ids=["text", "cut short", "of other colours"],
)
def test_a_profile_that_is_no_use_is_a_question_and_the_values_stay(decoder: Decoder, profile: bytes) -> None:
    photo = seen(decoder, saved(scene(), "PNG", icc_profile=profile))
    assert np.array_equal(photo.rgb, scene())
    assert "colour_profile" in {each.code for each in photo.asked}


def test_sixteen_bits_become_eight(decoder: Decoder) -> None:
    deep = scene().astype(">u2") * 257
    rows = b"".join(b"\0" + row.tobytes() for row in deep)
    assert np.array_equal(seen(decoder, png_of(300, 200, depth=16, data=rows)).rgb, scene())


def test_a_palette_gives_its_colours(decoder: Decoder) -> None:
    few = Image.fromarray(scene()).quantize(16)
    assert np.array_equal(seen(decoder, saved(few, "PNG")).rgb, np.asarray(few.convert("RGB")))


def test_holes_become_white_and_are_asked_about(decoder: Decoder) -> None:
    alpha = np.full((200, 300, 1), 255, dtype=np.uint8)
    assert "edited" not in questions(decoder, saved(np.concatenate([scene(), alpha], axis=2), "PNG"))
    alpha[:50] = 0
    photo = seen(decoder, saved(np.concatenate([scene(), alpha], axis=2), "PNG"))
    assert (photo.rgb[:50] == 255).all()
    assert np.array_equal(photo.rgb[50:], scene()[50:])
    assert "edited" in {each.code for each in photo.asked}


def test_of_several_pictures_the_first_is_taken(decoder: Decoder) -> None:
    other = Image.fromarray(scene()[::-1])
    raw = saved(scene(), "TIFF", save_all=True, append_images=[other])
    assert np.array_equal(seen(decoder, raw).rgb, scene())
    raw = saved(scene(), "MPO", save_all=True, append_images=[other], quality=95)
    assert np.abs(seen(decoder, raw).rgb.astype(int) - scene()).max() <= 6


def test_bytes_behind_the_end_of_a_jpeg_change_nothing(decoder: Decoder) -> None:
    raw = saved(scene())
    assert np.array_equal(seen(decoder, raw + b"a film of three seconds" * 1000).rgb, seen(decoder, raw).rgb)


# what is kept of its tags


def test_time_phone_and_mark_are_kept(decoder: Decoder) -> None:
    raw = saved(SMALL, exif=tags(photo={0x9011: "+01:00"}))
    taken = seen(decoder, raw).taken
    assert (taken.at, taken.phone) == ("2026-03-01T08:05:00+01:00", "Apple iPhone 14")
    assert taken.mark == seen(decoder, raw).taken.mark != seen(decoder, raw + b" ").taken.mark


def test_a_maker_that_stands_in_the_model_is_said_once(decoder: Decoder) -> None:
    exif = tags({0x010F: "HONOR", 0x0110: "Honor\nMagic 5"})
    assert seen(decoder, saved(SMALL, exif=exif)).taken.phone == "Honor Magic 5"


@pytest.mark.parametrize("at", ["0000:00:00 00:00:00", "yesterday", "    :  :     :  :  ", "2026:03:01"])
def test_a_time_that_is_none_stays_empty(decoder: Decoder, at: str) -> None:
    assert seen(decoder, saved(SMALL, exif=tags(photo={0x9003: at}))).taken.at == ""


def test_a_plain_photo_of_a_phone_is_asked_nothing(decoder: Decoder) -> None:
    exif = tags({0x0131: "17.4.1"}, photo={0xA460: 2, 0xA406: 0, 0xA401: 0, 0x829A: 1 / 60})
    assert questions(decoder, saved(SMALL, exif=exif)) == set()


def test_a_photo_without_camera_tags_is_taken_and_asked_about(decoder: Decoder) -> None:
    assert questions(decoder, saved(SMALL)) == {"no_camera_tags"}


@pytest.mark.parametrize("program", ["Adobe Photoshop 25.0 (Windows)", "Snapseed 2.0", "GIMP 2.10"])
def test_a_program_that_changes_photos_is_asked_about(decoder: Decoder, program: str) -> None:
    assert questions(decoder, saved(SMALL, exif=tags({0x0131: program}))) == {"edited"}
    note = f"<x:xmpmeta><xmp:CreatorTool>{program}</xmp:CreatorTool></x:xmpmeta>".encode()
    assert questions(decoder, saved(SMALL, exif=tags(), xmp=note)) == {"edited"}


@pytest.mark.parametrize(
    "photo", [{0xA406: 3}, {0x829A: 0.5}, {0xA460: 3}, {0xA401: 3}], ids=["scene", "long", "composite", "apple hdr"]
)
def test_a_night_photo_is_asked_about(decoder: Decoder, photo: dict[int, Any]) -> None:
    assert questions(decoder, saved(SMALL, exif=tags(photo=photo))) == {"night_mode"}


def test_a_picture_of_a_screen_is_asked_about(decoder: Decoder) -> None:
    assert "screenshot" in questions(decoder, saved(scene(900, 720), "PNG"))
    assert "screenshot" not in questions(decoder, saved(scene(900, 720), "JPEG"))
    assert "screenshot" not in questions(decoder, saved(scene(1000, 701), "PNG"))
    for comment in (b"ASCII\0\0\0Screenshot", b"UNICODE\0" + "Screenshot".encode("utf-16-le")):
        assert "screenshot" in questions(decoder, saved(SMALL, exif=tags(photo={0x9286: comment})))


# what is refused


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\xff", b"\xff\xd8\xff", b"%PDF-1.7\n1 0 obj", b"Dear doctor, ...",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        saved(SMALL, "BMP"), saved(SMALL, "GIF"), saved(SMALL, "PPM"), saved(SMALL, "EPS"), saved(SMALL, "PDF"),
        saved(SMALL)[:-200], saved(SMALL, "PNG")[:-60], saved(SMALL, "HEIF")[:-200], saved(SMALL, "WEBP")[:-20],
        png_of(6000, 6000), png_of(0, 0), bytes(5000),
    ],
)  # fmt: skip
def test_what_is_no_whole_photo_is_unreadable(decoder: Decoder, raw: bytes) -> None:
    assert why_not(decoder, raw) == "unreadable"


@pytest.mark.parametrize("size", [(50_000, 50_000), (8_000, 8_000), (2**31 - 1, 1)])
def test_a_bomb_is_too_large(decoder: Decoder, size: tuple[int, int]) -> None:
    assert why_not(decoder, png_of(*size)) == "too_large"


def test_a_file_of_too_many_bytes_is_not_even_opened(knowledge: Knowledge) -> None:
    small = with_choice(knowledge, "skin_photo_bytes_most", 1000)
    with Decoder(small) as decoder:
        assert why_not(decoder, saved(scene())) == "too_large"
        assert decoder._child is None


@pytest.mark.parametrize("mode", ["L", "1", "LA", "I;16", "F", "CMYK"])
def test_grey_and_printing_inks_have_no_colour(decoder: Decoder, mode: str) -> None:
    grey = Image.fromarray(scene())
    picture = grey.convert("L").convert("I").convert("I;16") if mode == "I;16" else grey.convert(mode)
    form = {"F": "TIFF", "CMYK": "JPEG"}.get(mode, "PNG")
    assert why_not(decoder, saved(picture, form)) == "no_colour"


@pytest.mark.parametrize("form", FORMATS)
def test_grey_that_is_stored_as_colours_has_no_colour(decoder: Decoder, form: str) -> None:
    assert why_not(decoder, saved(Image.fromarray(scene()).convert("L").convert("RGB"), form)) == "no_colour"


def test_one_spot_of_colour_is_a_colour(decoder: Decoder) -> None:
    picture = np.full((100, 100, 3), 128, dtype=np.uint8)
    picture[37, 41] = (140, 128, 128)  # off the coarse grid that is looked at first
    assert np.array_equal(seen(decoder, saved(picture, "PNG")).rgb, picture)


WHOLE = {form: saved(SMALL, form, exif=tags(), icc_profile=display_p3()) for form in FORMATS}


@settings(max_examples=60)
@given(form=st.sampled_from(FORMATS), flips=st.lists(st.tuples(st.integers(0), st.integers(1, 255)), min_size=1))
def test_whatever_bytes_are_broken_a_photo_or_a_refusal_comes_out(
    decoder: Decoder, form: str, flips: list[tuple[int, int]]
) -> None:
    raw = bytearray(WHOLE[form])
    for at, change in flips:
        raw[at % len(raw)] ^= change
    assert isinstance(decoder.decode(bytes(raw)), DecodedPhoto | Refusal)


@settings(max_examples=40)
@given(left=st.floats(0, 1, exclude_max=True))
def test_a_jpeg_cut_short_anywhere_is_never_taken_for_whole(decoder: Decoder, left: float) -> None:
    raw = WHOLE["JPEG"]
    assert why_not(decoder, raw[: int(left * (len(raw) - 2))]) == "unreadable"


# the child


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
def test_a_child_that_was_killed_between_two_photos_costs_no_photo(knowledge: Knowledge) -> None:
    with Decoder(knowledge) as decoder:
        seen(decoder, saved(SMALL))
        assert decoder._child is not None
        os.kill(decoder._child.pid, signal.SIGKILL)
        decoder._child.wait()
        assert seen(decoder, saved(SMALL)).rgb.shape == SMALL.shape


GOOD: dict[str, object] = {"height": 2, "width": 2, "at": "", "phone": "", "asked": []}


def said(**other: object) -> str:
    return f"say({json.dumps(GOOD | other)!r}); "


LIES = {
    "dies": "",
    "half": said() + "out.write(bytes(11))",
    "no words": "out.write(bytes(4))",
    "long words": "out.write(bytes([255] * 5))",
    "no json": "say('nothing')",
    "deep json": "say('[' * 9999)",
    "a list": "say('[]')",
    "strange code": f"say({json.dumps({'refused': 'because'})!r})",
    "strange kind of code": f"say({json.dumps({'refused': ['no_colour']})!r})",
    "huge": said(height=99999, width=99999),
    "negative": said(height=-2, width=-2),
    "no number": said(height=None),
    "place in the time": said(at="N 52.51 E 13.37") + "out.write(bytes(12))",
    "strange question": said(asked=["<script>"]) + "out.write(bytes(12))",
    "sleeps": "import time; time.sleep(60)",
}


@pytest.mark.parametrize("does", LIES)
def test_whatever_the_child_does_the_photo_is_unreadable_and_the_next_one_is_read(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    child = tmp_path / "child.py"
    child.write_text(
        "import struct, sys\nout = sys.stdout.buffer\nout.write(b'ready'); out.flush()\n"
        "def say(words): out.write(struct.pack('>I', len(words)) + words.encode())\n"
        f"sys.stdin.buffer.read(struct.unpack('>Q', sys.stdin.buffer.read(8))[0])\n{LIES[does]}\nout.flush()\n"
    )
    with Decoder(knowledge) as decoder:
        with monkeypatch.context() as patched:
            patched.setattr(door, "_CHILD", child)
            patched.setattr(decoder, "_wait_s", 1.0 if does == "sleeps" else 30.0)
            assert why_not(decoder, saved(SMALL)) == "unreadable"
        if does.startswith("strange"):  # these two are refused in form: the child lives on, and is no real one
            decoder.close()
        assert seen(decoder, saved(SMALL)).rgb.shape == SMALL.shape


def test_a_child_that_never_starts_is_our_own_fault(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_CHILD", tmp_path / "not there.py")
    with pytest.raises(RuntimeError, match="does not start"):
        Decoder(knowledge).decode(saved(SMALL))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hold fewer of these limits")
def test_the_child_can_open_nothing_and_sees_no_environment(knowledge: Knowledge, tmp_path: Path) -> None:
    probe = f"""
import runpy, sys, socket
child = runpy.run_path({str(door._CHILD)!r})
child["_confine"](2_000_000_000)
for name, way in {{
    "read": lambda: open("/etc/hostname"), "write": lambda: open({str(tmp_path / "a")!r}, "w"),
    "call": lambda: socket.socket(), "grow": lambda: bytearray(3_000_000_000),
}}.items():
    try:
        way()
        print(name)
    except (OSError, MemoryError):
        pass
"""
    done = subprocess.run([sys.executable, "-I", "-c", probe], capture_output=True, text=True, check=True, env={})
    assert done.stdout == ""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_child_inherits_neither_secrets_nor_settings_of_python(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "PIL.py").write_text("raise SystemExit")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("SPECIOSA_PASSPHRASE", "planted-secret")
    with Decoder(knowledge) as decoder:
        seen(decoder, saved(SMALL))
        assert decoder._child is not None
        given_on = Path(f"/proc/{decoder._child.pid}/environ").read_bytes()
        open_files = {each.name for each in Path(f"/proc/{decoder._child.pid}/fd").iterdir()}
    assert b"planted-secret" not in given_on
    assert b"PYTHON" not in given_on
    assert open_files == {"0", "1", "2"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold this limit")
def test_a_photo_that_does_not_fit_into_the_memory_is_refused_and_the_next_one_is_read(knowledge: Knowledge) -> None:
    with Decoder(with_choice(knowledge, "skin_photo_memory_most", 400_000_000)) as decoder:
        wide = png_of(7_700, 7_700, data=b"")
        assert why_not(decoder, wide) in {"too_large", "unreadable"}
        assert seen(decoder, saved(SMALL)).rgb.shape == SMALL.shape


# what is stored


def test_the_copy_is_the_picture(decoder: Decoder, knowledge: Knowledge) -> None:
    photo = seen(decoder, saved(scene(), exif=tags({0x0112: 6})))
    again = seen(decoder, clean_copy(photo, knowledge))
    assert np.abs(again.rgb.astype(int) - photo.rgb).max() <= 8
    assert again.taken.at == again.taken.phone == ""


def test_a_segment_that_says_it_is_longer_than_the_file_is_no_photo(decoder: Decoder) -> None:
    raw = with_segment(saved(SMALL), 0xE1, b"Exif\0\0" + b"x" * 100)
    assert isinstance(decoder.decode(raw), DecodedPhoto)
    assert why_not(decoder, raw[:4] + b"\xff\xff" + raw[6:]) == "unreadable"
