"""One photo: a number with its error, and what must not change the number."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms
from tests.unit.skin.photo_files import saved
from tests.unit.skin.photos_made import (
    colour_in,
    plain_scene,
    rescaled,
    small_scene,
    taken,
    usual_photo,
)

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_inks import printed_card
from speciosa.simulate.skin_scene import Light
from speciosa.simulate.skin_spectra import average_skin, lab_seen
from speciosa.skin.card import Card, card_of
from speciosa.skin.colour import delta_e_00, ita_deg
from speciosa.skin.decoder import Decoder
from speciosa.skin.decoding_child import display_p3
from speciosa.skin.measure import measure
from speciosa.skin.measurement import Measurement, Refusal
from speciosa.skin.reader import PhotoReader

NM = np.linspace(400, 700, 31)
TWO_LINES = np.exp(-(((NM - 430) / 5) ** 2)) + np.exp(-(((NM - 620) / 5) ** 2))  # a lamp with a wide gap


@pytest.fixture(scope="module")
def card(knowledge: Knowledge) -> Card:
    return card_of(7, knowledge)


@pytest.fixture(scope="module")
def usual(knowledge: Knowledge) -> Measurement:
    return colour_in(usual_photo().pixels, knowledge)


@pytest.fixture(scope="module")
def decoder(knowledge: Knowledge) -> Iterator[Decoder]:
    with Decoder(knowledge) as opened:
        yield opened


def measured(raw: bytes, decoder: Decoder, knowledge: Knowledge) -> Measurement:
    photo = decoder.decode(raw)
    assert not isinstance(photo, Refusal), photo
    answer = measure(photo, knowledge)
    assert isinstance(answer, Measurement), answer
    return answer


def apart_deg(one: Measurement, other: Measurement) -> float:
    """How far both numbers of two photos lie apart: the likely one and what the photo alone shows."""
    seen = float(ita_deg(one.seen_lab) - ita_deg(other.seen_lab))
    return max(abs(one.ita_deg - other.ita_deg), abs(seen))


# the number


def test_a_good_photo_has_every_number_and_each_is_one(usual: Measurement) -> None:
    for field in dataclasses.fields(usual):
        value = getattr(usual, field.name)
        if isinstance(value, (float, np.ndarray)):
            assert np.isfinite(value).all(), field.name
    assert usual.card_id == 7
    assert usual.ita_deg == pytest.approx(float(ita_deg(usual.lab)))
    assert usual.asked == ()


def test_stated_errors_are_above_zero(usual: Measurement) -> None:
    for name in ("ita_sd_deg", "delta_e_sd", "hue_sd_deg", "melanin_sd", "erythema_sd"):
        assert getattr(usual, name) > 0, name
    assert usual.lab_sd.min() > 0
    assert usual.repeat_sd.min() > 0


@pytest.mark.parametrize("darkness", [-4.0, -1.0, 3.0])
def test_skin_of_any_tone_is_within_its_error_of_the_truth(card: Card, knowledge: Knowledge, darkness: float) -> None:
    photo = taken(small_scene(knowledge, skin=average_skin(knowledge, (darkness,))), card, knowledge)
    found = colour_in(photo.pixels, knowledge)
    assert (np.abs(found.lab - photo.truth_lab) < 3 * found.lab_sd).all()
    assert abs(found.ita_deg - float(ita_deg(photo.truth_lab))) < 3 * found.ita_sd_deg


def test_darker_skin_reads_darker_by_as_much(card: Card, knowledge: Knowledge, usual: Measurement) -> None:
    """With one camera, card and lamp a change is known far better than a colour."""
    photo = taken(small_scene(knowledge, skin=average_skin(knowledge, (-0.5,))), card, knowledge)
    change = colour_in(photo.pixels, knowledge).seen_lab - usual.seen_lab
    assert change == pytest.approx(photo.truth_lab - usual_photo().truth_lab, abs=0.5)


def test_the_map_has_the_window_s_colour_and_no_edge(usual: Measurement) -> None:
    points = usual.map.lab.reshape(-1, 3)
    assert usual.map.lab.shape == (100, 100, 3)
    assert usual.map.pitch_mm == pytest.approx(0.4)
    assert np.nanmean(points, axis=0) == pytest.approx(usual.seen_lab, abs=0.01)
    assert np.isnan(usual.map.lab[:5]).all()
    assert np.isnan(usual.map.lab[:, -5:]).all()
    assert np.isfinite(usual.map.lab[50, 50]).all()


def test_light_of_two_lines_is_refused(card: Card, knowledge: Knowledge) -> None:
    with pytest.raises(AssertionError, match="coloured_light"):
        colour_in(taken(small_scene(knowledge, lamp=TWO_LINES), card, knowledge).pixels, knowledge)


def test_the_owner_s_own_values_make_the_error_smaller(card: Card, knowledge: Knowledge) -> None:
    """Of a print whose inks are as assumed but whose paper is darker: known, the colour is nearer to the truth."""
    scene = plain_scene(knowledge)
    dark = replace(scene, inks=replace(scene.inks, paper=scene.inks.paper * 0.9))
    photo = taken(dark, card, knowledge)
    labs = [*lab_seen(printed_card(card, dark.inks, knowledge)[0], knowledge), lab_seen(dark.inks.paper, knowledge)]
    names = [*(each.name for each in card.patches), "paper"]
    values = "patch,L,a,b\n" + "".join(
        f"{name},{lab[0]},{lab[1]},{lab[2]}\n" for name, lab in zip(names, labs, strict=True)
    )
    raw = saved(photo.pixels, "PNG")
    with PhotoReader(knowledge) as plain, PhotoReader(knowledge, card_values=values) as told:
        assumed, known = plain.read(raw), told.read(raw)
    assert isinstance(assumed, Measurement)
    assert isinstance(known, Measurement)
    assert known.lab_sd[0] < assumed.lab_sd[0]
    apart = [float(delta_e_00(each.lab, photo.truth_lab)) for each in (known, assumed)]
    assert apart[0] < apart[1]
    assert apart[0] < 2


# what changes nothing


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_photo_has_the_same_number(knowledge: Knowledge, usual: Measurement, quarters: int) -> None:
    assert apart_deg(colour_in(np.rot90(usual_photo().pixels, quarters), knowledge), usual) < 0.5


@pytest.mark.parametrize("factor", [0.7, 0.87, 1.5])
def test_a_rescaled_photo_has_the_same_number(knowledge: Knowledge, usual: Measurement, factor: float) -> None:
    assert apart_deg(colour_in(rescaled(usual_photo().pixels, factor), knowledge), usual) < 0.5


@pytest.mark.parametrize(("form", "how"), [
    ("JPEG", {"quality": 95}), ("JPEG", {"quality": 85}), ("HEIF", {"quality": 90}), ("PNG", {}), ("WEBP", {"lossless": True}),
])  # fmt: skip
def test_the_file_s_format_changes_nothing(
    decoder: Decoder, knowledge: Knowledge, usual: Measurement, form: str, how: dict[str, Any]
) -> None:
    assert apart_deg(measured(saved(usual_photo().pixels, form, **how), decoder, knowledge), usual) < 0.5


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_the_file_s_colour_space_changes_nothing(
    decoder: Decoder, knowledge: Knowledge, usual: Measurement, form: str
) -> None:
    wide = ImageCms.ImageCmsProfile(io.BytesIO(display_p3()))
    picture = ImageCms.profileToProfile(
        Image.fromarray(usual_photo().pixels), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")), wide
    )
    assert picture is not None
    assert np.abs(np.asarray(picture).astype(int) - usual_photo().pixels).max() > 10  # its codes are others
    there = measured(saved(picture, form, icc_profile=display_p3()), decoder, knowledge)
    assert apart_deg(there, usual) < 0.5


@pytest.mark.parametrize("exposure_ev", [-2.0, -1.0, 0.3])
def test_a_brighter_or_darker_photo_has_the_same_number(
    card: Card, knowledge: Knowledge, usual: Measurement, exposure_ev: float
) -> None:
    photo = taken(small_scene(knowledge, light=Light(exposure_ev=exposure_ev)), card, knowledge)
    assert apart_deg(colour_in(photo.pixels, knowledge), usual) < 0.5


def test_light_from_one_side_and_a_wrong_white_balance_have_nearly_the_same_number(
    card: Card, knowledge: Knowledge, usual: Measurement
) -> None:
    for light in (Light(gradient=0.3, gradient_deg=200), Light(white_balance=(0.8, 1.15), exposure_ev=-0.4)):
        photo = taken(small_scene(knowledge, light=light), card, knowledge)
        assert apart_deg(colour_in(photo.pixels, knowledge), usual) < 1.0


def test_the_same_photo_has_the_same_numbers_to_the_last_digit(knowledge: Knowledge, usual: Measurement) -> None:
    again = colour_in(usual_photo().pixels.copy(), knowledge)
    assert np.array_equal(again.lab, usual.lab)
    assert again.quality == usual.quality
    assert np.array_equal(again.map.lab, usual.map.lab, equal_nan=True)
