"""What to do about a finding, as a paper says it that a doctor reads: short, beside each; the call once above all."""

from __future__ import annotations

from speciosa.knowledge import Act, Urgency
from speciosa.report import safety_sentences
from speciosa.report.paper.blocks import Block, par
from speciosa.report.report import Report
from speciosa.report.urgent import Shown
from speciosa.report.wording import Wording

_SAYS = {
    Act.CALL_EMERGENCY: "Emergency call now.", Act.TODAY: "To be seen or called today.",
    Act.THIS_WEEK: "Visit this week.", Act.NEXT_VISIT: "At the next visit.",
}  # fmt: skip


def call_first(report: Report, words: Wording) -> Block | None:
    """The emergency number, once for everything that needs it now."""
    calls = [each for each in report.findings if each.finding.act is Act.CALL_EMERGENCY and each.past_d is None]
    if not calls:
        return None
    return par(safety_sentences.act_says(words, Act.CALL_EMERGENCY, report.watch.help), tone="strong")


def act_in_short(words: Wording, shown: Shown) -> str:
    """What to do, in a few words; of an urgent entry that is old, what it depends on."""
    act, past_d = shown.finding.act, shown.past_d
    if shown.finding.urgency is not Urgency.NOW or past_d is None:
        return words.say(_SAYS[act])
    if act is Act.CALL_EMERGENCY:
        return words.count(
            "Written {n} day ago: emergency call if it is so now; if it is over, to be seen today.",
            "Written {n} days ago: emergency call if it is so now; if it is over, to be seen today.",
            past_d,
        )
    return words.count(
        "Written {n} day ago: to be seen or called today, if nobody has looked at it since.",
        "Written {n} days ago: to be seen or called today, if nobody has looked at it since.",
        past_d,
    )
