"""What a protocol says: the items of SPIRIT 2013, and what trials in single people add to it, as questions of ours.

SPENT 2019 is the extension of SPIRIT 2013 for trials in single people: 14 items of its own and more to say on eight
others. The numbers are SPIRIT's; ``n1`` to ``n7`` are ours, for what a trial in single people has to settle. Which of
its items SPENT numbers how was not read on its own page, so no number of SPENT is claimed here.
"""

from __future__ import annotations

from typing import NamedTuple

SOURCES = ("spent2019", "spirit2013")
"""Keys of the bibliography."""


class Item(NamedTuple):
    """A question. `key`: SPIRIT's number, or ours. `part`: where it stands. `required`: never left out."""

    key: str
    part: str
    title: str
    asks: str
    required: bool = True


_ABOUT, _WHY, _WHO_WHAT, _ASSIGN, _DATA, _WATCH, _ETHICS, _MORE = (
    "About the study", "Why", "Who takes part, and what happens", "Who gets what, and who knows",
    "Data and analysis", "Watching over it", "Ethics and sharing", "Papers that belong to it",
)  # fmt: skip

ITEMS: tuple[Item, ...] = (
    Item("1", _ABOUT, "Title", "What is tried, in whom, and that it is a series of trials in single people?"),
    Item("2a", _ABOUT, "Registry", "Where is it registered, under which number? If nowhere yet: where will it be?"),
    Item("2b", _ABOUT, "Registry entries", "Where do the entries that registries ask for stand?", required=False),
    Item("3", _ABOUT, "Version", "What does this version go back to: a date, a number of your own?", required=False),
    Item("4", _ABOUT, "Money", "Who pays, with money, goods or help?"),
    Item("5a", _ABOUT, "Authors", "Who wrote this protocol, from where, and what did each do?"),
    Item("5b", _ABOUT, "Sponsor", "Who is the sponsor, and how are they reached?"),
    Item("5c", _ABOUT, "Say of the sponsor", "What may the sponsor and those who pay decide, and what not?"),
    Item("5d", _ABOUT, "Groups", "Which groups oversee the study, and what does each do?", required=False),
    Item("6a", _WHY, "Reasons", "Which question is asked, and what is known of good and harm from earlier studies?"),
    Item("6b", _WHY, "What it is compared with", "Why are these levels compared, and no others?"),
    Item("n1", _WHY, "Why in single people", "Why does a trial in single people fit: is the state steady, does what "
         "is tried act and fade within a period?"),
    Item("7", _WHY, "Aims", "Which question is answered for each person, and which for all of them together?"),
    Item("8", _WHY, "Kind of trial", "Is it to show that less does as well, or something else, and how are "
         "people given an order?"),
    Item("9", _WHO_WHAT, "Places", "Where does it take place, and where is the list of places?"),
    Item("10", _WHO_WHAT, "Who can take part", "Who can, and who can't? What have those to show who look after them?"),
    Item("11a", _WHO_WHAT, "What people take", "What is taken at each level, how much, when, and who makes it?"),
    Item("n2", _WHO_WHAT, "Periods", "How many periods, of how many days, in which kind of order? Why so many?"),
    Item("n3", _WHO_WHAT, "Before it starts, and in between", "What comes before the first period? What is done "
         "about what is left over from the period before?"),
    Item("11b", _WHO_WHAT, "Change and stop", "When does one person's level go back, and when does their trial end?"),
    Item("11c", _WHO_WHAT, "Taken as planned", "How is it helped and measured that capsules are taken as planned?"),
    Item("11d", _WHO_WHAT, "Other care", "Which other medicines and care are allowed, and which are not?"),
    Item("12", _WHO_WHAT, "Outcomes", "What is measured, how, when, and which one answers the question?"),
    Item("13", _WHO_WHAT, "Time line", "What happens when, from joining to the last contact?"),
    Item("n4", _WHO_WHAT, "After the trial", "What does each person learn of their own result, who talks it over "
         "with them, and what happens then?"),
    Item("14", _WHO_WHAT, "How many", "How many people and how many periods each, and from what was that worked out?"),
    Item("15", _WHO_WHAT, "Finding people", "How are enough people found?"),
    Item("16a", _ASSIGN, "Order by chance", "How is each person's order drawn, and within which limits?"),
    Item("16b", _ASSIGN, "Concealment", "How is it kept from everybody who could act on it, until it is needed?"),
    Item("16c", _ASSIGN, "Who does it", "Who draws the order, who lets people in, who hands it out?"),
    Item("17a", _ASSIGN, "Masking", "Who does not know the level, and how is that kept up? How are guesses asked for?"),
    Item("17b", _ASSIGN, "Unmasking one person", "When may one person's level be opened, by whom, and how?"),
    Item("18a", _DATA, "Collecting", "How is each thing measured and entered, with which forms?"),
    Item("18b", _DATA, "Staying", "How are people helped to stay? What is still asked of those who stop?"),
    Item("19", _DATA, "Keeping data", "How are entries kept, checked and corrected?"),
    Item("20a", _DATA, "Analysis", "How is the main outcome analysed, for each person and for all together?"),
    Item("n5", _DATA, "Carry-over and time", "How does the analysis deal with what is left over, with drift over "
         "time, and with days that resemble each other?"),
    Item("n6", _DATA, "Putting people together", "How are the single results put together, and how is it told how "
         "much people differ?"),
    Item("20b", _DATA, "Further analyses", "Which groups and which adjusted analyses are planned?", required=False),
    Item("20c", _DATA, "Who is counted", "Who is analysed, also of those who did not follow it; what about gaps?"),
    Item("21a", _WATCH, "Monitoring group", "Who watches the data, to whom do they report, are they independent?"),
    Item("21b", _WATCH, "Looks in between", "When is looked at results, by whom, and who decides to stop?"),
    Item("n7", _WATCH, "Stopping for one person", "Which signs end one person's trial at once, and who sees them?"),
    Item("22", _WATCH, "Harm", "How is harm asked for, judged, reported and acted on?"),
    Item("23", _WATCH, "Audit", "How often is the conduct of the study checked, and by whom?", required=False),
    Item("24", _ETHICS, "Ethics approval", "Who is asked for approval?"),
    Item("25", _ETHICS, "Amendments", "How are changes to this protocol told, and to whom?"),
    Item("26a", _ETHICS, "Consent", "Who asks for consent, and how?"),
    Item("26b", _ETHICS, "Consent to more", "What is asked for beside it: photos, sending to a pool, later contact?",
         required=False),
    Item("27", _ETHICS, "Confidence", "How is what people write kept from others, before, during and after?"),
    Item("28", _ETHICS, "Interests", "Which interests do those have who lead the study?"),
    Item("29", _ETHICS, "Access", "Who can get at the final data, and what limits that?"),
    Item("30", _ETHICS, "Care afterwards", "What care is there afterwards, and what if somebody was harmed?"),
    Item("31a", _ETHICS, "Telling results", "How do those who took part and others learn of the results?"),
    Item("31b", _ETHICS, "Authorship", "Who is an author, and is a paid writer used?", required=False),
    Item("31c", _ETHICS, "Sharing", "Will protocol, data and code be open to others?", required=False),
    Item("32", _MORE, "Consent texts", "Anything to say on the consent texts, which stand in the study itself?",
         required=False),
    Item("33", _MORE, "Samples", "Are samples taken, and how are they kept?", required=False),
)  # fmt: skip
"""Every question, in the order of the protocol."""


def missing_in(answers: dict[str, str]) -> list[Item]:
    """The required items that have no answer."""
    return [each for each in ITEMS if each.required and not answers.get(each.key, "").strip()]
