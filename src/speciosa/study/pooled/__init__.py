"""The second stage: what many people's records say together, and which of it may be given out.

`answers` is the way through: `flow` (who took part), `pools` of `means` (mean effect, one step less, dose levels),
`spread` (how people differ), `slopes` on `regression` (side effects, exposure, skin). `study.suppression` hides small
counts. `document` is the JSON form.
"""

from speciosa.study.pooled.answers import StudyAnswers, answers_of
from speciosa.study.pooled.document import answers_json
from speciosa.study.pooled.flow import Flow, ShownFlow, flow_of_json
from speciosa.study.pooled.means import Answered, Less
from speciosa.study.pooled.slopes import SideEffect, Slope
from speciosa.study.pooled.spread import Spread
from speciosa.study.suppression import Count, Shown

__all__ = [
    "Answered",
    "Count",
    "Flow",
    "Less",
    "Shown",
    "ShownFlow",
    "SideEffect",
    "Slope",
    "Spread",
    "StudyAnswers",
    "answers_json",
    "answers_of",
    "flow_of_json",
]  # fmt: skip
