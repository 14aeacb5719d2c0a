"""What is said of the skin, on the page and in the terminal. A photo names no cause; nothing found is not all well."""

from __future__ import annotations

from speciosa.knowledge import Act
from speciosa.report.skin_caveats import caveats_say, dechallenge_says, refused_says, tone_says
from speciosa.report.skin_numbers import facts_of, tenths
from speciosa.report.skin_panel import Panel, Says
from speciosa.report.skin_section import Skin
from speciosa.report.skin_signs import ShownSign
from speciosa.report.wording import Wording
from speciosa.skin import series

__all__ = [
    "act_says",
    "asked_say",
    "care_says",
    "cause_says",
    "causes_short",
    "caveats_say",
    "dechallenge_says",
    "facts_of",
    "lead_says",
    "more_says",
    "next_says",
    "refused_says",
    "short_says",
    "state_says",
    "tone_says",
]

Kind = series.ChangeKind
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_NAMED = 3


def sign_says(words: Wording, sign: ShownSign, *, on_paper: bool = False) -> str:
    """What was written down or answered that means yes to a question of a session, and what to do."""
    asks, act, date = words.say(sign.asks), act_says(words, sign.act), words.date(sign.day)
    if on_paper:
        return words.say("Recorded on {date}, read as a yes to “{asks}” {act}", date=date, asks=asks, act=act)
    return words.say("What you wrote on {date} counts as a yes: {asks} {act}", date=date, asks=asks, act=act)


def short_says(words: Wording, skin: Skin) -> str:
    """The whole section in one line, for the top of the page: what should be looked at soonest."""
    if skin.signs:
        return sign_says(words, skin.signs[0])
    if not skin.panels:
        return words.say("We can't say yet: no photo has a colour so far.")
    first = skin.panels[0]
    if first.says is Says.NOTHING and any(each.says is not Says.NOTHING for each in skin.panels):
        return words.say("No colour change where we could look. Not every place could be looked at.")
    said = {
        Says.TOO_FEW: "We can't say yet.",
        Says.NOT_ASSESSED: "Not looked at: a change would be missed too often.",
        Says.NOTHING: "No colour change in this window. Moles and other skin were not looked at.",
    }
    if first.says in said:
        return words.say(said[first.says])
    if first.course.kind is Kind.DIFFUSE:
        return words.say("Darker where the sun doesn't reach, too. See a doctor.")
    if first.says is Says.WATCH:
        return words.say("{site}: one to watch, take the next photo.", site=first.label)
    return words.say("{site}: {change}", site=first.label, change=_change(words, first))


def lead_says(words: Wording) -> str:
    """What the section is, and what it is not."""
    return words.say(
        "This compares the colour of your skin, in the window of the card, with how it was in your first photos. "
        "A photo shows a colour. It can't show what made it. All windows are shown as in one and the same daylight; "
        "pale parts of them are no plain skin and were left out."
    )


def state_says(words: Wording, panel: Panel) -> str:
    """The answer for one site, in the words of the house."""
    kind = panel.course.kind
    if panel.says is Says.TOO_FEW:
        one, many = (
            "We can't say yet. There is {n} session of this place; your own usual spread takes more.",
            ("We can't say yet. There are {n} sessions of this place; your own usual spread takes more."),
        )
        return words.count(one, many, len(panel.days))
    if panel.says is Says.NOT_ASSESSED:
        return words.say(
            "Not looked at, because with these photos, at this skin's tone, a clear change would be missed more often "
            "than found: {share} are found within 12 weeks.", share=tenths(words, panel.course.power or 0.0),
        )  # fmt: skip
    if panel.says is Says.NOTHING:
        return words.say("No colour change in this window. Moles and other skin were not looked at.")
    said = [_change(words, panel)]
    if kind is Kind.DIFFUSE:
        said.append(words.say("See a doctor; today if you are also very tired, dizzy, losing weight or vomiting."))
    elif panel.says is Says.LASTING and kind is Kind.UNCLEAR and not panel.tint:
        said.append(words.say("If you were not in the sun more than before, ask for a visit this week."))
    elif panel.says is Says.LASTING and kind is not Kind.LIGHTER:
        said.append(words.say("A skin doctor should look at it: ask for a visit this week."))
    return " ".join(said)


