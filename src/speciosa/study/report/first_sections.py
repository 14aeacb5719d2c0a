"""What was asked with the answers in short, and who took part."""

from __future__ import annotations

from speciosa.report.tables import Table
from speciosa.report.wording import Wording
from speciosa.study.pooled import Answered, Less, Shown, Slope, Spread, StudyAnswers
from speciosa.study.report.blocks import Asks, Block, Figure, Numbers, Par, Section
from speciosa.study.report.flow_picture import Box, flow_svg
from speciosa.study.report.sentences import (
    GRADES,
    count_says,
    grade_says,
    less_says,
    mean_says,
    people_says,
    share_says,
    slope_says,
)

_GOES_WITH = "observational: it goes with exposure, whatever the reason"
_STEPS = {
    "registered": "Registered", "consented": "Consented", "allocated": "Given an order by chance", "began": "Began",
    "completed": "Completed", "records": "Records worked on", "analysed": "In the mean effect",
}  # fmt: skip


def asked(words: Wording, answers: StudyAnswers, *, sure: float) -> Section:
    """The questions of the study, each with its answer in short."""
    say, effect = words.say, answers.effect
    why = "Not assessed. {why}"
    grade = grade_says(words, effect) if isinstance(effect, Answered) else ""
    label = words.within(say(answers.outcome.label))
    rows = [(say("Does it help with {label}?", label=label), mean_says(words, answers, effect), grade)]
    less = answers.less
    rows.append((
        say("Does a quarter less do as well?"), less_says(words, less, sure=sure),
        grade_says(words, less.answered) if isinstance(less, Less) else "",
    ))  # fmt: skip
    spread = answers.spread
    text = "Better by as much as people notice: {better}. Worse by as much: {worse}."
    differs = (
        say(text, better=share_says(words, spread.better), worse=share_says(words, spread.worse))
        if isinstance(spread, Spread)
        else say(why, why=say(spread.why))
    )
    rows.append((say("Do people differ?"), differs, grade if isinstance(spread, Spread) else ""))
    rows.append((say("Do side effects go with exposure?"), _side_effects(words, answers), say(_GOES_WITH)))
    skin = answers.skin
    seen = (
        say(
            "For every 10 g of mitragynine taken, skin differs by {slope} more (delta E).",
            slope=slope_says(words, skin),
        )
        if isinstance(skin, Slope)
        else say(why, why=say(skin.why))
    )
    rows.append(
        (say("Does skin change with what was taken?"), seen, say(_GOES_WITH) if isinstance(skin, Slope) else "")
    )
    return Section("asked", say("What was asked, and the answers in short"), (Asks(tuple(rows)),))


def took_part(words: Wording, answers: StudyAnswers) -> Section:
    """The flow of people, and what kind of evidence each brought."""
    say, flow = words.say, answers.flow
    rows = [(say(_STEPS[name]), count_says(words, count)) for name, count in flow.steps]
    withdrew = [(say("Withdrew: {why}", why=reason), count_says(words, count)) for reason, count in flow.withdrew]
    out = [
        (say("Left out: {why}", why=say(reason).rstrip(".")), count_says(words, count))
        for reason, count in flow.left_out
    ]
    names = [name for name, _ in flow.steps]
    cut = names.index("records")
    table = Table(
        say("People at each step"),
        (say("Step"), say("People")),
        (*rows[:cut], *withdrew, rows[cut], *out, *rows[cut + 1 :]),
    )
    boxes = _boxes(words, answers)
    title = say("From registering to the mean effect")
    says = _flow_says(words, answers)
    drawn = [flow_svg(boxes, name=f"flow{at}", title=title, says=says, wide=bool(at)) for at in (0, 1)]
    figure = Figure(title, says, drawn[0], drawn[1], (), Numbers(table, fractions=(3, 1)))
    grades = tuple((say(GRADES[grade.value]).capitalize(), count_says(words, count)) for grade, count in answers.grades)
    kinds = Table(say("People by the evidence behind their own number"), (say("Evidence"), say("People")), grades)
    blocks: list[Block] = [figure, Numbers(kinds, fractions=(3, 1))]
    planned, done = answers.periods or (0, 0)
    if planned:
        text = "Trials of one's own: {done} of {planned} planned periods were lived through."
        blocks.append(Par(say(text, done=words.number(done), planned=words.number(planned)), "soft"))
    if answers.released:
        text = (
            "So that nobody can be told from these pages, no count below {n} is shown, nor one from which it would "
            "follow, nor a number that rests on fewer than {people} people."
        )
        blocks.append(Par(say(text, n=answers.limit.cell, people=answers.limit.people), "soft"))
    return Section("people", say("Who took part"), tuple(blocks))


def _side_effects(words: Wording, answers: StudyAnswers) -> str:
    if not answers.side_effects:
        return words.say("Not assessed. Too few people's records can say.")
    clear = [each for each in answers.side_effects if each.clear]
    n = len(answers.side_effects)
    asked_of = words.count("{n} symptom was asked about.", "{n} symptoms were asked about.", n)
    if not clear:
        return words.say("None clearly does. {asked}", asked=asked_of)
    more, less = (
        words.listed([words.within(words.say(each.label)) for each in clear if (each.line.start.mean > 0) == oftener])
        for oftener in (True, False)
    )
    said = [words.say("Oftener with more exposure: {listed}.", listed=more)] if more else []
    said += [words.say("Less often with more exposure: {listed}.", listed=less)] if less else []
    return " ".join([*said, asked_of])


def _flow_says(words: Wording, answers: StudyAnswers) -> str:
    flow = answers.flow
    records, analysed = flow.step("records"), flow.step("analysed")
    if records is None or analysed is None:
        return ""
    if records.how is Shown.HIDDEN:
        return words.say("{people} are in the mean effect.", people=people_says(words, analysed))
    text = "Of {records} with a record, {analysed} are in the mean effect."
    return words.say(text, records=people_says(words, records), analysed=count_says(words, analysed))


def _boxes(words: Wording, answers: StudyAnswers) -> list[Box]:
    """Each step; who withdrew stands before the records, who was left out before the mean effect."""
    say, flow = words.say, answers.flow
    found = []
    for name, count in flow.steps:
        left: list[str] = []
        if name == "records" and flow.withdrew:
            left = [say("Withdrew: {n}", n=count_says(words, flow.withdrew_all))]
            left += [say("{why}: {n}", why=why, n=count_says(words, each)) for why, each in flow.withdrew]
        if name == "analysed" and flow.left_out:
            left = [say("Left out: {n}", n=count_says(words, flow.left_out_all))]
            left += [
                say("{why}: {n}", why=say(why).rstrip("."), n=count_says(words, each)) for why, each in flow.left_out
            ]
        found.append(Box(say("{step}: {n}", step=say(_STEPS[name]), n=count_says(words, count)), tuple(left)))
    return found
