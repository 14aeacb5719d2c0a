"""The pictures and tables of the skin: two windows side by side, and each site's charts."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.report.chart_frame import Frame
from speciosa.report.chart_skin import PAGE_ALL, PAGE_SKIN, PHONE_ALL, PHONE_SKIN, points_of, skin_spec
from speciosa.report.chart_svg import draw
from speciosa.report.skin_images import window_image
from speciosa.report.skin_panel import Panel, Says
from speciosa.report.skin_section import Skin
from speciosa.report.skin_tables import skin_table
from speciosa.report.tables import Table
from speciosa.report.wording import Wording
from speciosa.skin import series


@dataclass(frozen=True, slots=True)
class WindowPhoto:
    """One window: its picture as a ``data:`` URI, the day under it, and words for who can't see it."""

    uri: str
    day: str
    alt: str


@dataclass(frozen=True, slots=True)
class SkinFigure:
    """One chart of a site: what it shows, what to see, both drawings, and the table behind it.

    `setups`, `over` : whether a mark of a new set-up, and one of an average over its limit, is in it.
    """

    title: str
    says: str
    narrow: str
    wide: str
    table: Table
    setups: bool
    over: bool


@dataclass(frozen=True, slots=True)
class SitePictures:
    """All of one site: the first and the latest window (one, where there is one session), and its charts."""

    photos: tuple[WindowPhoto, ...]
    figures: tuple[SkinFigure, ...]


def skin_pictures(skin: Skin, words: Wording) -> tuple[SitePictures, ...]:
    """The pictures of each site, in the order of the panels."""
    return tuple(
        SitePictures(_photos(words, each), _figures(words, skin, each, at)) for at, each in enumerate(skin.panels)
    )


def _photos(words: Wording, panel: Panel) -> tuple[WindowPhoto, ...]:
    sessions = panel.course.sessions
    shown = [(words.say("First"), 0), (words.say("Latest"), len(sessions) - 1)]
    if len(sessions) == 1:
        shown = [(words.say("So far"), 0)]
    found = []
    for which, at in shown:
        date = words.date(panel.days[at])
        alt = words.say("{site}: the skin in the card's window on {date}.", site=panel.label, date=date)
        day = words.say("{which}: {date}", which=which, date=date)
        found.append(WindowPhoto(window_image(sessions[at].map), day, alt))
    return tuple(found)


def _figures(words: Wording, skin: Skin, panel: Panel, at: int) -> tuple[SkinFigure, ...]:
    """The chart of what no tan can do (of a covered site, of all darkening), then that of all darkening."""
    course = panel.course
    first = words.say("{site}: change that a tan does not make", site=panel.label)
    if not panel.apart:
        first = words.say("{site}: all darkening beyond what a season does", site=panel.label)
    if course.covered:
        first = words.say("{site}: its own colour", site=panel.label)
    deep = words.say("Sessions scatter by themselves: a single dot outside of the shaded band is not a change. "
                     "It counts when the line goes over the dashed limit.")  # fmt: skip
    everything = words.say("{site}: all darkening, that by the sun included", site=panel.label)
    could = words.say("Over the dashed limit here it could be sun. A change that a tan can't make shows above.")
    if not panel.apart:
        could = words.say("Over the dashed limit here it could be sun.")
    charts = [(course.chart, first, deep, (PHONE_SKIN, PAGE_SKIN))]
    if not course.covered or panel.says is Says.SUN_LIKE:
        charts.append((course.darkening, everything, could, (PHONE_ALL, PAGE_ALL)))
    return tuple(
        _figure(words, skin, panel, chart, f"skin{at}{part}", title, says, frames)
        for part, (chart, title, says, frames) in enumerate(charts)
        if chart is not None and len(chart.time_s)
    )


def _figure(
    words: Wording, skin: Skin, panel: Panel, chart: series.Chart, name: str, title: str, says: str,
    frames: tuple[Frame, Frame],
) -> SkinFigure:  # fmt: skip
    narrow, wide = (
        draw(
            skin_spec(words, panel, chart, frame, days_apart=skin.days_apart, stopped_day=skin.stopped_day),
            name=f"{name}{at}", title=title, says=says,
        )
        for at, frame in enumerate(frames)
    )  # fmt: skip
    table = skin_table(words, panel, chart, points_of(panel, chart), title)
    return SkinFigure(title, says, narrow, wide, table, bool(panel.setups), bool(chart.over().any()))
