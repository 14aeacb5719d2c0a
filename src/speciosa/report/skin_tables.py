"""The table behind a chart of skin colour."""

from __future__ import annotations

import math

from speciosa.report.chart_skin import Points
from speciosa.report.skin_numbers import signed
from speciosa.report.skin_panel import Panel
from speciosa.report.tables import MOST_ROWS, Table
from speciosa.report.wording import Wording
from speciosa.skin import series
from speciosa.values.timeline import DAY_S

_DASH, _STEP = "\u2013", 0.1


def skin_table(words: Wording, panel: Panel, chart: series.Chart, points: Points, title: str) -> Table:
    """A row a session, the latest first: what was measured, the line, its limit, and how many photos counted."""
    photos = {each.time_s: (each.accepted, each.photos) for each in panel.course.sessions}
    over = chart.over()
    rows = []
    for at in range(len(chart.time_s) - 1, -1, -1):
        accepted, taken = photos.get(int(chart.time_s[at]), (0, 0))
        line = _number(words, float(chart.ewma[at]))
        rows.append((
            words.table_date(int(points.wall_s[at]) // DAY_S),
            _number(words, float(chart.score[at])),
            words.say("{value}, over", value=line) if over[at] else line,
            _number(words, float(chart.limit[at])),
            words.say("{part} of {whole}", part=words.number(accepted), whole=words.number(taken)),
        ))  # fmt: skip
    head = (words.say("Day"), words.say("Session"), words.say("Line"), words.say("Limit"), words.say("Photos used"))
    caption = words.say(
        "{title}. In units of colour difference (delta E); above zero is darker. A dash: the first sessions make your "
        "usual spread, and the first with another card, phone or lamp set the line anew.", title=title,
    )  # fmt: skip
    return Table(caption, head, tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))


def _number(words: Wording, value: float) -> str:
    return signed(words, value, _STEP) if math.isfinite(value) else _DASH
