"""The record of a trial, item by item of CENT 2015; what is sealed stays sealed."""

from __future__ import annotations

from speciosa.report import effect_sentences
from speciosa.report.difference import points
from speciosa.report.paper.answers import TRIAL_KEY
from speciosa.report.paper.blocks import Block, heading, par, section, table
from speciosa.report.report import Report
from speciosa.report.tables import Table
from speciosa.report.trial_record import TrialRecord
from speciosa.report.wording import Wording
from speciosa.trial import TrialStatus
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_DASH = "\u2013"
_MOST_TRIALS = 4
_STATES = {
    "planned": "It has not begun yet.", "running": "It is running.", "over": "Its last day is over.",
    "ended_early": "It ended early.", "revealed": "It was revealed.",
}  # fmt: skip


def trial_pages(report: Report, words: Wording) -> Block | None:
    """The section; None without a trial."""
    if not report.trials:
        return None
    blocks: list[Block | None] = [par(words.say(
        "An N-of-1 trial: chance decided which amount was in the capsules of each period. The items are those of CENT "
        "2015, in our own words."
    ))]  # fmt: skip
    for at, each in enumerate(report.trials[:_MOST_TRIALS]):
        blocks.append(heading(_title(words, each.status)))
        blocks.append(table(words, _items(words, report, each, latest=at == 0), fractions=(1, 4, 11)))
        if each.revealed:
            blocks.append(table(words, _periods(words, each), narrow=True))
    more = len(report.trials) - _MOST_TRIALS
    if more > 0:
        blocks.append(par(words.count("and {n} earlier trial", "and {n} earlier trials", more)))
    return section(words.say("Trial record"), *blocks, key=TRIAL_KEY)


def _title(words: Wording, status: TrialStatus) -> str:
    first, last = words.day_said(status.trial.design.starts), words.day_said(status.trial.design.last_day)
    return words.say("Trial {name}, {first} to {last}", name=status.trial.name, first=first, last=last)


def _items(words: Wording, report: Report, record: TrialRecord, *, latest: bool) -> Table:
    """Item, what it asks for, what the record holds."""
    status = record.status
    rows = [
        *_plan(words, status),
        *_order(words, record),
        *_course(words, status),
        *_results(words, report, record, latest=latest),
    ]
    head = (words.say("Item"), words.say("Asks for"), words.say("What the record holds"))
    return Table(words.say("CENT 2015 items; what is not listed was not recorded"), head, tuple(rows))


