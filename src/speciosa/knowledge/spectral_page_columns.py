"""What the reference pages of the spectra and of the skin archive show."""

from __future__ import annotations

from collections.abc import Mapping

from speciosa.knowledge.page_cells import code, read, sources, text
from speciosa.knowledge.page_columns import Page

_SOURCED = (("Source", sources), ("Read", read()))
_ARCHIVE = (
    "From the International Skin Spectra Archive (CC BY 4.0): arms, backs of hands, faces and necks, gloss included. "
)

SPECTRAL_PAGES: Mapping[str, Page] = {
    "spectra_columns": Page(
        "Spectra",
        "The values, 400 to 700 nm every 10 nm, stand in `src/speciosa/knowledge/data/spectra.csv`, a column each. "
        "`python -m bench.skin_spectra` writes them.",
        (
            ("Key", code("key")),
            ("What", text("title")),
            ("Unit", text("unit")),
            *_SOURCED,
            ("How it came about", text("why")),
        ),
    ),
    "skin_tones": Page(
        "Skin spectra by tone",
        _ARCHIVE + "A spectrum is exp(skin_mean + sum of score k times skin_pc k). Mean and SD of each score over the "
        "spectra of a tone, and its correlations there.",
        (
            ("Key", code("key")),
            ("Tone", read("tone")),
            ("ITA from, degrees", text("ita_low_deg")),
            ("ITA to, degrees", text("ita_high_deg")),
            ("Spectra", text("n")),
            ("Score", text("score")),
            ("Mean", text("mean")),
            ("SD", text("sd")),
            *((f"r with {at}", text(f"r_{at}")) for at in range(1, 7)),
            *_SOURCED,
        ),
    ),
    "skin_tan": Page(
        "What years of sun do to a colour",
        _ARCHIVE + "Outer minus inner arm of the same people in CIELAB, by the tone of the inner arm. Tones with fewer "
        "than 20 people are left out. The spread holds those whose arms differ by at least 4.",
        (
            ("Tone", code("key")),
            ("People", text("n")),
            ("L*", text("lightness")),
            ("a*", text("a")),
            ("b*", text("b")),
            ("Change of L*", text("d_lightness")),
            ("of a*", text("d_a")),
            ("of b*", text("d_b")),
            ("Error of its direction, degrees", text("error_deg")),
            ("Spread of people's own, degrees", text("spread_deg")),
            *_SOURCED,
        ),
    ),
    "skin_locus": Page(
        "How bright skin of a chromaticity is",
        _ARCHIVE + "ln(Y) as a polynomial of third degree in ln(X/Y) and ln(Z/Y), white at 1 and D65.",
        (
            ("Key", code("key")),
            ("Value", text("value")),
            ("Unit", text("unit")),
            ("What", text("why")),
            *_SOURCED,
        ),
    ),
    "skin_optics": Page(
        "The layered model of skin",
        "Our own choices: of what a tissue is like usually, and so that the model meets the archive's arms. Only "
        "directions of change are read from the model.",
        (
            ("Key", code("key")),
            ("Value", text("value")),
            ("Unit", text("unit")),
            ("Why", text("why")),
            ("Leans on", sources),
        ),
    ),
}
"""The page of each of these tables, by the table's name."""
