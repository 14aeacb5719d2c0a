"""The card's answer to its photo: two ways that agree, what must change nothing, and the owner's own values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.skin.card import SQUARE_MM, Card, card_of
from speciosa.skin.colour import delta_e_00, lab_of, linear_of
from speciosa.skin.correction import Correction, as_skin, calibration, correct
from speciosa.skin.ink import CardInk, assumed_ink, measured_ink
from speciosa.skin.patches import DECODED, Seen, grey_patches, paper_seen
from speciosa.skin.rectify import StraightCard
from speciosa.values.errors import EntryError

Array = NDArray[np.float64]
# a camera's colours that are neither the eye's nor sRGB's: XYZ to camera, white to 1, 1, 1
CAMERA = np.linalg.inv(np.array([[0.62, 0.17, 0.16], [0.29, 0.76, -0.05], [0.01, -0.09, 1.17]])).T


@pytest.fixture(scope="module")
def card(knowledge: Knowledge) -> Card:
    return card_of(7, knowledge)


@pytest.fixture(scope="module")
def ink(card: Card, knowledge: Knowledge) -> CardInk:
    return assumed_ink(card, knowledge)


def places_mm(card: Card) -> tuple[Array, Array]:
    """Middles of the patches and of the bare paper, from the card's upper left corner."""
    blank = StraightCard(np.full((400, 400, 3), 200, np.uint8), 4.0, card.square_mm[0])
    patches = np.array([each.polygon_mm.mean(axis=0) for each in card.patches]) - card.square_mm[0]
    return patches, paper_seen(blank, card).at_mm


def light_at(at_mm: Array, slope: float = 0.0, brightness: float = 1.0) -> Array:
    """Light on each place: it falls to the right and downwards."""
    along = (at_mm / SQUARE_MM * 2 - 1) @ [0.8, 0.6]
    return np.asarray(brightness * np.exp(-slope / 2 * along))


def seen_by(camera: Array, xyz: Array, light: Array, gamma: float, at_mm: Array) -> Seen:
    """What a camera without noise makes of places of known colour; `light` in it is the decoded code value."""
    values = (np.maximum(xyz @ camera, 1e-4) * light[:, None]) ** gamma
    none = np.zeros(len(values))
    return Seen(tuple(str(at) for at in range(len(values))), at_mm, values, none, none)


def corrected(
    card: Card, ink: CardInk, knowledge: Knowledge, *, printed: CardInk | None = None, slope: float = 0.0,
    brightness: float = 0.8, gamma: float = 1.0, camera: Array = CAMERA,
) -> tuple[Correction, Seen]:  # fmt: skip
    """The answer of a card printed as `printed` whose colours are taken for `ink`, and its patches as seen."""
    true = printed or ink
    at_patches, at_paper = places_mm(card)
    paper_xyz = np.tile(true.paper, (len(at_paper), 1))
    patches = seen_by(camera, true.patches, light_at(at_patches, slope, brightness), gamma, at_patches)
    paper = seen_by(camera, paper_xyz, light_at(at_paper, slope, brightness), gamma, at_paper)
    return correct(card, ink, patches, paper, knowledge), patches


def through(correction: Correction, light: Array, at_mm: Array) -> Array:
    """CIELAB of decoded code values: the nearest entry of the curve's table is taken, interpolated."""
    straight = np.stack([np.interp(light[:, at], DECODED, correction.curve[:, at]) for at in range(3)], axis=1)
    return lab_of(correction.xyz(straight, at_mm))


@pytest.mark.parametrize("camera", [np.eye(3), CAMERA], ids=["the eye", "another"])
def test_a_photo_without_any_fault_gives_the_printed_colours_back(
    card: Card, ink: CardInk, knowledge: Knowledge, camera: Array
) -> None:
    correction, patches = corrected(card, ink, knowledge, camera=camera)
    apart = delta_e_00(through(correction, patches.light, patches.at_mm), lab_of(ink.patches))
    assert apart.max() < 0.6
    assert correction.white_residual < 0.002
    assert correction.colour_residual < 0.01
    assert correction.slope < 0.02


@pytest.mark.parametrize("brightness", [0.05, 0.3, 1.0])
def test_brighter_light_changes_nothing(card: Card, ink: CardInk, knowledge: Knowledge, brightness: float) -> None:
    one, patches = corrected(card, ink, knowledge)
    other, brighter = corrected(card, ink, knowledge, brightness=brightness)
    labs = [through(way, seen.light, seen.at_mm) for way, seen in ((one, patches), (other, brighter))]
    assert delta_e_00(*labs).max() < 0.3