def _change(words: Wording, panel: Panel) -> str:
    """How the colour differs, and for how long."""
    kind = panel.course.kind
    if kind is Kind.SUN_LIKE:
        return words.say("Darker than in {month}, in the way a tan is.", month=words.full_month(panel.days[0]))
    if kind is Kind.DIFFUSE or (panel.tint and kind is Kind.UNCLEAR):
        return _elsewhere(words, panel)
    if panel.says is Says.WATCH:
        text = {
            Kind.DERMAL: "Darker and greyer than your usual spread in the latest session: one to watch.",
            Kind.LIGHTER: "Lighter than your usual spread in the latest session: one to watch.",
            Kind.UNCLEAR: "Darker than your usual spread in the latest session: one to watch.",
        }.get(kind, "Beyond your usual spread in the latest session: one to watch.")
        return words.say(text)
    text = {
        Kind.DERMAL: "Darker and greyer than your usual spread for {weeks}",
        Kind.LIGHTER: "Lighter than your usual spread for {weeks}",
        Kind.UNCLEAR: "Darker than your usual spread for {weeks}, and these photos can't tell if in the way a tan is",
    }.get(kind, "Beyond your usual spread for {weeks}")
    weeks = words.count("{n} week", "{n} weeks", max(1, panel.weeks or 0))
    said = words.say(text, weeks=weeks)
    if kind is Kind.DERMAL and panel.cover_spared:
        return words.say("{change}, on the sunny side only.", change=said)
    return words.say("{change}.", change=said)


def _elsewhere(words: Wording, panel: Panel) -> str:
    """A change all over, or one that is yellow or red: no tan, and nothing that these charts look for."""
    tints = {"yellow": "Yellower", "red": "Redder"}
    how = words.say(tints.get(panel.tint, "Darker"))
    if panel.course.kind is Kind.UNCLEAR:
        said = words.say("{how} than in your first photos, not in the way a tan is.", how=how)
    elif panel.course.covered:
        said = words.say("{how} where the sun doesn't reach, too.", how=how)
    else:
        said = words.say("{how} here and where the sun doesn't reach.", how=how)
    if panel.tint == "yellow":
        eyes = words.say("If the whites of your eyes are yellow, too, see a doctor today.")
        said = words.say("{first} {second}", first=said, second=eyes)
    return said


def causes_short(words: Wording, skin: Skin, panel: Panel) -> str:
    """That it can have several causes, kratom among them, and those that go with something in the diary."""
    causes = skin.causes.get(panel.course.site)
    if causes is None or panel.course.kind is Kind.LIGHTER or panel.says is Says.SUN_LIKE:
        return ""
    if not causes.listed:
        return words.say("This can have several causes.")
    said = [words.say("This can have several causes: other medicines, illnesses, sun.")]
    if causes.reported:
        said = [words.say("This can have several causes. Kratom is one; some medicines and illnesses are others.")]
    taken = ", ".join(dict.fromkeys(each.taken for each in causes.listed[:_MOST_NAMED] if each.taken))
    if taken:
        said.append(words.say("Of what you wrote down, {medicines} can be one, too.", medicines=taken))
    return " ".join(said)


def more_says(words: Wording, panel: Panel) -> str:
    """What the answer rests on, or doesn't: a sentence or two under it."""
    said = []
    if panel.says is Says.SUN_LIKE:
        text = "Other causes can look like it, too. If you were not in the sun, show it to a doctor."
        if panel.course.covered:
            text = "Other causes can look like it, too. If no sun reached this place, show it to a doctor."
        said.append(words.say(text))
    elif panel.says is Says.WATCH:
        said += _watch_say(words, panel)
    elif panel.says is Says.LASTING:
        said += _lasting_say(words, panel)
    elif panel.says is Says.NOTHING:
        said += _nothing_says(words, panel)
    if panel.setups:
        said.append(
            words.say("Card, phone or lamp changed in between; a small difference of the pictures may be that.")
        )
    if panel.old_d is not None:
        one, many = (
            "The last photo is {n} day old: this is about then.",
            "The last photo is {n} days old: this is about then.",
        )
        said.append(words.count(one, many, panel.old_d))
    return " ".join(said)


