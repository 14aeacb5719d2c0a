"""The window card lies on paper where its geometry says, and its sheet can be seen by anybody."""

from __future__ import annotations

import re
import subprocess
import sys

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.report.marker_outline import outlines
from speciosa.report.skin_card import sheet, skin_card_json, skin_card_pdf, skin_card_png
from speciosa.report.wording import wording
from speciosa.skin.card import DICTIONARY, MOST_CARDS, PAPERS, Card, card_of

EN = wording("en")
PPI = 254.0  # ten dots a millimetre
DOTS_A_MM = PPI / 25.4


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module", params=sorted(PAPERS))
def card(request: pytest.FixtureRequest, known: Knowledge) -> Card:
    return card_of(7, known, paper=request.param)


@pytest.fixture(scope="module")
def page(card: Card) -> NDArray[np.uint8]:
    return seen(skin_card_png(card, EN, months=6, ppi=PPI))


def seen(png: bytes) -> NDArray[np.uint8]:
    """RGB as the printer gets it."""
    found = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert found is not None
    return np.asarray(found[:, :, ::-1], dtype=np.uint8)


def markers_in(page: NDArray[np.uint8]) -> dict[int, NDArray[np.float64]]:
    """Id and corners in mm from the page's upper left corner."""
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    corners, ids, _ = cv2.aruco.ArucoDetector(dictionary, settings).detectMarkers(
        cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    )
    assert ids is not None
    # OpenCV counts from the middle of the first dot, paper from its edge
    return {int(key): (found[0] + 0.5) / DOTS_A_MM for key, found in zip(ids.ravel(), corners, strict=True)}


def inside(page: NDArray[np.uint8], polygon_mm: NDArray[np.float64], margin_mm: float) -> NDArray[np.uint8]:
    """The dots of an upright rectangle, `margin_mm` in from its edge."""
    (left, top), (right, bottom) = polygon_mm.min(axis=0) + margin_mm, polygon_mm.max(axis=0) - margin_mm
    x0, x1, y0, y1 = (round(each * DOTS_A_MM) for each in (left, right, top, bottom))
    return page[y0:y1, x0:x1]


def test_a_camera_finds_the_four_markers_where_the_geometry_says(card: Card, page: NDArray[np.uint8]) -> None:
    found = markers_in(page)
    assert sorted(found) == [28, 29, 30, 31]
    for each in card.markers:
        np.testing.assert_allclose(found[each.marker_id], each.polygon_mm, atol=0.05)


@pytest.mark.parametrize("card_id", [0, MOST_CARDS - 1])
def test_the_first_and_the_last_card_are_told_apart(card_id: int, known: Knowledge) -> None:
    found = markers_in(seen(skin_card_png(card_of(card_id, known), EN, months=6, ppi=PPI)))
    assert sorted(found) == [4 * card_id + at for at in range(4)]


def test_every_patch_has_its_colour_up_to_its_edge_and_paper_around_it(card: Card, page: NDArray[np.uint8]) -> None:
    for each in card.patches:
        assert (inside(page, each.polygon_mm, 0.1) == each.srgb).all(), each.name
        around = inside(page, each.polygon_mm, -0.3)
        for edge in (around[0], around[-1], around[:, 0], around[:, -1]):
            assert (edge == 255).all(), each.name


def test_around_the_window_there_is_nothing_but_paper(card: Card, page: NDArray[np.uint8]) -> None:
    frame, window = inside(page, card.frame_mm, 0.0).copy(), card.window_mm - card.frame_mm[0]
    x0, y0 = (round((each - 0.3) * DOTS_A_MM) for each in window[0])
    x1, y1 = (round((each + 0.3) * DOTS_A_MM) for each in window[2])
    frame[y0:y1, x0:x1] = 255
    assert (frame == 255).all()


def test_the_lines_to_cut_along_lie_on_the_window_and_the_outline(card: Card, page: NDArray[np.uint8]) -> None:
    dark = page.min(axis=2) < 200
    for polygon in (card.window_mm, card.outline_mm):
        (left, top), (right, bottom) = polygon[0], polygon[2]
        third = (bottom - top) / 3
        rows = slice(round((top + third) * DOTS_A_MM), round((bottom - third) * DOTS_A_MM))
        for x in (left, right):
            near = slice(round((x - 1) * DOTS_A_MM), round((x + 1) * DOTS_A_MM))
            across = dark[rows, near].sum(axis=0)
            where_mm = (near.start + np.average(np.arange(len(across)), weights=across) + 0.5) / DOTS_A_MM
            assert abs(where_mm - x) < 0.1