@given(slope=st.floats(0, 0.7))
def test_a_slope_of_light_changes_nothing_and_is_told(slope: float) -> None:
    knowledge = load_knowledge()
    card = card_of(7, knowledge)
    ink = assumed_ink(card, knowledge)
    sloping, patches = corrected(card, ink, knowledge, slope=slope)
    apart = delta_e_00(through(sloping, patches.light, patches.at_mm), lab_of(ink.patches))
    assert apart.max() < 1.0
    assert sloping.white_residual < 0.01
    assert sloping.slope == pytest.approx(1.4 * slope, abs=0.03)  # from corner to corner: 0.8 + 0.6


@given(gamma=st.floats(0.7, 1.5))
def test_a_tone_curve_is_undone(gamma: float) -> None:
    knowledge = load_knowledge()
    card = card_of(7, knowledge)
    ink = assumed_ink(card, knowledge)
    bent, patches = corrected(card, ink, knowledge, gamma=gamma)
    apart = delta_e_00(through(bent, patches.light, patches.at_mm), lab_of(ink.patches))
    assert np.percentile(apart, 90) < 1.5
    assert bent.grey_residual < 0.05


def test_glare_on_one_patch_hardly_moves_the_answer(card: Card, ink: CardInk, knowledge: Knowledge) -> None:
    clean, patches = corrected(card, ink, knowledge)
    _, at_paper = places_mm(card)
    paper = seen_by(CAMERA, np.tile(ink.paper, (len(at_paper), 1)), light_at(at_paper, 0, 0.8), 1.0, at_paper)
    skin = np.array([[0.33, 0.31, 0.22], [0.16, 0.145, 0.1]])
    at_mm = np.array([[50.0, 50.0], [45.0, 60.0]])
    right = through(clean, skin @ CAMERA * 0.8, at_mm)
    for place in (3, 6, 30):
        shiny = patches.light.copy()
        shiny[place] += 0.15
        moved = correct(card, ink, replace(patches, light=shiny), paper, knowledge)
        assert delta_e_00(through(moved, skin @ CAMERA * 0.8, at_mm), right).max() < 1.0, card.patches[place].name
        assert int(np.argmax(moved.patch_residual)) == place


def test_a_grey_copy_has_no_chroma(card: Card, ink: CardInk, knowledge: Knowledge) -> None:
    grey = replace(ink, patches=ink.patches[:, 1:2] * ink.paper / ink.paper[1])
    copy, _ = corrected(card, ink, knowledge, printed=grey)
    usual, _ = corrected(card, ink, knowledge)
    assert copy.chroma < 0.1
    assert usual.chroma > knowledge.choice("skin_chroma_least")


def test_as_skin_takes_back_its_own_forward_model(knowledge: Knowledge) -> None:
    middle, start, slope = (calibration(knowledge, each) for each in ("middle", "start", "slope"))
    true = np.random.default_rng(0).uniform((25, 3, 5), (75, 22, 28), (50, 3))
    measured = start + (true - middle) @ slope
    assert as_skin(measured, knowledge) == pytest.approx(true, abs=1e-9)
    assert as_skin(measured.reshape(2, 5, 5, 3), knowledge) == pytest.approx(true.reshape(2, 5, 5, 3), abs=1e-9)
    assert as_skin(start, knowledge) == pytest.approx(middle)


def test_as_skin_is_a_small_correction_in_the_middle(knowledge: Knowledge) -> None:
    """It takes out what cameras make of blood: more than a few units would be another colour space."""
    true = np.random.default_rng(0).uniform((35, 5, 10), (70, 18, 25), (50, 3))
    assert delta_e_00(as_skin(true, knowledge), true).max() < 5


# what the card's colours are taken for


def values_of(card: Card, ink: CardInk) -> dict[str, Array]:
    labs = lab_of(ink.patches)
    return {each.name: lab for each, lab in zip(card.patches, labs, strict=True)} | {"paper": lab_of(ink.paper)}


def as_text(values: dict[str, Array]) -> str:
    return "patch,L,a,b\n" + "".join(f"{name},{lab[0]:.9f},{lab[1]:.9f},{lab[2]:.9f}\n" for name, lab in values.items())


def own_ink(text: str, card: Card) -> CardInk:
    """Measured values of this very card."""
    read = measured_ink(text, card)
    assert read is not None
    return read


