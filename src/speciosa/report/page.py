"""The report as one self-contained page: no script, no network, no inline style."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING

from speciosa.record import Kind
from speciosa.report import (
    causality_tables,
    course_sentences,
    effect_sentences,
    effect_tables,
    exposure_sentences,
    less_sentences,
    plan_sentences,
    safety_sentences,
    sentences,
    skin_sentences,
    tables,
)
from speciosa.report.changes import Change
from speciosa.report.citation import short_citation
from speciosa.report.effect_pictures import effect_pictures
from speciosa.report.finding_cards import finding_cards
from speciosa.report.gap_questions import question_of
from speciosa.report.glance import glance_of
from speciosa.report.palette import DARK, LIGHT, variables
from speciosa.report.pictures import Pictures, pictures_of
from speciosa.report.printed import share
from speciosa.report.report import Report
from speciosa.report.wording import Wording, wording
from speciosa.values.sources import HowRead

if TYPE_CHECKING:
    from jinja2 import Environment

_SECTIONS = (
    "headline", "urgent", "findings", "leading", "effect", "skin", "plan", "less", "others", "doses", "exposure",
    "scales", "changes", "causality", "recorded", "gaps", "made",
)  # fmt: skip
_WITHOUT_PICTURES = frozenset({"headline", "urgent", "findings", "effect", "plan", "less", "causality", "gaps", "made"})
"""Sections that need none but the effect's own."""
_MOST_LISTED = 20
_MOST_CHANGES = 60


def report_html(report: Report, *, paper: str = "a4") -> str:
    """The report as one HTML file, printed on `paper`: ``a4`` or ``letter``.

    Everything that a person typed is escaped; the page's only style is its own sheet, whose hash
    stands in its content security policy.
    """
    words = wording(report.made.language)
    return _page(_environment(words), _shown(report, words, pictures_of(report, words)), paper)


def report_sections(report: Report, *, only: Sequence[str] = ()) -> dict[str, str]:
    """Each section of the page as HTML by itself, for an app that shows them one at a time.

    The names are those of the templates, ``headline`` to ``made``; a section that the page would leave out is empty.
    ``page`` is the whole page.

    Parameters
    ----------
    only : some of them; where none of these has a picture, none is drawn.
    """
    words, wanted = wording(report.made.language), only or _SECTIONS
    environment, shown = _environment(words), _shown(report, words, _pictures(report, words, wanted))
    there = {
        "effect": not report.effect.withheld, "skin": report.skin, "others": report.others, "doses": report.doses,
        "exposure": report.exposure, "scales": report.scales, "changes": report.changes,
    }  # fmt: skip

    def made(name: str) -> str:
        if name == "page":
            return _page(environment, shown, "a4")
        return environment.get_template(f"{name}.html.j2").render(**shown) if there.get(name, True) else ""

    return {name: made(name) for name in wanted}


def _page(environment: Environment, shown: dict[str, object], paper: str) -> str:
    style = page_style(paper)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("page.html.j2").render(
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
        light=LIGHT,
        dark=DARK,
        **shown,
    )


def _pictures(report: Report, words: Wording, wanted: Sequence[str]) -> Pictures:
    """The pictures of some sections: all, or those of the effect alone, or none."""
    if not _WITHOUT_PICTURES.issuperset(wanted):
        return pictures_of(report, words)
    drawn = effect_pictures(report.effect, words) if "effect" in wanted else ()
    return Pictures(None, None, (), (), (), (), (), drawn, (), (), None, by_year=False)


def _shown(report: Report, words: Wording, pictures: Pictures) -> dict[str, object]:
    """What the templates show."""
    return {
        "r": report,
        "pictures": pictures,
        "cards": finding_cards(words, report.findings),
        "glance": glance_of(report, words),
        "changes": _changes(report, pictures, words),
        "earlier": max(0, len(report.changes) - _MOST_CHANGES),
        "cited": {each.key: short_citation(each) for each in report.sources},
        "gaps": _gaps(report, words),
        "refused": _refused(report, words),
        "most": _MOST_LISTED,
    }


