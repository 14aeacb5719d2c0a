"""The window card's geometry: nothing lies on anything else, and the paper it is printed on changes none of it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.skin.card import (
    CARD_MM,
    DICTIONARY,
    MARKERS_A_CARD,
    MOST_CARDS,
    PAPERS,
    SQUARE_MM,
    Card,
    PatchKind,
    Polygon,
    card_of,
    marker_modules,
)
from speciosa.values.errors import EntryError


@pytest.fixture(scope="module")
def card(knowledge: Knowledge) -> Card:
    return card_of(7, knowledge)


def gap_mm(one: Polygon, other: Polygon) -> float:
    """How far two upright rectangles lie apart along the axis that parts them best; below 0 they overlap."""
    apart = np.maximum(one.min(axis=0) - other.max(axis=0), other.min(axis=0) - one.max(axis=0))
    return float(apart.max())


def inside(inner: Polygon, outer: Polygon, margin_mm: float = 0.0) -> bool:
    low, high = outer.min(axis=0) + margin_mm, outer.max(axis=0) - margin_mm
    return bool((inner >= low - 1e-9).all() and (inner <= high + 1e-9).all())


def printed(card: Card) -> list[Polygon]:
    """Every patch and marker."""
    return [each.polygon_mm for each in card.patches] + [each.polygon_mm for each in card.markers]


def test_no_patch_lies_on_another(card: Card) -> None:
    for one, other in combinations(card.patches, 2):
        assert gap_mm(one.polygon_mm, other.polygon_mm) >= 0.5, (one.name, other.name)


def test_no_patch_lies_on_the_frame_the_window_or_a_marker(card: Card) -> None:
    for patch in card.patches:
        for other in (card.frame_mm, card.window_mm, *(each.polygon_mm for each in card.markers)):
            assert gap_mm(patch.polygon_mm, other) >= 0.5, patch.name


def test_everything_measured_lies_inside_the_square_and_the_square_on_the_card(card: Card) -> None:
    parts = [card.window_mm, card.frame_mm, *printed(card)]
    assert all(inside(each, card.square_mm, 2.9) for each in parts)
    assert inside(card.square_mm, card.outline_mm)
    assert np.ptp(card.square_mm, axis=0).tolist() == [SQUARE_MM, SQUARE_MM]
    assert np.ptp(card.outline_mm, axis=0).tolist() == list(CARD_MM)


def test_the_window_has_white_all_around_wide_enough_for_its_own_shadow(card: Card) -> None:
    assert inside(card.window_mm, card.frame_mm, 8.0)
    assert np.ptp(card.window_mm, axis=0).tolist() == [40.0, 40.0]
    assert card.window_mm.mean(axis=0) == pytest.approx(card.square_mm.mean(axis=0))


def test_a_marker_has_a_quiet_zone_of_at_least_one_of_its_squares(card: Card) -> None:
    for marker in card.markers:
        module_mm = float(np.ptp(marker.polygon_mm[:, 0])) / 7
        others = [each.polygon_mm for each in card.patches]
        others += [each.polygon_mm for each in card.markers if each is not marker]
        assert min(gap_mm(marker.polygon_mm, each) for each in others) >= module_mm
        assert inside(marker.polygon_mm, card.outline_mm, module_mm)


@pytest.mark.parametrize("paper", PAPERS)
def test_on_every_paper_the_card_is_the_same_and_lies_on_the_page(knowledge: Knowledge, card: Card, paper: str) -> None:
    other = card_of(7, knowledge, paper=paper)
    assert other.page_mm == PAPERS[paper]
    page = np.array([(0, 0), other.page_mm], dtype=np.float64)
    assert inside(other.outline_mm, page, 10.0)
    assert other.outline_mm[:, 0].mean() == pytest.approx(other.page_mm[0] / 2)

    def parts(of: Card) -> list[Polygon]:
        shapes = [of.square_mm, of.window_mm, of.frame_mm, *printed(of)]
        return [each - of.outline_mm[0] for each in shapes]

    assert np.allclose(parts(card), parts(other), atol=1e-9)
    assert [each.srgb for each in card.patches] == [each.srgb for each in other.patches]
    assert [each.marker_id for each in card.markers] == [each.marker_id for each in other.markers]


def test_each_side_has_a_grey_ramp_from_light_to_dark_and_skin_colours(card: Card) -> None:
    middle = card.square_mm.mean(axis=0)
    for axis, sign in ((0, -1), (0, 1), (1, -1), (1, 1)):
        reach = SQUARE_MM / 2 - 23  # further out than the frame's outer edge is not: what lies there is this side's
        side = [each for each in card.patches if sign * (each.polygon_mm.mean(axis=0) - middle)[axis] > reach]
        greys = [each.srgb for each in side if each.kind is PatchKind.GREY]
        assert len(side) == 12
        assert all(red == green == blue for red, green, blue in greys)
        assert len({each[0] for each in greys}) == 6
        assert max(each[0] for each in greys) > 200
        assert min(each[0] for each in greys) < 90
        assert sum(each.kind is PatchKind.SKIN for each in side) >= 3


def test_greys_are_the_same_on_all_sides(card: Card) -> None:
    greys = [each.srgb for each in card.patches if each.kind is PatchKind.GREY]
    assert {greys.count(each) for each in greys} == {4}


def test_names_of_patches_are_unique_and_fit_for_a_file(card: Card) -> None:
    names = [each.name for each in card.patches]
    assert len(set(names)) == len(names)
    assert all(each.isidentifier() and each.islower() for each in names)
    assert "paper" not in names  # that is the name of the bare paper among measured values


def test_corners_run_clockwise_from_the_upper_left(card: Card) -> None:
    for polygon in (card.outline_mm, card.window_mm, *printed(card)):
        assert (polygon[0] == polygon.min(axis=0)).all()
        assert (polygon[2] == polygon.max(axis=0)).all()
        assert polygon[1, 0] > polygon[0, 0]
    places = np.array([each.polygon_mm.mean(axis=0) for each in card.markers])
    assert np.array_equal(
        places > card.square_mm.mean(axis=0), [[False, False], [True, False], [True, True], [False, True]]
    )


def test_no_two_cards_share_a_marker_and_the_dictionary_has_them_all(knowledge: Knowledge) -> None:
    ids = [each.marker_id for card_id in range(MOST_CARDS) for each in card_of(card_id, knowledge).markers]
    assert len(ids) == MOST_CARDS * MARKERS_A_CARD
    assert sorted(ids) == list(range(len(ids)))
    assert DICTIONARY.endswith(f"_{len(ids)}")


def test_markers_look_different_however_they_are_turned() -> None:
    seen = {
        np.rot90(marker_modules(number), turn).tobytes(): (number, turn) for number in range(40) for turn in range(4)
    }
    assert len(seen) == 160


def test_a_marker_has_a_black_border_all_around() -> None:
    for number in (0, 28, 999):
        modules = marker_modules(number)
        assert modules.shape == (7, 7)
        assert modules[[0, -1]].all()
        assert modules[:, [0, -1]].all()
        assert not modules[1:-1, 1:-1].all()


@pytest.mark.parametrize(("card_id", "paper", "where"), [(-1, "a4", "--id"), (250, "a4", "--id"), (7, "a5", "--paper")])
def test_a_card_that_is_not_there_is_one_plain_sentence(
    knowledge: Knowledge, card_id: int, paper: str, where: str
) -> None:
    with pytest.raises(EntryError) as said:
        card_of(card_id, knowledge, paper=paper)
    sentence = str(said.value)
    assert where in sentence
    assert "use " in sentence
    assert "\n" not in sentence