def _plan(words: Wording, status: TrialStatus) -> list[tuple[str, str, str]]:
    """What was fixed before the start."""
    design = status.trial.design
    design_says = words.say(
        "{periods} periods of {days} days in {blocks} blocks, each with every level once; no days between are left "
        "out.", periods=design.periods, days=design.period_d, blocks=design.blocks,
    )  # fmt: skip
    levels = words.listed([words.say(each) for each in design.levels])
    amount = words.say(
        "{levels}, of {product}: {n} capsules a day, {grams} g in one at the usual level.", levels=levels,
        product=design.product, n=design.capsules_a_day, grams=words.number(design.capsule_g, 2),
    )  # fmt: skip
    outcome = words.say(
        "“{outcome}”, every score; less may be worse by {margin} and still does as well.",
        outcome=design.outcome, margin=points(words, design.margin_nrs, 0.1),
    )  # fmt: skip
    planned = words.date((status.trial.planned_s + status.trial.periods[0].offset_min * 60) // DAY_S)
    return [
        ("1, 2", words.say("kind and aim"), words.say("N-of-1 trial of one person: does less do as well?")),
        ("3a", words.say("design"), design_says),
        ("3b", words.say("changes after the start"), words.say("Rows are added to the diary and never rewritten.")),
        ("4, 15", words.say("the person at the start"), words.say("See “Other medicines”, and the first 30 days.")),
        ("5", words.say("what was compared"), amount),
        ("6", words.say("outcome and margin"), outcome),
        ("7", words.say("length"), words.say("{n} days, fixed on {day}.", n=design.days, day=planned)),
    ]


def _order(words: Wording, record: TrialRecord) -> list[tuple[str, str, str]]:
    """How the order was drawn, hidden and kept."""
    status, trial = record.status, record.status.trial
    seed = "Seed chosen by hand: a rehearsal that hides nothing." if trial.seed_by_hand else "Seed from the machine."
    order = words.say("Sealed until the reveal.")
    if record.revealed:
        order = words.say("{order}.", order=", ".join(words.say(each.name) for each in trial.periods))
    opened = words.count(
        "A code was opened in an emergency {n} time.", "A code was opened in an emergency {n} times.",
        status.emergency_reveals,
    )  # fmt: skip
    return [
        ("8", words.say("how the order was drawn"), f"{trial.algorithm}. {words.say(seed)}"),
        ("8c", words.say("the order"), order),
        ("9, 10", words.say("concealment"), words.say("SHA-256 of schedule and nonce: {hash}", hash=trial.commitment)),
        ("11", words.say("masking"), f"{_masking(words, status)} {opened if status.emergency_reveals else ''}".strip()),
    ]


def _masking(words: Wording, status: TrialStatus) -> str:
    if status.masking is None:
        return words.say(
            "Guesses so far: {n} of {all}; whether they are right shows after the reveal.",
            n=len(status.guesses), all=status.trial.design.periods,
        )  # fmt: skip
    said = {True: "By the guesses it held.", False: "By the guesses it did not hold.", None: "Too few guesses to say."}
    both = status.masking.both
    if both is None:
        return words.say(said[status.masking.held])
    low, high = (words.number(each, 2) for each in both.interval_95)
    index = words.say("Blinding index {index} ({low} to {high}), {n} guesses.", index=words.number(both.index, 2),
                      low=low, high=high, n=both.n)  # fmt: skip
    return f"{words.say(said[status.masking.held])} {index}"


def _course(words: Wording, status: TrialStatus) -> list[tuple[str, str, str]]:
    """How it went."""
    taken, ending = status.taken, status.ending
    went = words.say(_STATES[status.state])
    if ending is not None:
        went = f"{went} {words.say(ending.why)}"
    capsules = words.say(
        "Capsules: {taken} written down of {assigned}.", taken=words.number(taken.taken, 1),
        assigned=words.number(taken.assigned, 1),
    )  # fmt: skip
    counted = [capsules]
    if taken.silent_days:
        counted.append(words.count("{n} day without an entry.", "{n} days without an entry.", taken.silent_days))
    if taken.other_doses:
        counted.append(words.count(
            "{n} dose of kratom beside the capsules.", "{n} doses of kratom beside the capsules.", taken.other_doses
        ))  # fmt: skip
    evening = words.count(
        "{n} answer to the evening questions.", "{n} answers to the evening questions.", status.answers
    )
    bad = words.say("At least one of them was bad.") if status.worst_bad else ""
    not_by_arm = words.say("They are not counted by level.")
    return [
        ("13, 14", words.say("how it went, stops"), went),
        ("16", words.say("what it rests on"), " ".join(counted)),
        ("19", words.say("harms"), " ".join(each for each in (evening, bad, not_by_arm) if each)),
    ]


def _results(words: Wording, report: Report, record: TrialRecord, *, latest: bool) -> list[tuple[str, str, str]]:
    """What came of it: only after the reveal."""
    if not record.revealed:
        return [("17", words.say("results"), words.say("Nothing is shown before the reveal."))]
    effect = report.effect
    less = next((each for each in effect.contrasts if each.name == "one_step_less"), None)
    rows = []
    if latest and less is not None and not effect.withheld:
        grade = effect_sentences.grade_says(words, less.grade)
        answer = effect_sentences.contrast_answer(words, effect, less)
        rows.append(("17", words.say("effect with interval"), f"{answer} ({grade})"))
    test = record.status.permutation
    if isinstance(test, NotAssessed):
        rows.append(
            ("18", words.say("check without a model"), words.say("Not assessed. {why}", why=words.say(test.why)))
        )
    elif test is not None:
        rows.append(("18", words.say("check without a model"), words.say(
            "Scores on the lowest level lie {difference} from those on the highest. Of {n} orders that chance could "
            "have drawn, {share} % would look as much like “not worse by the margin”.",
            difference=_signed(words, test.difference), n=words.number(test.sequences),
            share=words.number(100 * test.p),
        )))  # fmt: skip
    method = words.say("See “How we worked this out, in numbers”.")
    rows.insert(0, ("12", words.say("analysis"), method))
    limits = words.say("See “How this could be wrong”.")
    return [
        *rows,
        ("20-22", words.say("limits"), limits),
        ("23-25", words.say("registration, funding"), words.say("none")),
    ]


def _signed(words: Wording, value: float) -> str:
    number = words.number(abs(value), 1)
    return number if number == words.number(0) else f"{chr(0x2212) if value < 0 else '+'}{number}"


def _periods(words: Wording, record: TrialRecord) -> Table:
    """A row a period: its days, what it was, its mean score."""
    rows = []
    for period, mean in zip(record.status.trial.periods, record.means, strict=True):
        first, last = ((at + period.offset_min * 60) // DAY_S for at in (period.start_s, period.end_s - 1))
        days = words.say("{first} to {last}", first=words.table_date(first), last=words.table_date(last))
        score = _DASH if mean is None else words.number(mean, 1)
        rows.append((words.number(period.number), days, words.say(period.name), score))
    head = tuple(words.say(each) for each in ("Period", "Days", "Level", "Mean score"))
    return Table(words.say("17a: results by period"), head, tuple(rows))
