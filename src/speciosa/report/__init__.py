"""The page, the paper and the JSON that a record becomes: all made from one frozen value.

Pictures are Vega-Lite specs as plain dicts, words go through one object, and what was not assessed
is never folded away.
"""

from speciosa.report import (
    effect_section,
    effect_sentences,
    exposure_section,
    exposure_sentences,
    skin_section,
    skin_sentences,
)
from speciosa.report.compose import compose
from speciosa.report.page import report_html
from speciosa.report.report import Report, report_json
from speciosa.report.wording import Wording, wording

__all__ = [
    "Report",
    "Wording",
    "compose",
    "effect_section",
    "effect_sentences",
    "exposure_section",
    "exposure_sentences",
    "report_html",
    "report_json",
    "skin_section",
    "skin_sentences",
    "wording",
]
