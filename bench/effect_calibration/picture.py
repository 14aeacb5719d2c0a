"""The picture of the calibration: how far each number's ranks stray from even, with the band of chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.effect_calibration.bands import Band

Array = NDArray[np.float64]
_COLUMNS, _WIDTH, _HEIGHT, _GAP, _TOP = 4, 200, 110, 16, 22
_INK, _BAND, _LINE = "#3b3733", "#56b4e9", "#d55e00"


def sbc_svg(pit: Array, names: tuple[str, ...], band: Band) -> str:
    """Small pictures side by side: share of ranks at or below a point, less the point.

    Parameters
    ----------
    pit : [person, parameter].
    names : [parameter].
    """
    rows = -(-len(names) // _COLUMNS)
    width, height = _COLUMNS * (_WIDTH + _GAP) + _GAP, rows * (_HEIGHT + _TOP + _GAP) + _GAP
    most = 1.15 * float(max((band.high - band.at).max(), (band.at - band.low).max()))
    panels = [_panel(pit[:, at], name, band, most, at) for at, name in enumerate(names)]
    says = f"Ranks of the truth among the draws, {len(pit)} people: lines inside the bands"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="{_INK}"><title>{says}</title>'
        f'<rect width="{width}" height="{height}" fill="#fffdf8"/>{"".join(panels)}</svg>\n'
    )


def _panel(pit: Array, name: str, band: Band, most: float, number: int) -> str:
    left = _GAP + (number % _COLUMNS) * (_WIDTH + _GAP)
    top = _GAP + (number // _COLUMNS) * (_HEIGHT + _TOP + _GAP) + _TOP

    def points(at: Array, away: Array) -> str:
        x, y = left + at * _WIDTH, top + _HEIGHT * (0.5 - 0.5 * away / most)
        return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))

    at = np.concatenate([[0.0], band.at, [1.0]])
    share = (pit[:, None] <= at).mean(axis=0)
    edge = np.concatenate([[0.0], band.high - band.at, [0.0], [0.0], (band.low - band.at)[::-1], [0.0]])
    around = np.concatenate([at, at[::-1]])
    middle = top + _HEIGHT / 2
    return (
        f'<text x="{left}" y="{top - 7}">{name}</text>'
        f'<text x="{left + _WIDTH}" y="{top + 3}" text-anchor="end" font-size="9">+{most:.2f}</text>'
        f'<text x="{left + _WIDTH}" y="{top + _HEIGHT}" text-anchor="end" font-size="9">-{most:.2f}</text>'
        f'<polygon points="{points(around, edge)}" fill="{_BAND}" fill-opacity="0.3"/>'
        f'<path d="M{left},{middle}h{_WIDTH}" stroke="{_INK}" stroke-width="0.5" stroke-dasharray="3 3"/>'
        f'<polyline points="{points(at, share - at)}" fill="none" stroke="{_LINE}" stroke-width="1.6"/>'
    )