def page_style(paper: str) -> str:
    """The style sheet with the palette's colours in it; print is always light."""
    roles = "".join(f".f-{role}{{fill:var(--{role})}}.s-{role}{{stroke:var(--{role})}}" for role in LIGHT)
    sheet = (resources.files(__package__) / "style.css").read_text(encoding="utf-8")
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}"
    return f":root{{color-scheme:light dark;{variables(LIGHT)}}}\n{dark}\n{roles}\n{sheet}\n@page{{size:{paper}}}"


def _environment(words: Wording) -> Environment:
    """Templates that escape everything and know no undefined name."""
    import jinja2  # noqa: PLC0415  only a page needs it
    from markupsafe import Markup  # noqa: PLC0415

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("speciosa.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "say": words.say,
        "count": words.count,
        "words": words,
        "says": sentences,
        "course": course_sentences,
        "blood": exposure_sentences,
        "help": effect_sentences,
        "skin_says": skin_sentences,
        "watch": safety_sentences,
        "plan_says": plan_sentences,
        "less_says": less_sentences,
        "causality": causality_tables,
        "effect_tables": effect_tables,
        "tables": tables,
        "share": share,
        "picture": Markup,
        "how_read": how_read_says,
    }
    return environment


def how_read_says(words: Wording, how_read: str) -> str:
    """How far a source was read; empty where it was read in full."""
    said = {
        HowRead.ABSTRACT: "read as an abstract", HowRead.SECONDARY: "read second-hand",
        HowRead.REGISTRY: "read in a registry",
        HowRead.OWN_CHOICE: "our own choice", HowRead.DERIVED: "worked out by us",
        HowRead.NEEDS_CLINICAL_REVIEW: "needs clinical review",
    }  # fmt: skip
    return words.say(said.get(HowRead(how_read), "")) if how_read else ""


def _changes(report: Report, pictures: Pictures, words: Wording) -> list[tuple[str, str, str]]:
    """Sign in the picture (or empty), day, and what changed: the latest first."""
    signs = {id(each): str(at) for at, each in enumerate(pictures.marked, 1)}
    shown = report.changes[::-1][:_MOST_CHANGES]
    return [(signs.get(id(each), ""), words.date(each.day), _changed(each, words)) for each in shown]


def _changed(change: Change, words: Wording) -> str:
    """One change in words; what the person wrote stays as they wrote it."""
    if change.what is Kind.ASSIGNMENT:
        text = "Trial period {n}: capsule code {name}" if change.masked else "Trial period {n}: {name}"
        return words.say(text, n=change.period if change.period is not None else "?", name=change.name)
    if change.what is Kind.STRATEGY:
        known = {"start": "{name}: started", "stop": "{name}: stopped"}
        name = change.name[:1].upper() + change.name[1:]
        if change.text in known:
            return words.say(known[change.text], name=name)
        return words.say("{name}: to be looked at again on {text}", name=name, text=change.text)
    known = {
        "started": "Started", "stopped": "Stopped", "product_changed": "Product changed",
        "phone_changed": "Phone changed", "lamp_changed": "Lamp changed",
    }  # fmt: skip
    label = words.say(known[change.name]) if change.name in known else change.name.replace("_", " ")
    return words.say("{label}: {text}", label=label, text=change.text) if change.text else label


def _gaps(report: Report, words: Wording) -> list[tuple[str, list[str]]]:
    """What was not assessed: each question once, with every reason why it has no answer, or not a whole one."""
    found: dict[str, list[str]] = {}
    for gap in report.gaps:
        found.setdefault(question_of(words, gap), []).append(words.say(gap.why))
    return list(found.items())


def _refused(report: Report, words: Wording) -> list[tuple[str, str]]:
    """Each reason for leaving rows out, and the lines that it is about."""
    ranked = sorted(report.reading.lines_by_reason().items(), key=lambda each: (-len(each[1]), each[1][0]))
    return [(words.say(why), _lines(found, words)) for why, found in ranked]


def _lines(lines: list[int], words: Wording) -> str:
    named = ", ".join(str(line) for line in lines[:_MOST_LISTED])
    more = len(lines) - _MOST_LISTED
    if more > 0:
        return words.count("lines {lines} and {n} more", "lines {lines} and {n} more", more, lines=named)
    return words.say("line {lines}" if len(lines) == 1 else "lines {lines}", lines=named)
