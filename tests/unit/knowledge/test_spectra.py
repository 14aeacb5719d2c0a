"""The spectra and what stands beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from speciosa.knowledge import load_knowledge
from speciosa.values.sources import HowRead

Copy = Any
LAMPS = [
    "d50",
    "d55",
    "d65",
    "d75",
    "a",
    "fl2",
    "fl7",
    "fl11",
    "fl12",
    *(f"led_b{at}" for at in range(1, 6)),
    "led_rgb1",
]


def edit(tables: Copy, old: str, new: str) -> list[str]:
    path: Path = tables.folder / "spectra.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems: list[str] = tables.problems()
    return problems


def values(key: str) -> NDArray[np.float64]:
    return np.array(load_knowledge().spectra[key].values)


def test_every_spectrum_has_31_values() -> None:
    assert {len(each.values) for each in load_knowledge().spectra.values()} == {31}


def test_shares_of_light_lie_between_none_and_all() -> None:
    spectra = load_knowledge().spectra
    for key in ("paper", "ink_cyan", "ink_magenta", "ink_yellow", "ink_black", "phone_r", "phone_g", "phone_b"):
        assert np.all((values(key) >= 0) & (values(key) <= 1)), key
        assert spectra[key].how_read is HowRead.OWN_CHOICE
    assert all(np.all(values(key) >= 0) for key in [*LAMPS, "hb", "hbo2", "eumelanin", "pheomelanin"])


def test_the_lamps_have_the_colours_that_their_names_say() -> None:
    observer = np.array([values(f"cie_1931_{name}") for name in "xyz"])
    published = {"d65": (0.3127, 0.3290), "d50": (0.3457, 0.3585), "a": (0.4476, 0.4074), "fl2": (0.3721, 0.3751),
                 "fl11": (0.3805, 0.3769), "led_b1": (0.4560, 0.4078)}  # fmt: skip
    for key, chromaticity in published.items():
        xyz = observer @ values(key)
        assert xyz[:2] / xyz.sum() == pytest.approx(chromaticity, abs=0.004), key


def test_blood_with_oxygen_is_redder_than_without() -> None:
    assert values("hb")[25] > 5 * values("hbo2")[25]  # 650 nm


def test_the_directions_of_skin_are_of_length_1_and_at_right_angles() -> None:
    directions = np.array([values(f"skin_pc{at}") for at in range(1, 7)])
    assert directions @ directions.T == pytest.approx(np.eye(6), abs=1e-4)


def test_every_tone_has_six_scores_and_darker_tones_reflect_less() -> None:
    rows = load_knowledge().skin_tones
    tones = list(dict.fromkeys(row.tone for row in rows))
    assert [(row.tone, row.score) for row in rows] == [(tone, score) for tone in tones for score in range(1, 7)]
    first = [row.mean for row in rows if row.score == 1]
    assert first == sorted(first, reverse=True)
    for row in rows:
        assert getattr(row, f"r_{row.score}") == 1
        assert row.sd > 0


def test_a_column_that_nobody_describes_is_named(tables: Copy) -> None:
    assert "spectra.csv line 1: no row of spectra_columns.csv says what d66 is" in edit(tables, ",d65,", ",d66,")


def test_a_described_column_that_is_not_there_is_named(tables: Copy) -> None:
    assert "spectra_columns.csv [d65]: spectra.csv lacks this column" in edit(tables, ",d65,", ",d66,")


def test_a_column_that_stands_twice_is_named(tables: Copy) -> None:
    assert "spectra.csv line 1: the column d55 stands twice" in edit(tables, ",d65,", ",d55,")


def test_a_cell_that_is_no_number_is_named(tables: Copy) -> None:
    assert edit(tables, "\n410,", "\n410,x") == ["spectra.csv line 3: is not a number in each column"]
    assert edit(tables, "\n420,", "\n420,nan")[1:] == ["spectra.csv line 4: is not a number in each column"]


def test_a_wavelength_that_is_missing_is_named(tables: Copy) -> None:
    assert edit(tables, "\n410,", "\n415,") == ["spectra.csv: the wavelengths are not 400 to 700, every 10"]


def test_a_choice_among_the_spectra_needs_its_reason(tables: Copy) -> None:
    tables.change("spectra_columns", "paper", why="")
    assert tables.problems() == ["spectra_columns.csv [paper]: has no why"]


def test_a_spectrum_that_was_read_needs_its_source(tables: Copy) -> None:
    tables.change("spectra_columns", "hb", source="")
    assert tables.problems() == ["spectra_columns.csv [hb]: has no source"]


def test_a_number_of_the_skin_model_needs_its_reason(tables: Copy) -> None:
    tables.change("skin_optics", "gloss", why="")
    assert tables.problems() == ["skin_optics.csv [gloss]: has no why"]


def test_a_number_from_the_archive_is_no_choice(tables: Copy) -> None:
    tables.change("skin_locus", "spread", how_read="own_choice")
    assert tables.problems() == ["skin_locus.csv [spread]: own_choice belongs into choices.csv"]


def test_a_term_of_the_locus_stands_for_each_power_up_to_three() -> None:
    terms = {key for key in load_knowledge().skin_locus if key.startswith("term_")}
    assert terms == {f"term_{i}_{j}" for i in range(4) for j in range(4 - i)}