def test_measured_values_are_read_as_they_stand(card: Card, ink: CardInk) -> None:
    read = own_ink(as_text(values_of(card, ink)), card)
    assert read.measured
    assert read.patches == pytest.approx(ink.patches, abs=1e-8)
    assert read.paper == pytest.approx(ink.paper, abs=1e-8)
    turned = dict(reversed(values_of(card, ink).items()))
    assert own_ink(as_text(turned), card).patches == pytest.approx(ink.patches, abs=1e-8)


def test_the_assumed_paper_is_neutral_and_reflects_what_the_knowledge_says(ink: CardInk, knowledge: Knowledge) -> None:
    assert not ink.measured
    assert ink.paper[1] == pytest.approx(knowledge.choice("skin_paper_reflectance"))
    assert np.abs(lab_of(ink.paper)[1:]).max() < 0.05


def test_measured_values_win_over_assumed_ones(card: Card, ink: CardInk, knowledge: Knowledge) -> None:
    """A print that came out yellower and darker: with its own values the true colour comes back, without it does not."""
    off = ink.patches * [0.9, 0.9, 0.75]
    own = CardInk(off, ink.paper * 0.95, measured=True)
    told = own_ink(as_text(values_of(card, own)), card)
    skin, at_mm = np.array([[0.33, 0.31, 0.22]]), np.array([[50.0, 50.0]])
    right, _ = corrected(card, told, knowledge, printed=own)
    wrong, _ = corrected(card, ink, knowledge, printed=own)
    known = delta_e_00(through(right, skin @ CAMERA * 0.8, at_mm), lab_of(skin))
    assumed = delta_e_00(through(wrong, skin @ CAMERA * 0.8, at_mm), lab_of(skin))
    assert known.max() < 0.5
    assert assumed.min() > 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "no value"), ("patch,L,a,b\n", "no value"), ("L,a,b\n50,0,0\n", "line 2"), ("patch,L,a,b\nred,50,0\n", "line 2"),
        ("patch,L,a,b\nred,50,zero,0\n", "line 2"), ("patch,L,a,b\nred,,,\n", "line 2"),
        ("patch,L,a,b\nred,nan,0,0\n", "outside of CIELAB"), ("patch,L,a,b\nred,101,0,0\n", "outside of CIELAB"),
        ("patch,L,a,b\nred,-1,0,0\n", "outside of CIELAB"), ("patch,L,a,b\nred,50,400,0\n", "outside of CIELAB"),
        ("patch,L,a,b\nred,inf,0,0\n", "outside of CIELAB"), ("patch;L;a;b\nred;50;0;0\n", "line 2"),
        ("patch,L,a,b\nred,50,0,0\n", "no value"), ("\x00\x01\x02", "value"), ("patch,L,a,b\n\n\nred,1e999,0,0", "CIELAB"),
        ("patch,L,a,b\rred,50,0,0\r", "measured"), (f"patch,L,a,b\n{'r' * 200_000},50,0,0\n", "measured"),
    ],
)  # fmt: skip
def test_bad_measured_values_are_one_plain_sentence(card: Card, text: str, named: str) -> None:
    with pytest.raises(EntryError) as said:
        measured_ink(text, card)
    assert named in str(said.value)
    assert "the card's measured values" in str(said.value)
    assert "\n" not in str(said.value)


def test_a_patch_that_is_not_the_card_s_is_told(card: Card, ink: CardInk) -> None:
    text = as_text(values_of(card, ink) | {"a patch of another card": np.array([50.0, 0, 0])})
    with pytest.raises(EntryError):
        measured_ink(text, card)


def test_a_patch_with_two_values_is_told(card: Card, ink: CardInk) -> None:
    with pytest.raises(EntryError):
        measured_ink(as_text(values_of(card, ink)) + "red,50,0,0\n", card)


def test_values_of_another_card_are_not_taken_for_this_one_s(card: Card, ink: CardInk, knowledge: Knowledge) -> None:
    lines = as_text(values_of(card, ink)).splitlines()
    of_two = [f"{lines[0]},card", *(f"{each},7" for each in lines[1:]), *(f"{each},8" for each in lines[1:])]
    assert own_ink("\n".join(of_two), card).patches == pytest.approx(ink.patches, abs=1e-8)
    assert measured_ink("\n".join(of_two), card_of(9, knowledge)) is None
    with pytest.raises(EntryError) as said:
        measured_ink("\n".join(of_two[:-1]), card_of(8, knowledge))
    assert "paper" in str(said.value)


def test_grey_patches_are_those_without_colour(card: Card) -> None:
    srgb = np.array([each.srgb for each in card.patches])
    assert np.array_equal(grey_patches(card), np.ptp(srgb, axis=1) == 0)
    assert linear_of(srgb / 255)[grey_patches(card)].min() > 0.02
