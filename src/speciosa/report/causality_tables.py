"""Items of causality scales as tables, for professionals: what the record answers, and why."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from speciosa.report.tables import Table
from speciosa.report.wording import Wording
from speciosa.safety import liver, side_effects
from speciosa.values.timeline import DAY_S, offset_at

_MET = {True: "met", False: "not met", None: "not known"}
_SCORED = (
    "By {n} scores it is {mean} points different on the usual pattern than on none (95 %: {low} to {high}; {grade})."
)


def naranjo_table(words: Wording, found: side_effects.SideEffect) -> Table:
    """The ten items with the answer, its points, and what it rests on."""
    head = tuple(words.say(each) for each in ("Item", "Answer", "Points", "Rests on"))
    rows = tuple(
        (words.say(each.asks), words.say(each.answer), f"{each.points:+d}", words.say(each.evidence))
        for each in found.naranjo
    )
    return Table(words.say("Items of the Naranjo scale"), head, rows)


def who_umc_table(words: Wording, found: side_effects.SideEffect) -> Table:
    """The criteria by category: met, not met, not known. No category follows from it here."""
    head = tuple(words.say(each) for each in ("Criterion", "Of category", "In this record", "Rests on"))
    rows = tuple(
        (words.say(each.says), words.say(each.category), words.say(_MET[each.met]), words.say(each.evidence))
        for each in found.who_umc
    )
    return Table(words.say("Criteria of the WHO-UMC categories"), head, rows)


def symptom_says(words: Wording, found: side_effects.SideEffect) -> list[str]:
    """Whether the symptom goes with exposure; of one that was scored often, a number with its grade or why not."""
    said = [words.say(each) for each in found.follows.says]
    scores = found.follows.scores
    if scores is None:
        return said
    if scores.mean is not None and scores.interval_95 is not None:
        low, high = (words.number(each, 1) for each in scores.interval_95)
        grade = words.say(scores.grade.replace("_", " "))
        mean = words.number(scores.mean, 1)
        said.append(words.say(_SCORED, n=words.number(scores.scores), mean=mean, low=low, high=high, grade=grade))
    return [*said, *(words.say(each) for each in scores.reasons)]


def values_table(words: Wording, found: liver.LiverPicture, zone: ZoneInfo | None) -> Table:
    """Liver tests in the order of time, each against the limit that was entered; without one it was not assessed."""
    head = tuple(words.say(each) for each in ("Day", "Test", "Value", "Upper limit", "Times the limit"))
    rows = []
    for each in found.values:
        day = (each.time_s + (offset_at(each.time_s, zone) if zone else 0) * 60) // DAY_S
        times = words.number(each.times, 1) if each.times is not None else words.say("not assessed")
        limit = words.number(each.limit, 2) if each.limit is not None else words.say("not entered")
        value = words.say("{value} {unit}", value=words.number(each.value, 2), unit=each.unit)
        rows.append((words.table_date(day), each.test, value, limit, times))
    return Table(words.say("Liver tests"), head, tuple(rows))


def liver_says(words: Wording, found: liver.LiverPicture) -> str:
    """The pattern of the tests, when it began, and what that is not."""
    said = []
    if found.r is not None:
        said.append(words.say("R ratio {r}: {pattern}.", r=words.number(found.r, 1), pattern=words.say(found.pattern)))
    if found.after_start:
        said.append(words.say("The first sign or high value came {after}.", after=found.after_start))
    if not found.scales:
        said.append(words.say("No sign and no high value was recorded, so the items of the scale were not asked."))
    return " ".join(said)


def rucam_table(words: Wording, found: liver.LiverPicture, at: int) -> Table:
    """The items of one scale with the answer, the points still possible, and what it rests on."""
    head = tuple(words.say(each) for each in ("Item", "Answer", "Points", "Rests on"))
    rows = tuple(
        (
            words.say(each.asks), words.say(each.answer),
            f"{each.low:+g}" if each.low == each.high else f"{each.low:+g} .. {each.high:+g}", words.say(each.because),
        )
        for each in found.scales[at].items
    )  # fmt: skip
    return Table(words.say("Items of the RUCAM"), head, rows)


def scale_name(scale: str) -> str:
    """``hepatocellular`` or ``cholestatic or mixed``: for which pattern a scale was made."""
    return "hepatocellular" if scale.endswith("hepatocellular") else "cholestatic or mixed"
