"""A window as a picture: true colours, the same bytes, and nothing of the photo in it."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from tests.unit.report.made_skin import window

from speciosa.report.skin_images import LEFT_OUT, window_image
from speciosa.skin.colour import lab_of, linear_of, xyz_of
from speciosa.skin.measurement import WindowMap

PNG = "data:image/png;base64,"


def pixels(uri: str) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(raw(uri))))


def raw(uri: str) -> bytes:
    assert uri.startswith(PNG)
    return base64.b64decode(uri.removeprefix(PNG), validate=True)


def plain(lab: tuple[float, float, float], side: int = 4) -> WindowMap:
    return WindowMap(np.full((side, side, 3), lab, dtype=np.float32), 0.4)


@given(st.floats(30, 75), st.floats(4, 16), st.floats(8, 24))
def test_a_skin_colour_comes_back_to_half_a_step_of_the_screen(lightness: float, red: float, yellow: float) -> None:
    code = pixels(window_image(plain((lightness, red, yellow))))
    back = lab_of(xyz_of(linear_of(code[0, 0] / 255)))
    assert np.abs(back - (lightness, red, yellow)).max() < 0.75
    assert (code == code[0, 0]).all()


def test_what_was_left_out_is_painted_neutral_and_lighter_than_skin() -> None:
    found = pixels(window_image(window(np.array([58.0, 10.5, 17.0]))))
    assert found.shape == (100, 100, 3)
    assert (found[:3] == LEFT_OUT).all()
    assert (found[50, 20] != LEFT_OUT).any()
    assert max(LEFT_OUT) - min(LEFT_OUT) < 10
    assert np.array(LEFT_OUT).min() > found[4:38, :30].max()


def test_colours_that_a_screen_lacks_are_clipped_and_none_wraps_around() -> None:
    assert pixels(window_image(plain((150.0, 0.0, 0.0))))[0, 0].tolist() == [255, 255, 255]
    assert pixels(window_image(plain((-5.0, 0.0, 0.0))))[0, 0].tolist() == [0, 0, 0]


def test_the_same_window_is_the_same_bytes_and_another_is_not() -> None:
    one = window(np.array([58.0, 10.5, 17.0]), seed=1)
    assert window_image(one) == window_image(WindowMap(one.lab.copy(), one.pitch_mm))
    assert window_image(one) != window_image(window(np.array([58.0, 10.5, 17.0]), seed=2))


def test_the_file_holds_its_pixels_and_nothing_else() -> None:
    data, at, names = raw(window_image(window(np.array([58.0, 10.5, 17.0])))), 8, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        names.append(data[at + 4 : at + 8].decode())
        at += length + 12
    assert set(names) == {"IHDR", "IDAT", "IEND"}
    assert Image.open(io.BytesIO(data)).info == {}


def test_a_window_without_any_skin_is_a_whole_picture() -> None:
    empty = WindowMap(np.full((3, 3, 3), np.nan, dtype=np.float32), 0.4)
    assert (pixels(window_image(empty)) == LEFT_OUT).all()


@pytest.mark.parametrize("side", [1, 7])
def test_any_size_is_kept(side: int) -> None:
    assert pixels(window_image(plain((55, 10, 16), side))).shape == (side, side, 3)
