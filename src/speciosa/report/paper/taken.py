"""What is taken: products, doses, grams and the mitragynine in them, then and now; and what else is taken."""

from __future__ import annotations

from dataclasses import replace

from speciosa.record import Kind
from speciosa.report import exposure_sentences, safety_sentences, sentences, tables
from speciosa.report.day_amounts import Amounts, DayAmounts
from speciosa.report.exposure_panel import Spread
from speciosa.report.middle import Middle
from speciosa.report.paper.blocks import Block, bullets, cut, elsewhere, fits, numbered, par, section, table
from speciosa.report.paper.room import Room
from speciosa.report.printed import half_of, stepped
from speciosa.report.report import Report
from speciosa.report.tables import Table
from speciosa.report.wording import Wording

KEY, MEDICINES_KEY = "taken", "medicines"
_DASH = "\u2013"
_READ_AS = 12  # signs more, for what a name was read as
_STEPS_MG = (100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.1)
RISES = frozenset({"doses_rising", "more_for_the_same"})
_LABEL, _VALUE = 4.0, 5.0  # how wide the columns of a day then and now are to each other
_COARSE_G = 5.0  # from so many grams on, halves are exact enough


def taken_first(report: Report, words: Wording, room: Room) -> Block:
    """The products that are taken most, and a day with them then and now."""
    doses = report.doses
    own = [each for each in doses.lines if each.kind is Kind.DOSE] if doses else []
    if doses is None or not own:
        none = words.say("No doses are written down. That is not the same as none taken.")
        return section(words.say("What is taken"), par(none))
    shown = tables.doses_table(words, replace(doses, lines=tuple(own[: room.products])))
    more = len(own) - room.products
    rest = words.count("and {n} more product", "and {n} more products", more) if more > 0 else ""
    return section(
        words.say("What is taken"),
        table(words, _whole(words, shown), longest=room.name),
        elsewhere(rest, KEY),
        _amounts(words, report.amounts) if report.amounts else None,
        par(_other_weeks(report, words), tone="soft"),
        par(exposure_sentences.basis_says(words, report.exposure) if report.exposure else ""),
    )


def _whole(words: Wording, found: Table) -> Table:
    """The table of products, with what it is about, and a number before a name that is hard to print."""
    rows = tuple((numbered(at, row[0]), *row[1:]) for at, row in enumerate(found.rows, 1))
    caption = words.say("Whole record. {what}", what=found.caption)
    return replace(found, caption=caption, rows=rows)


def _other_weeks(report: Report, words: Wording) -> str:
    """That a finding about a rise compares other weeks than the table does; empty where there is none, or no table."""
    risen = any(each.finding.code in RISES for each in report.findings)
    if not risen or report.amounts is None:
        return ""
    text = (
        "“What to look at” compares means of the last 4 weeks and of 4 earlier weeks, which need not be the first. "
        "Both can be right."
        if report.amounts.first
        else "“What to look at” gives means of 4 weeks; this table gives middle values of 30 days."
    )
    return words.say(text)


def _amounts(words: Wording, amounts: Amounts) -> Block | None:
    """The table with columns that share the room, so that a long word of another language runs into no number."""
    made = amounts_table(words, amounts)
    return table(words, made, fractions=(_LABEL, *[_VALUE] * (len(made.head) - 1)))


def amounts_table(words: Wording, amounts: Amounts) -> Table:
    """A day with kratom in the last 30 days, and in the first where they lie apart."""
    both = [each for each in (amounts.first, amounts.last) if each]
    names = (words.say("First 30 days"),) if amounts.first else ()
    last = words.say("Last 30 days")
    if not amounts.ends_now:
        last = words.say("Its last 30 days, up to {date}", date=words.table_date(amounts.last.last_day))
    rows = [
        (words.say("Doses"), *(_middle(words, each.doses, 0.5) for each in both)),
        (words.say("Grams"), *(_grams(words, each.grams) for each in both)),
        (words.say("Mitragynine, mg"), *(_mg(words, each.mitragynine_mg) for each in both)),
        (words.say("7-OH, mg"), *(_mg(words, each.hydroxy_mg) for each in both)),
        (words.say("Days with it"), *(_days(words, each) for each in both)),
    ]
    kept = tuple(row for row in rows if any(cell != _DASH for cell in row[1:]))
    caption = words.say("Middle value (middle half); of mg: mean (nine in ten answers)")
    return Table(caption, (words.say("A day with it"), *names, last), kept)