def test_the_thick_line_of_the_ruler_is_fifty_millimetres(card: Card, page: NDArray[np.uint8]) -> None:
    left, top = card.outline_mm[0]
    strip = page[
        round((top + 100.5) * DOTS_A_MM) : round((top + 103) * DOTS_A_MM),
        round((left + 1) * DOTS_A_MM) : round((left + 99) * DOTS_A_MM),
    ]
    just_above = np.flatnonzero((strip.min(axis=2) < 128).any(axis=1))[0]
    thick = np.flatnonzero(strip[just_above + 1].min(axis=1) < 128)
    assert abs((thick[-1] - thick[0] + 1) / DOTS_A_MM - 50) < 0.25


@given(arrays(np.bool_, st.tuples(st.integers(1, 7), st.integers(1, 7))))
def test_outlines_filled_by_the_even_odd_rule_are_the_squares_again(black: NDArray[np.bool_]) -> None:
    again = np.zeros_like(black)
    for line in outlines(black):
        for (x0, y0), (x1, y1) in zip(line, [*line[1:], line[0]], strict=True):
            assert (x0 == x1) != (y0 == y1)
            if x0 == x1:  # a border to the left turns every square to its right
                again[min(y0, y1) : max(y0, y1), x0:] ^= True
    np.testing.assert_array_equal(again, black)


def test_the_json_says_what_is_drawn(card: Card) -> None:
    said, drawn = skin_card_json(card), sheet(card, EN, months=6)
    assert said["page_mm"] == drawn["page_mm"]
    assert said["window_mm"] == drawn["window_mm"]
    assert [each["polygon_mm"] for each in said["patches"]] == [each["polygon_mm"] for each in drawn["patches"]]
    assert [each["srgb"] for each in said["patches"]] == [each["srgb"] for each in drawn["patches"]]
    border = [each["loops_mm"][0] for each in drawn["markers"]]
    for each, corners in zip(said["markers"], border, strict=True):
        np.testing.assert_allclose(sorted(corners), sorted(each["polygon_mm"]))


def test_the_same_card_is_the_same_bytes_in_another_process(card: Card) -> None:
    mine = skin_card_pdf(card, EN, months=6)
    assert mine == skin_card_pdf(card, EN, months=6)
    paper = next(name for name, size in PAPERS.items() if size == card.page_mm)
    code = (
        "import sys; from speciosa.knowledge import load_knowledge; from speciosa.report.skin_card import skin_card_pdf;"
        "from speciosa.report.wording import wording; from speciosa.skin.card import card_of;"
        f"card = card_of(7, load_knowledge(), paper={paper!r});"
        "sys.stdout.buffer.write(skin_card_pdf(card, wording('en'), months=6))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        cwd="/",
        env={"TZ": "Asia/Tokyo", "USER": "mitra"},
    )
    assert other.stdout == mine


def test_the_file_says_nothing_of_when_where_or_by_whom(card: Card) -> None:
    pdf = skin_card_pdf(card, EN, months=6)
    for word in (rb"Date\(", rb"CreateDate", rb"ModifyDate", rb"/Author", rb"dc:creator", rb"site-packages", rb"\.typ"):
        assert not re.search(word, pdf), word


def test_it_is_one_sheet(card: Card) -> None:
    assert re.findall(rb"/Count (\d+)", skin_card_pdf(card, EN, months=6)) == [b"1"]


def test_others_who_see_the_card_learn_of_no_substance(card: Card) -> None:
    words = str(sheet(card, EN, months=6)).lower()
    assert not re.search("kratom|mitragyn|7-oh|drug|pain|dose|medicine", words)
    assert "speciosa" in words


def test_there_are_six_steps_each_with_its_picture_in_words(card: Card) -> None:
    steps = sheet(card, EN, months=6)["steps"]
    assert len(steps) == 6
    assert all(each["title"] and each["says"] and each["alt"] for each in steps)
    assert "100 %" in steps[0]["says"]
    assert "6\u00a0months" in steps[5]["says"]


def test_nothing_is_printed_near_the_edge_of_the_paper(page: NDArray[np.uint8]) -> None:
    """Printers leave some millimetres bare."""
    rim = round(7 * DOTS_A_MM)
    for edge in (page[:rim], page[-rim:], page[:, :rim], page[:, -rim:]):
        assert (edge == 255).all()


def test_the_sheet_is_set_in_its_own_font_and_no_other(card: Card) -> None:
    names = set(re.findall(rb"/FontName/[A-Z]{6}\+([A-Za-z]+)", skin_card_pdf(card, EN, months=6)))
    assert names == {b"HankenGrotesk"}
