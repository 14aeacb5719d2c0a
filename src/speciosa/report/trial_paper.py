"""The papers of a trial: plain values in, self-contained pages out. No page of the person's tells an arm."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import partial

from speciosa.report.page import page_style
from speciosa.report.palette import DARK, LIGHT
from speciosa.report.wording import Wording, wording
from speciosa.values.timeline import day_name

_STYLE = """
.cut{border:1px dashed var(--mark);border-radius:.4rem;padding:.7rem .9rem;
margin:0 0 .8rem;max-width:none;break-inside:avoid}
.cut strong{font-size:1.2rem;letter-spacing:.06em}
.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-weight:600;letter-spacing:.08em}
.secret{border:2px solid var(--ink);border-radius:.5rem;padding:.6rem .9rem;margin:1.2rem 0;max-width:none}
.secret .code{font-size:1.2rem}
.steps li{margin:.55rem 0}
.hash{font-size:.83rem;overflow-wrap:anywhere}
.labels{display:grid;gap:.8rem}
@media (min-width:36rem){.labels{grid-template-columns:1fr 1fr}.labels .cut{margin:0}}
@media print{.labels{grid-template-columns:1fr 1fr}.labels .cut{margin:0}.newpage{break-before:page}}
"""


@dataclass(frozen=True, slots=True)
class PaperPeriod:
    """One period as the person sees it: number, capsule code, first and last local day (days since 1970-01-01)."""

    number: int
    code: str
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class TrialPaper:
    """What the papers of a trial say, without any arm.

    Parameters
    ----------
    trial : its name. rehearsal: the seed was chosen by hand, so it hides nothing.
    product : powder and batch.
    levels : arms, the highest first, as a person reads them.
    doses : clock time and capsules of each dose of a day.
    capsule_g : powder in one capsule at the highest level that there can be, g.
    usual_days, dose_most_g, day_most_g : what the usual amount rests on and never exceeds.
    period_d, blocks, margin_nrs, outcome : the design.
    periods : in order.
    sequences : how many orders there were to draw from.
    questions : word and text of the daily questions.
    unasked : what nobody has said yet, and the person confirms by starting.
    commitment, algorithm : the promise and how the order was drawn.
    made_day, version, language : of the papers.
    """

    trial: str
    rehearsal: bool
    product: str
    levels: tuple[str, ...]
    doses: tuple[tuple[str, int], ...]
    capsule_g: float
    usual_days: int
    dose_most_g: float
    day_most_g: float
    period_d: int
    blocks: int
    margin_nrs: float
    outcome: str
    periods: tuple[PaperPeriod, ...]
    sequences: int
    questions: tuple[tuple[str, str], ...]
    unasked: tuple[str, ...]
    clinician_agreed: bool
    commitment: str
    algorithm: str
    made_day: int
    version: str
    language: str = "en"

    @property
    def capsules_a_day(self) -> int:
        return sum(count for _, count in self.doses)

    @property
    def days(self) -> int:
        return self.period_d * len(self.periods)

    @staticmethod
    def iso(day: int) -> str:
        """A local day as a diary writes it."""
        return day_name(day)


def participant_sheet_html(paper: TrialPaper, *, paper_size: str = "a4") -> str:
    """The person's own sheet: what to take from which container, what to write down, how to stop."""
    return rendered("trial_sheet.html.j2", paper, paper_size, p=paper)


def protocol_html(paper: TrialPaper, *, paper_size: str = "a4") -> str:
    """The protocol, fixed before the start, in the order of SPENT 2019. It tells no arm."""
    return rendered("trial_protocol.html.j2", paper, paper_size, p=paper)


def rendered(template: str, paper: TrialPaper, paper_size: str, **values: object) -> str:
    """A page from a template: no script, no network, its only style its own sheet."""
    import jinja2  # noqa: PLC0415  only a page needs it
    from markupsafe import Markup  # noqa: PLC0415

    words = wording(paper.language)
    style = f"{page_style(paper_size)}\n{_STYLE}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("speciosa.report"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {"say": words.say, "count": words.count, "words": words, "gram": partial(_grams, words)}
    return environment.get_template(template).render(
        language=paper.language,
        style=Markup(style),  # noqa: S704  our own sheet
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
        light=LIGHT,
        dark=DARK,
        **values,
    )


def _grams(words: Wording, value_g: float, places: int = 2) -> str:
    """Grams with the digits that a scale shows."""
    return words.say("{n} g", n=words.number(value_g, places))
