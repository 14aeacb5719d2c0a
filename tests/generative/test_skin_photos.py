"""Photos of the card, held and lit in any way: a number is near the truth, or there is none and one reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples
from tests.unit.skin.photos_made import EVEN, decoded, small_scene, taken

from speciosa.cli.skin_measure import _document
from speciosa.knowledge import load_knowledge
from speciosa.simulate.skin_inks import usual_inks
from speciosa.simulate.skin_scene import Glare, Light, Picture, Pose, Scene, Shadow, ShadowKind, Texture
from speciosa.simulate.skin_spectra import average_skin
from speciosa.skin.card import card_of
from speciosa.skin.colour import delta_e_00, ita_deg
from speciosa.skin.measure import measure
from speciosa.skin.measurement import Measurement, Refusal
from speciosa.skin.refusals import REFUSALS

CARDS = st.integers(0, 249)
SEEDS = st.integers(0, 1 << 20)


@st.composite
def usual_scenes(draw: st.DrawFn) -> Scene:
    """Skin of any tone, one phone, home prints, daylight; held about straight, in fair light."""

    def between(low: float, high: float) -> float:
        return draw(st.floats(low, high))

    knowledge = load_knowledge()
    return replace(
        small_scene(knowledge),
        skin=average_skin(knowledge, (between(-4, 3), between(-1, 1))),
        inks=usual_inks(knowledge, patch_error=between(0, 0.04), print_number=draw(SEEDS)),
        pose=Pose(between(-20, 20), between(-20, 20), between(0, 360), between(0.55, 0.68)),
        light=Light(
            exposure_ev=between(-2, 0.3), white_balance=(between(0.9, 1.1), between(0.9, 1.1)),
            gradient=between(0, 0.2), gradient_deg=between(0, 360),
        ),
        texture=Texture(mottling=between(0, 0.03), hairs=draw(st.integers(0, 10)), number=draw(SEEDS)),
        picture=Picture(megapixels=0.45, blur_px=between(0.3, 1.0)),
    )  # fmt: skip


@st.composite
def wild_scenes(draw: st.DrawFn) -> Scene:
    """What nobody should take: too far, too oblique, too dark, moved, in shadows, with reflections."""

    def between(low: float, high: float) -> float:
        return draw(st.floats(low, high))

    scene = draw(usual_scenes())
    shadow = Shadow(
        draw(st.sampled_from(ShadowKind)), between(0, 0.9), between(0.2, 9), between(0, 360), between(-50, 50)
    )
    glare = Glare(between(55, 155), between(12, 112), between(2, 15), between(0, 1))
    light = replace(
        EVEN, exposure_ev=between(-7, 3), gradient=between(0, 0.8), gloss=between(0, 0.4),
        shadow=draw(st.sampled_from([None, shadow])), glare=draw(st.sampled_from([(), (glare,)])),
        white_balance=(between(0.3, 3), between(0.3, 3)),
    )  # fmt: skip
    pose = Pose(
        between(-70, 70),
        between(-70, 70),
        between(0, 360),
        between(0.15, 1.6),
        (between(-0.3, 0.3), between(-0.3, 0.3)),
    )
    picture = Picture(megapixels=0.3, blur_px=between(0, 4), motion_px=between(0, 9), motion_deg=between(0, 180))
    lamp = scene.lamp * np.exp(between(-8, 8) * np.linspace(-1, 1, 31)) if draw(st.booleans()) else scene.lamp
    return replace(scene, light=light, pose=pose, picture=picture, lamp=lamp, card_there=draw(st.integers(0, 4)) > 0)


@settings(max_examples=examples(8))
@given(scene=usual_scenes(), card_id=CARDS, seed=SEEDS)
def test_a_number_is_within_three_of_its_stated_errors_of_the_truth(scene: Scene, card_id: int, seed: int) -> None:
    knowledge = load_knowledge()
    photo = taken(scene, card_of(card_id, knowledge), knowledge, seed)
    answer = measure(decoded(photo.pixels), knowledge)
    if isinstance(answer, Refusal):  # a few good photos are refused: the bench counts how many
        assert answer.code == "uneven_light"
        return
    assert answer.card_id == card_id
    assert (np.abs(answer.lab - photo.truth_lab) < 3 * answer.lab_sd).all()
    assert abs(answer.ita_deg - float(ita_deg(photo.truth_lab))) < 3 * answer.ita_sd_deg
    assert float(delta_e_00(answer.lab, photo.truth_lab)) < 3 * answer.delta_e_sd


@settings(max_examples=examples(12))
@given(scene=wild_scenes(), card_id=CARDS, seed=SEEDS)
def test_whatever_was_photographed_there_is_a_number_or_a_reason_and_never_both(
    scene: Scene, card_id: int, seed: int
) -> None:
    knowledge = load_knowledge()
    photo = taken(scene, card_of(card_id, knowledge), knowledge, seed)
    answer = measure(decoded(photo.pixels), knowledge)
    told = _document(Path("photo.jpg"), answer, 0.0)
    assert told["accepted"] == isinstance(answer, Measurement) == (told["reason"] is None)
    numbers = [told[each] for each in ("card_id", "lab", "ita_deg", "sd")]
    if isinstance(answer, Refusal):
        assert answer.code in REFUSALS
        assert numbers == [None] * 4
    else:
        assert scene.card_there
        assert answer.card_id == card_id
        assert None not in numbers
        assert np.isfinite([*answer.lab, *answer.lab_sd, answer.ita_deg, answer.ita_sd_deg]).all()
        assert answer.lab_sd.min() > 0
