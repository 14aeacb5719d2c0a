"""What is said of a symptom and exposure: counts, what they can mean, and what they can't."""

from __future__ import annotations

from speciosa.knowledge import Knowledge
from speciosa.safety.fortnights import Comparison
from speciosa.values.gaps import NotAssessed

URGENT = (
    "This is a sign that somebody has to look at, whatever was in the blood. So it was not held against what you took."
)
SEALED = (
    "A blind trial is running. Symptoms are held against what you took once it is opened, so that nobody can guess."
)
_EITHER_WAY = (
    "What goes together need not come one from the other. It may be the other way round: you may take more on days "
    "you feel ill. A symptom that is mostly written down after a dose looks like this, too."
)
_NO_PROOF = "No clear relation was seen. That is no proof that there is none."
_WITH = {
    "mitragynine": "more mitragynine in the blood",
    "7-hydroxymitragynine": "more 7-OH in the blood",
    "doses": "more doses in the hours before",
    "amount": "a larger amount in the hours before",
}


def relation_says(
    main: Comparison | None, dose: Comparison | None, episodes: int, made: int, gaps: tuple[NotAssessed, ...]
) -> tuple[str, ...]:
    """The sentences about one symptom.

    Parameters
    ----------
    episodes : of the symptom, those that cannot be compared among them.
    made : comparisons in the whole record.
    gaps : what could not be looked at.
    """
    if main is None:
        return tuple(each.why for each in gaps)
    both = [each for each in (main, dose) if each]
    said = [f"{counted(each)} {'That goes together.' if each.related else 'That may be chance.'}" for each in both]
    said.append(_EITHER_WAY if any(each.related for each in both) else _NO_PROOF)
    if main.episodes < episodes:
        said.append(f"{episodes - main.episodes} of {episodes} episodes could not be compared.")
    if made > 1:
        said.append(f"{made} comparisons were made in this record, and what chance finds in so many is allowed for.")
    return tuple(said)


def counted(found: Comparison) -> str:
    """In how many episodes there was more than usual at that hour.

    Examples
    --------
    >>> counted(Comparison("mitragynine", 11, 9, 0.8, 0.001, 4999, False))
    'In 9 of 11 episodes there was more mitragynine in the blood than usual at that hour in those two weeks.'
    """
    what = _WITH[found.measure]
    was = "were" if found.measure == "doses" else "was"
    return (
        f"In {found.higher} of {found.episodes} episodes there {was} {what} than usual at that hour in those two weeks."
    )


def too_few(episodes: int, knowledge: Knowledge) -> str:
    """Why nothing is said of so few."""
    least = knowledge.choice("safety_follow_episodes_least")
    are = "is 1 episode" if episodes == 1 else f"are {episodes} episodes"
    if episodes < least:
        return f"There {are}: too few to compare. With fewer than {least:g} nothing is said of what goes with it."
    return (
        f"There {are}, and fewer than {least:g} of them have days beside them on which it is known what was in the "
        "blood at that hour. That is too few to compare."
    )
