"""While a sign says that nothing more is taken, no page beside it speaks of going on or of not stopping suddenly."""

from __future__ import annotations

from markupsafe import escape

from speciosa.knowledge import load_knowledge
from speciosa.report import Wording
from speciosa.web.alarms import Alarm, holds_all

_GO_ON = (
    (
        "If you take it most days, don't stop suddenly. Talk to somebody first: a doctor, a pharmacist. After a break "
        "or a cut, your old dose can be too much now."
    ),
    (
        "If you take it most days, don't stop suddenly. Talk to somebody first: a doctor or a pharmacist. After a "
        "break or a cut, your old dose can be too much."
    ),
    "If you take kratom most days, don't stop suddenly. Talk to somebody first: a doctor or a pharmacist.",
)
"""What the report says beside every answer, as it stands there."""
_STOP, _UNTIL = "dont_stop_suddenly", "until_seen"


def one_word(html: str, words: Wording, alarms: tuple[Alarm, ...]) -> str:
    """A section or a page of the report with the one sentence that counts while nothing more is to be taken.

    That sentence speaks to those who take it daily, too: somebody has to see them, and can help with the stopping.

    Parameters
    ----------
    html : as it was kept. alarms : that stand now.

    Examples
    --------
    >>> from speciosa.report import wording
    >>> from speciosa.web.alarms import alarms_in
    >>> liver = alarms_in('<p class="finding today alarm"><a data-sign="liver">x</a></p>')
    >>> said = "If you take kratom most days, don't stop suddenly. Talk to somebody first: a doctor or a pharmacist."
    >>> one_word(said, wording("en"), ()) == said, "stop suddenly" in one_word(said, wording("en"), liver)
    (True, False)
    """
    if not holds_all(alarms):
        return html
    advice = load_knowledge().advice
    instead = str(escape(words.say(advice[_UNTIL].text)))
    for text in (*_GO_ON, advice[_STOP].text):
        said = words.say(text)
        html = html.replace(str(escape(said)), instead).replace(said, instead)
    return html
