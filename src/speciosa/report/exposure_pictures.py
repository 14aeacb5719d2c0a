"""The pictures and tables of exposure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.report.chart_exposure import PAGE_PANEL, PHONE_PANEL, exposure_spec
from speciosa.report.chart_svg import draw
from speciosa.report.exposure_panel import Panel, Spread
from speciosa.report.exposure_section import Exposure
from speciosa.report.exposure_sentences import (
    amount_says,
    amount_title,
    analyte_name,
    highest_says,
    own_says,
    own_title,
    rounded,
    short_name,
)
from speciosa.report.tables import Table
from speciosa.report.wording import Wording

_DASH, _SOFT_HYPHEN = "\u2013", "\u00ad"


@dataclass(frozen=True, slots=True)
class PanelPicture:
    """One analyte: its name, what stands beside it, and its drawing for phones and for everything else."""

    title: str
    beside: str
    narrow: str
    wide: str


@dataclass(frozen=True, slots=True)
class ExposurePictures:
    """One figure: what it shows, what is to be seen, a panel an analyte, and the table behind it.

    `own`: the person against themselves, else ng/mL.
    """

    own: bool
    title: str
    says: str
    panels: tuple[PanelPicture, ...]
    table: Table


def exposure_pictures(exposure: Exposure, words: Wording) -> tuple[ExposurePictures, ...]:
    """The person against themselves, then the same in ng/mL, as far as either can be drawn."""
    own = [_panel(words, exposure, each, each.own, own=True) for each in exposure.drawn if each.drawn_own]
    amounts = [_panel(words, exposure, each, each.conc_ng_ml, own=False) for each in exposure.drawn]
    means, highest = (
        words.say("Average of each day; 1 is the average of them all."),
        words.say("Highest of each day, ng/mL."),
    )
    figures = (
        ExposurePictures(
            own=True, title=own_title(words, exposure), says=own_says(words, exposure), panels=tuple(own),
            table=_table(words, exposure, means, lambda each: each.day_own, _times),
        ),
        ExposurePictures(
            own=False, title=amount_title(words, exposure), says=amount_says(words, exposure), panels=tuple(amounts),
            table=_table(words, exposure, highest, lambda each: each.day_highest, _amount),
        ),
    )  # fmt: skip
    return tuple(each for each in figures if each.panels)


def _panel(words: Wording, exposure: Exposure, panel: Panel, bands: NDArray[np.float64], *, own: bool) -> PanelPicture:
    name = analyte_name(words, panel.analyte)
    beside = words.say("times your own average") if own else words.say("ng/mL")
    title = words.say("{analyte}, {unit}", analyte=name, unit=beside)
    says = own_says(words, exposure) if own else highest_says(words, exposure, panel) or amount_says(words, exposure)
    ids = f"{'own' if own else 'conc'}{exposure.panels.index(panel)}"
    narrow, wide = (
        draw(exposure_spec(words, exposure, bands, frame, own=own), name=f"{ids}{at}", title=title, says=says)
        for at, frame in enumerate((PHONE_PANEL, PAGE_PANEL))
    )
    return PanelPicture(name.replace("hydroxymitragynine", f"hydroxy{_SOFT_HYPHEN}mitragynine"), beside, narrow, wide)


def _table(
    words: Wording,
    exposure: Exposure,
    caption: str,
    of_days: Callable[[Panel], tuple[Spread | None, ...]],
    printed: Callable[[Wording, Spread], str],
) -> Table:
    """A row a day, the latest first: doses, and each analyte's middle with its limits."""
    rows = []
    for at in range(len(exposure.days) - 1, -1, -1):
        found = [of_days(each)[at] for each in exposure.drawn]
        taken = exposure.doses_on(exposure.days[at])
        doses = words.number(taken) if taken else _DASH
        cells = [printed(words, each) if each else _DASH for each in found]
        rows.append((words.short_date(exposure.days[at]), doses, *cells))
    head = (words.say("Day"), words.say("Doses"), *(short_name(words, each.analyte) for each in exposure.drawn))
    brackets = words.say("In brackets: where nine in ten answers lie. A dash: not known, or no dose written down.")
    return Table(f"{caption} {brackets}", head, tuple(rows))


def _times(words: Wording, spread: Spread) -> str:
    low, middle, high = (words.number(each, 1) for each in spread)
    return words.say("{middle} ({low}\u2013{high})", middle=middle, low=low, high=high)


def _amount(words: Wording, spread: Spread) -> str:
    low, middle, high = (rounded(words, each, spread) for each in spread)
    return words.say("{middle} ({low}\u2013{high})", middle=middle, low=low, high=high)
