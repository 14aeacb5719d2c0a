"""The picture of coverage: a row a month, a place a day; entries above, doses beneath, gaps blank."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from speciosa.report.chart_frame import Frame, Spec, layer, number_axis, picture
from speciosa.report.coverage import Coverage
from speciosa.report.days import Grain, Span, edges_of
from speciosa.report.palette import LIGHT
from speciosa.report.wording import Wording

_MOST_MONTHS = 72
_X2, _Y2 = {"field": "x2"}, {"field": "y2"}


def calendar_spec(words: Wording, coverage: Coverage, span: Span) -> Spec:
    """The spec: by day while there are at most six years, else a row a year with its share of days."""
    if is_by_year(span):
        return _by_year(words, coverage, span)
    edges = edges_of(span.first_day, span.last_day, Grain.MONTH)
    months = len(edges) - 1
    height = 20 if months <= 12 else 17 if months <= 24 else 10
    frame = Frame(360, months * height + 34, 84, 6, 4, 28, 15, 0)
    line, data, dose = LIGHT["line"], LIGHT["data"], LIGHT["dose"]
    months_drawn = [
        {"x": 0.5 + start, "x2": 0.5 + end, "y": at + 0.5} for at, (start, end) in enumerate(_lengths(edges, span))
    ]
    entries = list(_runs(coverage.entry_day, edges, 0.14, 0.60))
    doses = list(_runs(coverage.dose_day, edges, 0.64, 0.86))
    none = list(_runs(np.setdiff1d(coverage.none_day, coverage.dose_day), edges, 0.66, 0.84))
    layers = [
        layer(months_drawn, {"type": "rule", "color": line, "strokeWidth": 1}, x2=_X2),
        layer(entries, {"type": "rect", "color": data, "opacity": 0.55}, x2=_X2, y2=_Y2),
        layer(doses, {"type": "rect", "color": dose}, x2=_X2, y2=_Y2),
        layer(none, {"type": "rect", "filled": False, "color": dose, "strokeWidth": 1}, x2=_X2, y2=_Y2),
    ]
    labels = {at + 0.5: words.month(int(edges[at])) for at in range(months) if _named(edges, at, months)}
    x = number_axis(0.5, 31.5, {day: str(day) for day in (1, 7, 14, 21, 28)})
    x["axis"]["grid"] = False
    y = number_axis(0, months, labels)
    y["scale"]["reverse"] = True
    y["axis"]["grid"] = False
    return picture(frame, layers, x=x, y=y)


def is_by_year(span: Span) -> bool:
    """Whether the picture has a row a year."""
    return len(edges_of(span.first_day, span.last_day, Grain.MONTH)) - 1 > _MOST_MONTHS


def _named(edges: NDArray[np.int64], at: int, months: int) -> bool:
    """Every month of two years has its name, else every third one."""
    number = int(np.datetime64(int(edges[at]), "D").astype("datetime64[M]").astype(np.int64))
    return months <= 24 or number % 3 == 0


def _lengths(edges: NDArray[np.int64], span: Span) -> Iterable[tuple[int, int]]:
    """First and last day of each month that lies in the span, from 0."""
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        yield max(span.first_day - start, 0), min(span.last_day + 1, end) - start


def _runs(days: NDArray[np.int64], edges: NDArray[np.int64], top: float, bottom: float) -> Iterable[Spec]:
    """Days that follow each other in one month, as one box."""
    if not len(days):
        return
    row = np.searchsorted(edges, days, side="right") - 1
    new = np.flatnonzero((np.diff(days) > 1) | (np.diff(row) > 0)) + 1
    for run in np.split(np.arange(len(days)), new):
        at, first, last = int(row[run[0]]), int(days[run[0]]), int(days[run[-1]])
        start = int(edges[at])
        yield {"x": first - start + 0.54, "x2": last - start + 1.46, "y": at + top, "y2": at + bottom}


def _by_year(words: Wording, coverage: Coverage, span: Span) -> Spec:
    """More than six years: a row a year, a place a month, its height the share of days with entries."""
    edges = edges_of(span.first_day, span.last_day, Grain.MONTH)
    month = np.datetime64(int(edges[0]), "D").astype("datetime64[M]").astype(np.int64) + np.arange(len(edges) - 1)
    counted = np.diff(np.searchsorted(coverage.entry_day, edges)) / np.diff(edges)
    first_year = int(month[0]) // 12
    years = int(month[-1]) // 12 - first_year + 1
    height = 20 if years <= 24 else 10
    rows = [
        {
            "x": number % 12 + 0.54,
            "x2": number % 12 + 1.46,
            "y": number // 12 - first_year + 0.9 - 0.8 * share,
            "y2": number // 12 - first_year + 0.9,
        }
        for number, share in zip(month.tolist(), counted.tolist(), strict=True)
        if share
    ]
    step = 1 if years <= 24 else 5
    labels = {at + 0.5: str(1970 + first_year + at) for at in range(0, years, step)}
    x = number_axis(
        0.5,
        12.5,
        {
            at + 1.0: words.month(int(np.datetime64(at, "M").astype("datetime64[D]").astype(np.int64))).split()[0]
            for at in (0, 3, 6, 9)
        },
    )
    x["axis"]["grid"] = False
    y = number_axis(0, years, labels)
    y["scale"]["reverse"] = True
    layers = [layer(rows, {"type": "rect", "color": LIGHT["data"], "opacity": 0.55}, x2=_X2, y2=_Y2)]
    return picture(Frame(360, years * height + 34, 84, 6, 4, 28, 15, 0), layers, x=x, y=y)
