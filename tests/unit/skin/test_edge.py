"""A shadow that ends at the window's edge: on the card alone, on the skin alone, soft and hard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.skin.photos_made import (
    Pixels,
    found_in,
    read,
    small_scene,
    straight_of,
    taken,
    usual_photo,
    why_none,
)
from tests.unit.skin.straight_cards import distance_mm, drawn, straight

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_scene import Light, Scene, Shadow, ShadowKind
from speciosa.skin.card import Card, card_of
from speciosa.skin.correction import correct
from speciosa.skin.edge import EdgeSteps, brighter_than_around, edge_steps
from speciosa.skin.ink import assumed_ink
from speciosa.skin.measurement import Measurement
from speciosa.skin.patches import paper_seen, patches_seen
from speciosa.skin.window import look_through


@pytest.fixture(scope="module")
def card(knowledge: Knowledge) -> Card:
    return card_of(7, knowledge)


def shaded(knowledge: Knowledge, kind: ShadowKind, penumbra_mm: float, depth: float, **changed: object) -> Scene:
    light = Light(shadow=Shadow(kind, depth=depth, penumbra_mm=penumbra_mm))
    return replace(small_scene(knowledge), light=light, **changed)  # type: ignore[arg-type]


def steps_of(card: Card, shade: NDArray[np.float64], blur_mm: float = 0.15) -> EdgeSteps:
    return edge_steps(straight(drawn(card, 7) * shade[..., None], card, 7, blur_mm=blur_mm), card, blur_mm)


def soft(into_mm: NDArray[np.float64], penumbra_mm: float, depth: float) -> NDArray[np.float64]:
    """Light where a shadow lies at places above 0; half of it at 0."""
    return 1 - depth * np.clip(into_mm / penumbra_mm + 0.5, 0, 1)


# what is measured at the edge


def test_even_light_makes_no_step(card: Card) -> None:
    steps = steps_of(card, np.ones((700, 700)))
    assert np.abs(steps.frame).max() < 0.004
    assert np.abs(steps.skin).max() < 0.01


@pytest.mark.parametrize("blur_mm", [0.1, 0.3])
def test_blur_alone_makes_no_step(card: Card, blur_mm: float) -> None:
    steps = steps_of(card, np.ones((700, 700)), blur_mm)
    assert np.abs(steps.frame).max() < 0.006
    assert np.abs(steps.skin).max() < 0.02


def test_a_soft_shadow_on_the_card_alone_makes_the_frame_brighter_at_the_window_on_all_sides(card: Card) -> None:
    steps = steps_of(card, soft(distance_mm(card, 7), 6.0, 0.4))
    near, far = (float(np.log(1 - 0.4 * np.clip(at / 6 + 0.5, 0, 1))) for at in (0.9, 5.0))
    assert steps.frame == pytest.approx(np.full(4, near - far), abs=0.03)


def test_a_soft_shadow_on_the_skin_alone_makes_the_skin_brighter_at_the_card_on_all_sides(card: Card) -> None:
    steps = steps_of(card, soft(-distance_mm(card, 7), 6.0, 0.4))
    assert steps.skin.min() > 0.1
    assert steps.frame.max() < 0


def test_light_that_falls_across_the_card_steps_up_on_one_side_and_down_on_the_other(card: Card) -> None:
    across = np.exp(np.linspace(0.25, -0.25, 700))[None, :] * np.ones((700, 1))
    steps = steps_of(card, across)
    assert steps.frame.min() < 0.004
    assert steps.skin.min() < 0.004
    assert np.abs(steps.frame[[1, 3]]).min() > 0.01  # right and left


def test_sides_are_told_in_the_order_top_right_bottom_left(card: Card) -> None:
    for side, (rows, columns) in enumerate(
        [(slice(200, 210), slice(None)), (slice(None), slice(490, 500)), (slice(490, 500), slice(None)), (slice(None), slice(200, 210))]
    ):  # fmt: skip
        bright = np.ones((700, 700))
        bright[rows, columns] = 1.25
        assert int(np.argmax(steps_of(card, bright).frame)) == side


# what becomes of a photo


@pytest.mark.parametrize("penumbra_mm", [2.0, 6.0])
@pytest.mark.parametrize("depth", [0.2, 0.5])
def test_a_soft_shadow_on_the_whole_card_is_refused(
    card: Card, knowledge: Knowledge, penumbra_mm: float, depth: float
) -> None:
    scene = shaded(knowledge, ShadowKind.CARD, penumbra_mm, depth)
    assert why_none(taken(scene, card, knowledge).pixels, knowledge) == "uneven_light"


@pytest.mark.parametrize("depth", [0.2, 0.5])
def test_a_hard_shadow_on_the_card_is_refused_where_the_arm_goes_on_around_it(
    card: Card, knowledge: Knowledge, depth: float
) -> None:
    scene = shaded(knowledge, ShadowKind.CARD, 0.3, depth)
    assert why_none(taken(scene, card, knowledge).pixels, knowledge) == "uneven_light"


def test_a_deep_hard_shadow_is_refused_even_where_no_arm_is_seen_around(card: Card, knowledge: Knowledge) -> None:
    """Skin as bright as that would have another colour."""
    scene = small_scene(knowledge)
    dark = shaded(knowledge, ShadowKind.CARD, 0.3, 0.5, arm=scene.table)
    assert why_none(taken(dark, card, knowledge).pixels, knowledge) == "uneven_light"
    lit = read(taken(replace(scene, arm=scene.table), card, knowledge).pixels, knowledge)
    assert isinstance(lit, Measurement)
    assert np.isnan(lit.quality["around"])


@pytest.mark.parametrize("depth", [0.2, 0.5])
def test_a_soft_shadow_on_the_skin_alone_is_refused(card: Card, knowledge: Knowledge, depth: float) -> None:
    scene = shaded(knowledge, ShadowKind.SKIN, 5.0, depth)
    assert why_none(taken(scene, card, knowledge).pixels, knowledge) == "uneven_light"


def test_a_shadow_over_half_of_it_all_is_refused(card: Card, knowledge: Knowledge) -> None:
    scene = shaded(knowledge, ShadowKind.HALF, 4.0, 0.3)
    assert why_none(taken(scene, card, knowledge).pixels, knowledge) == "uneven_light"


def around_of(pixels: Pixels, knowledge: Knowledge) -> float | None:
    """The figure that a gate looks at, worked out past all gates."""
    found, seen = found_in(pixels, knowledge), straight_of(pixels, knowledge)
    card = found.card
    ink = assumed_ink(card, knowledge)
    correction = correct(card, ink, patches_seen(seen, card), paper_seen(seen, card), knowledge)
    window = look_through(seen, card, correction, knowledge)
    return brighter_than_around(pixels, found, correction, window.ink_xyz, knowledge)


def test_the_arm_around_tells_how_deep_the_shadow_on_the_card_is(card: Card, knowledge: Knowledge) -> None:
    lit, dark = (
        around_of(pixels, knowledge)
        for pixels in (
            usual_photo().pixels,
            taken(shaded(knowledge, ShadowKind.CARD, 0.3, 0.35), card, knowledge).pixels,
        )
    )
    assert lit is not None
    assert dark is not None
    assert abs(lit) < 0.1
    assert dark - lit == pytest.approx(-np.log(0.65), abs=0.1)
