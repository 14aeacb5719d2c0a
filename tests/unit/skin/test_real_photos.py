"""Real photos with other people's colour cards: none is taken for our card, and none stops the program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from speciosa.knowledge import Knowledge
from speciosa.skin.measurement import Refusal
from speciosa.skin.reader import PhotoReader

KINDS = {".jpg", ".jpeg", ".png", ".heic", ".heif", ".tif", ".tiff", ".webp"}
NOT_OURS = {"no_card", "unreadable", "too_large", "no_colour"}


def photos_below(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.suffix.lower() in KINDS)


def answers(photos: list[Path], knowledge: Knowledge) -> dict[str, str]:
    """Each photo's code; ``taken for our card`` where it has a number."""
    with PhotoReader(knowledge) as reader:
        read = {each.name: reader.read(each.read_bytes()) for each in photos}
    return {name: each.code if isinstance(each, Refusal) else "taken for our card" for name, each in read.items()}


def test_no_other_card_is_taken_for_ours(shared_data: Path, knowledge: Knowledge) -> None:
    photos = photos_below(shared_data / "skin")
    if not photos:
        pytest.skip("needs photos with colour cards: put them below ../shared/data/skin/photos beside the checkout")
    wrong = {name: code for name, code in answers(photos, knowledge).items() if code not in NOT_OURS}
    assert wrong == {}


def test_a_drawn_chart_of_colours_is_not_our_card(tmp_path: Path, knowledge: Knowledge) -> None:
    """Four by six patches on black, as charts for cameras have them, and a chequered board for finding lenses' faults."""
    rng = np.random.default_rng(0)
    chart = np.zeros((520, 760, 3), np.uint8)
    for row in range(4):
        for column in range(6):
            chart[20 + 125 * row : 125 + 125 * row, 15 + 124 * column : 120 + 124 * column] = rng.integers(20, 240, 3)
    board = np.kron(np.indices((8, 10)).sum(axis=0) % 2 * 255, np.ones((60, 60))).astype(np.uint8)
    Image.fromarray(chart).save(tmp_path / "chart.png")
    Image.fromarray(np.stack([board, board, board // 2], axis=-1)).save(tmp_path / "board.jpg", quality=90)
    assert answers(photos_below(tmp_path), knowledge) == {"chart.png": "no_card", "board.jpg": "no_card"}
