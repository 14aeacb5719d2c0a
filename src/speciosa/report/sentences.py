"""What was recorded, taken and read, in a sentence or two, computed from the data."""

from __future__ import annotations

from speciosa.record import Kind, Reason
from speciosa.report.coverage import Coverage
from speciosa.report.doses import Doses
from speciosa.report.printed import plain
from speciosa.report.report import Report
from speciosa.report.scales import Scale
from speciosa.report.wording import Wording
from speciosa.values.reading import Reading

_COUNTED = {
    Kind.DOSE: ("{n} dose", "{n} doses"), Kind.NO_DOSE: ("{n} day with none", "{n} days with none"),
    Kind.MEDICINE: ("{n} dose of another medicine", "{n} doses of other medicines"),
    Kind.RATING: ("{n} score", "{n} scores"), Kind.SCALE: ("{n} questionnaire row", "{n} questionnaire rows"),
    Kind.SYMPTOM: ("{n} symptom", "{n} symptoms"), Kind.SLEEP: ("{n} night", "{n} nights"),
    Kind.ACTIVITY: ("{n} activity", "{n} activities"), Kind.SUN: ("{n} time in the sun", "{n} times in the sun"),
    Kind.LAB: ("{n} lab value", "{n} lab values"), Kind.GOAL: ("{n} goal score", "{n} goal scores"),
    Kind.STRATEGY: ("{n} thing tried", "{n} things tried"), Kind.PHOTO: ("{n} skin photo", "{n} skin photos"),
    Kind.EVENT: ("{n} event", "{n} events"), Kind.ASSIGNMENT: ("{n} trial period", "{n} trial periods"),
}  # fmt: skip
_MOST_COUNTED = 4


def counted(words: Wording, kind: Kind, n: int) -> str:
    """``1,020 doses``."""
    return words.count(*_COUNTED[kind], n)


def headline(words: Wording, report: Report) -> str:
    """What was recorded, in one sentence."""
    if report.coverage is None and report.skin is not None:
        return words.say("This diary has photos and no other entries yet. One score of your pain is a start.")
    if report.coverage is None:
        return words.say("This diary has no entries yet, so there is nothing to show. One score is a start.")
    parts = [counted(words, kind, n) for kind, n in report.counts[:_MOST_COUNTED]]
    rest = sum(n for _, n in report.counts[_MOST_COUNTED:])
    if rest:
        parts.append(words.count("{n} other entry", "{n} other entries", rest))
    if report.unanswered:
        parts.append(words.count("{n} entry without a number", "{n} entries without a number", report.unanswered))
    return words.count(
        "On {with_entry} of {n} day you wrote something down: {what}.",
        "On {with_entry} of {n} days you wrote something down: {what}.",
        report.coverage.days,
        with_entry=words.number(report.coverage.days_with),
        what=words.listed(parts),
    )


def doses_says(words: Wording, doses: Doses) -> str:
    """The four states of a day as to kratom, as far as they occur."""
    states = (
        (doses.days_with, "{n} day with a dose", "{n} days with a dose"),
        (doses.days_none, "{n} day on which you wrote “none”", "{n} days on which you wrote “none”"),
        (
            doses.days_silent,
            "{n} day with entries but no word about doses",
            "{n} days with entries but no word about doses",
        ),
        (doses.days_empty, "{n} day without any entry", "{n} days without any entry"),
    )
    said = words.listed([words.count(one, many, n) for n, one, many in states if n])
    if any(each.kind is Kind.DOSE and not each.kratom for each in doses.lines):
        said = words.say("Of kratom: {days}", days=said)
    if doses.days_silent + doses.days_empty == 0:
        return words.say("{days}.", days=said)
    return words.say("{days}. A day without a word about doses is not a day with none.", days=said)