def medicines_first(report: Report, words: Wording, room: Room) -> Block:
    """What else is taken, those of late first, and of them those that are known."""
    every = list(enumerate(report.watch.screened.listed, 1))
    listed = sorted(every, key=lambda each: (not each[1].current, not each[1].meant))
    if not listed:
        none = words.say("None is written down. That is not the same as none taken.")
        return section(words.say("Other medicines"), par(none))
    told = [(at, each, safety_sentences.listed_says(words, each)) for at, each in listed[: room.medicines]]
    longest = room.name + _READ_AS
    named = [_short_name(words, at, each.written, said, longest) for at, each, said in told]
    short = any(numbered(at, said) != shown for (at, _, said), shown in zip(told, named, strict=True))
    more = len(listed) - len(named)
    rest = words.count("and {n} more", "and {n} more", more) if more else words.say("In full") if short else ""
    return section(words.say("Other medicines"), bullets(named), elsewhere(rest, MEDICINES_KEY))


def _short_name(words: Wording, at: int, written: str, said: str, longest: int) -> str:
    """What a name was read as where there is room for all of that; else the name; else that it can't be printed."""
    if fits(whole := numbered(at, said), longest):
        return whole
    if fits(name := numbered(at, written), longest):
        return name
    if numbered(at, written) == written:
        return cut(written, longest)
    return words.say("({n}) a name in letters that this paper can't print", n=at)


def taken_pages(report: Report, words: Wording) -> Block | None:
    """Every product, each day's state, and the reasons that were given."""
    doses = report.doses
    if doses is None or not doses.lines:
        return None
    both = doses.days_both
    says = words.count(
        "{n} day has both a dose and “none”; it counts as a day with a dose.",
        "{n} days have both a dose and “none”; they count as days with a dose.",
        both,
    )
    own = replace(doses, lines=tuple(each for each in doses.lines if each.kind is Kind.DOSE))
    return section(
        words.say("What was taken"),
        table(words, _whole(words, tables.doses_table(words, own))),
        par(sentences.doses_says(words, doses)),
        par(sentences.reasons_says(words, doses), sentences.missing_says(words, doses), says if both else ""),
        key=KEY,
    )


def medicines_pages(report: Report, words: Wording) -> Block | None:
    """Everything else, as it was read, and how often it was written down."""
    listed = report.watch.screened.listed
    if not listed:
        return None
    doses = report.doses
    own = tuple(each for each in doses.lines if each.kind is Kind.MEDICINE) if doses else ()
    return section(
        words.say("What else is taken, as it was read here"),
        bullets([numbered(at, safety_sentences.listed_says(words, each)) for at, each in enumerate(listed, 1)]),
        table(words, tables.doses_table(words, replace(doses, lines=own))) if doses and own else None,
        key=MEDICINES_KEY,
    )


def _middle(words: Wording, middle: Middle, step: float) -> str:
    """``3 (2 to 4)``."""
    value, half = stepped(words, middle.median, step), half_of(words, middle, step)
    return words.say("{when} ({half})", when=value, half=half) if half and half != value else value


def _grams(words: Wording, middle: Middle | None) -> str:
    return _DASH if middle is None else _middle(words, middle, 0.5 if middle.median >= _COARSE_G else 0.1)


def _mg(words: Wording, spread: Spread | None) -> str:
    """As many digits as the band earns."""
    if spread is None:
        return _DASH
    step = next((each for each in _STEPS_MG if each <= (spread.high - spread.low) / 8), _STEPS_MG[-1])
    low, middle, high = (stepped(words, each, step) for each in spread)
    return words.say("about {value} ({low} to {high})", value=middle, low=low, high=high)


def _days(words: Wording, found: DayAmounts) -> str:
    whole = words.number(found.last_day - found.first_day + 1)
    return words.say("{part} of {whole}", part=words.number(found.days), whole=whole)
