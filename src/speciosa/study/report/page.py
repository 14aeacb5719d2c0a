"""The study report as one self-contained page: no script, no network, no inline style."""

from __future__ import annotations

import base64
import hashlib

from speciosa.report.page import page_style
from speciosa.report.palette import DARK, LIGHT
from speciosa.report.wording import wording
from speciosa.study.report.study_report import StudyReport

_ROOMS = ("speciosa.study.report", "speciosa.report")
_STYLE = """.numbers{margin-bottom:1.3rem}
.wordy td,.wordy th{white-space:normal;text-align:left;min-width:0}
.wordy td{overflow-wrap:anywhere}
"""


def study_report_html(report: StudyReport, *, paper: str = "a4") -> str:
    """One HTML file in the style of a person's report, printed on `paper`: ``a4`` or ``letter``."""
    import jinja2  # noqa: PLC0415  only a page needs it
    from markupsafe import Markup  # noqa: PLC0415

    words, style = wording("en"), f"{page_style(paper)}\n{_STYLE}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(room) for room in _ROOMS]),
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {"say": words.say, "count": words.count, "words": words, "picture": Markup}
    return environment.get_template("study_report.html.j2").render(
        r=report, style=style, light=LIGHT, dark=DARK,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
    )  # fmt: skip