def reasons_says(words: Wording, doses: Doses) -> str:
    """Why doses were taken, as far as it was said."""
    label = {
        Reason.PLANNED: "planned", Reason.PAIN: "for pain", Reason.MOOD: "for mood",
        Reason.WITHDRAWAL: "so as not to feel ill",
        Reason.SOCIAL: "with others", Reason.OTHER: "another reason", Reason.NOT_SAID: "no reason written down",
    }  # fmt: skip
    ranked = sorted(doses.reasons, key=lambda each: (each[0] is Reason.NOT_SAID, -each[1]))
    if all(reason is Reason.NOT_SAID for reason, _ in ranked):
        return ""
    parts = [words.say("{reason} {n}", reason=words.say(label[reason]), n=words.number(n)) for reason, n in ranked]
    return words.say("Reasons you gave: {parts}.", parts=", ".join(parts))


def missing_says(words: Wording, doses: Doses) -> str:
    """How many amounts are missing from the table, and how many answers."""
    unknown = sum(each.unknown for each in doses.lines)
    said = []
    if unknown:
        one, many = "For {n} dose the amount is not known.", "For {n} doses the amount is not known."
        said.append(words.count(one, many, unknown))
    if doses.declined:
        one = "{n} time you were asked about a dose and gave no answer; it is not counted as taken."
        many = "{n} times you were asked about a dose and gave no answer; they are not counted as taken."
        said.append(words.count(one, many, doses.declined))
    return " ".join(said)


def scores_say(words: Wording, scale: Scale) -> str:
    """How many scores of a questionnaire there are, the first and the latest; empty where there is none."""
    if not scale.scores:
        return ""
    (day, first), (_, last) = scale.scores[0], scale.scores[-1]
    if len(scale.scores) == 1:
        return words.say("One score: {score}, on {date}.", score=plain(words, first), date=words.date(day))
    return words.say(
        "{n} scores: the first {first}, the latest {last}.",
        n=words.number(len(scale.scores)), first=plain(words, first), last=plain(words, last),
    )  # fmt: skip


def questionnaire_says(words: Wording, scale: Scale) -> str:
    """Range, direction and important change of a questionnaire."""
    if not scale.known:
        return words.say("This questionnaire is not in our tables: its range and meaning are not known here.")
    said = []
    if scale.low is not None and scale.high is not None:
        said.append(words.say("Score {low} to {high}", low=plain(words, scale.low), high=plain(words, scale.high)))
    if scale.better:
        said.append(words.say("lower is better") if scale.better == "lower" else words.say("higher is better"))
    if scale.important_change is None:
        said.append(words.say("we have read no change that people notice"))
    else:
        said.append(words.say("people notice a change of about {points}", points=plain(words, scale.important_change)))
    return words.say("{parts}.", parts=", ".join(said))


def reading_says(words: Wording, reading: Reading, later: int) -> str:
    """How many rows were read, and what became of them; `later`: those after the instant of asking."""
    said = [
        words.count("{n} row was read", "{n} rows were read", reading.rows),
        words.count("{n} is in", "{n} are in", reading.kept),
    ]
    if reading.refused:
        said.append(words.count("{n} was left out", "{n} were left out", len(reading.refused)))
    if reading.merged:
        said.append(
            words.count("{n} said the same as an earlier one", "{n} said the same as an earlier one", reading.merged)
        )
    if later:
        one = "{n} of them lies after the time of this report and is not on this page"
        many = "{n} of them lie after the time of this report and are not on this page"
        said.insert(2, words.count(one, many, later))
    return words.say("{parts}.", parts=", ".join(said))


def coverage_says(words: Wording, coverage: Coverage) -> str:
    """The longest hole in the record, and how old its end is."""
    said = []
    if coverage.longest is None:
        said.append(words.say("No day in between is empty."))
    else:
        said.append(
            words.count(
                "The longest gap is {n} day, from {first} to {last}.",
                "The longest gap is {n} days, from {first} to {last}.",
                coverage.longest.days,
                first=words.date(coverage.longest.first_day),
                last=words.date(coverage.longest.last_day),
            )
        )
    if coverage.since_last_d > 1:
        said.append(
            words.count("The last entry is {n} day old.", "The last entry is {n} days old.", coverage.since_last_d)
        )
    return " ".join(said)