def _nothing_says(words: Wording, panel: Panel) -> list[str]:
    """Under "no change": what that rests on, and where nobody looked."""
    chart = panel.course.chart
    if chart is not None and len(chart.score) and chart.score[-1] > chart.limit[-1]:
        said = [
            words.say("Your latest photos stand out from those before, and one session never counts: take them again.")
        ]
    else:
        said = [words.say("Your photos differ a little from each other; this is no more than that.")]
    if panel.course.covered and panel.alone:
        said.append(words.say(
            "Only a covered place was followed. The darkening that was reported with kratom lay where the sun reaches."
        ))  # fmt: skip
    return said


def _watch_say(words: Wording, panel: Panel) -> list[str]:
    """Of a change that does not last yet."""
    if panel.course.kind is Kind.DIFFUSE:
        return [words.say("It isn't sure yet that it stays. Take the next photo, but don't wait for it.")]
    said = [words.say("It isn't sure yet that it stays, so take the next photo.")]
    if panel.course.kind is Kind.UNCLEAR:
        said.append(words.say("It could be sun, and it could be something else: the photos can't tell."))
    return said


def _lasting_say(words: Wording, panel: Panel) -> list[str]:
    """Of a change that lasts: since when, and what it can't be told from."""
    said, kind = [], panel.course.kind
    if panel.since_day is not None:
        text = "Since {date} the line has been beyond what chance alone does. A single photo never counts."
        said.append(words.say(text, date=words.date(panel.since_day)))
    if kind is Kind.DERMAL and not panel.control:
        said.append(words.say("No covered place was compared, so nobody can say if it is on the sunny side only."))
    if kind is Kind.LIGHTER:
        said.append(words.say("A tan that goes looks like that, too. A light patch with an edge is for a doctor."))
    return said


def next_says(words: Wording, skin: Skin, panel: Panel) -> str:
    """``Next photo: Sunday, 8 March 2026.``"""
    if panel.next_day <= skin.today:
        return words.say("Next photo: today, or when it suits you.")
    weekday = words.say(_WEEKDAYS[(panel.next_day + 3) % 7])  # day 0 was a Thursday
    return words.say("Next photo: {weekday}, {date}.", weekday=weekday, date=words.date(panel.next_day))


def act_says(words: Wording, act: Act) -> str:
    """What to do about a sign."""
    said = {
        Act.CALL_EMERGENCY: "Call your emergency number now. Don't wait for this page.",
        Act.TODAY: "See somebody today.", Act.THIS_WEEK: "Ask for a visit this week.",
        Act.NEXT_VISIT: "Bring it up at your next visit.",
    }  # fmt: skip
    return words.say(said[act])


def cause_says(words: Wording, skin: Skin, panel: Panel) -> list[tuple[str, str, tuple[str, ...]]]:
    """What this could be, a row a cause: its name, what a professional looks at, and its sources."""
    causes = skin.causes.get(panel.course.site)
    rows = []
    for each in causes.listed if causes else ():
        parts = (
            ("Where: {what}.", each.sites), ("Colour: {what}.", each.colour),
            ("What tells it apart: {what}.", each.tells_apart),
        )  # fmt: skip
        said = [words.say(text, what=words.say(what).rstrip(".")) for text, what in parts if what]
        if each.taken:
            said.insert(0, words.say("You wrote down {medicine}.", medicine=each.taken))
        rows.append((words.say(each.title), " ".join(said), each.sources))
    if causes and causes.reported:
        why = words.say(
            "A few people who took it for years were reported with grey-blue skin where the sun reaches. "
            "That doesn't mean that yours comes from it."
        )
        rows.append((words.say("Kratom"), why, causes.reported))
    return rows


def asked_say(words: Wording, skin: Skin) -> list[str]:
    """What only the person can answer, with the place where it is about one."""
    said = []
    for site, asks in skin.asked:
        said.append(words.say("{site}: {why}", site=site, why=words.say(asks)) if site else words.say(asks))
    return said


def care_says(words: Wording, skin: Skin) -> str:
    """Where a change or a stop may make somebody stop, or start again: how to do neither suddenly."""
    stopping = words.say(
        "If you take kratom most days, don't stop suddenly. Talk to somebody first: a doctor or a pharmacist."
    )
    again = words.say("Your old dose can be too much now.")
    if skin.dechallenge:
        return words.say("After a break: {again}", again=again)
    changed = any(each.changed and each.course.kind is not Kind.LIGHTER for each in skin.panels)
    return stopping if changed else ""
