"""What the reference pages about safety and other medicines show."""

from __future__ import annotations

from collections.abc import Mapping

from speciosa.knowledge.page_cells import code, number, read, sources, text
from speciosa.knowledge.page_columns import Page

_REVIEW = "How soon and what to do are our own choice; a clinician has yet to review them."
_EVIDENCE = (
    "Evidence: A controlled study in people, B register, C laboratory or animal, D case report, E mechanism only."
)
_CLAIMS = """Things that people say about kratom and lasting pain, one by one, and what we found when we looked.

- **supported**: studies or reports say so. That may be few people: see how many.
- **partly supported**: a part of it, or something near it, was seen; the rest was not.
- **unsupported**: we found nothing that shows it. It may be true or not; nobody can lean on it.
- **contradicted**: what was found speaks against it.

No line says that kratom is good or bad for *you*. A case report tells what happened to one person and never how often
it happens. "Read" says how far we read a source: often its summary alone. We may have overlooked studies, and new
ones can change every line. If you take kratom most days, nothing here is a reason to stop suddenly: talk to somebody
first."""
_FUNCTIONS = """What each part of speciosa is for, and what it must never be used for. None of it was cleared or
approved by any authority, as a medical device or otherwise.

A host who offers speciosa to others may switch parts off by their key; `safety` alone stays on. "From age" is in years:
under 18, by the year of birth in the record, the parts marked 18 say nothing.
[Purpose and limits](../../explanation/purpose-and-limits.md) says more."""
_SOURCED = (("Source", sources), ("Read", read()), ("Note", text("note")))

SAFETY_PAGES: Mapping[str, Page] = {
    "safety_rules": Page(
        "When to see somebody",
        f"{_REVIEW} A rule fires on symptoms that were written down, on a condition that is worked out, or on both.",
        (
            ("Key", code("key")),
            ("About", text("part")),
            ("Sign", text("title")),
            ("How soon", text("urgency")),
            ("What to do", read("act")),
            ("Whom", text("who")),
            ("Why", text("why")),
            ("What to say", text("say")),
            ("Set off by", text("symptoms")),
            ("At least", text("at_least")),
            ("Condition", read("trigger")),
            ("Days", text("for_d")),
            ("Then", read("then_act")),
            ("For days", text("then_d")),
            ("Silent where", text("unless")),
            ("Adds", text("adds")),
            ("n", text("n")),
            ("Version", text("version")),
            ("How soon: by", read("act_how_read")),
            *_SOURCED,
        ),
    ),
    "advice": Page(
        "What is said in several places",
        "The same words everywhere.",
        (("Key", code("key")), ("Belongs to", read("part")), ("Words", text("text")), *_SOURCED),
    ),
    "help_lines": Page(
        "How to reach help",
        "Guessed from the time zone where the person did not name a country, and said to be. Numbers change: the date "
        "says when somebody looked. A person can write their own into `person.toml`.",
        (
            ("Key", code("key")),
            ("Country", text("country")),
            ("Emergency", text("emergency")),
            ("Crisis line", text("crisis")),
            ("Poison information", text("poison")),
            ("Under 18", text("youth")),
            ("Not always open", text("hours")),
            ("Looked up", text("checked")),
            ("Time zones", text("zones")),
            *_SOURCED,
        ),
    ),
    "causality": Page(
        "Items of causality scales",
        "In our own words, with the published points. They are shown to professionals, as far as the record answers "
        "them, and never as a verdict.",
        (
            ("Key", code("key")),
            ("Scale", read("scale")),
            ("Item", read("item")),
            ("Asks", text("asks")),
            ("Answer", text("answer")),
            ("Points", text("points")),
            *_SOURCED,
        ),
    ),
    "who_umc": Page(
        "Criteria of the WHO-UMC categories",
        "In our own words; shown to professionals as met, not met or not known.",
        (
            ("Key", code("key")),
            ("Category", text("category")),
            ("Criterion", read("criterion")),
            ("Says", text("says")),
            *_SOURCED,
        ),
    ),
    "instrument_items": Page(
        "Questions that may be shown",
        "Only what a licence allows, with the notice that it asks for, or in our own words.",
        (
            ("Key", code("key")),
            ("Instrument", code("instrument")),
            ("Asks", text("asks")),
            ("Answers", text("answers")),
            ("Our own words", text("own_wording")),
            ("Notice", text("notice")),
            *_SOURCED,
        ),
    ),
    "claims": Page(
        "What the evidence says",
        _CLAIMS,
        (
            ("People say", text("claim")),
            ("What the evidence says", text("verdict")),
            ("Why", text("why")),
            ("What we do about it", text("consequence")),
            ("People studied", text("n")),
            *_SOURCED,
            ("Key", code("key")),
        ),
    ),
    "functions": Page(
        "What each function is for",
        _FUNCTIONS,
        (
            ("Function", text("title")),
            ("For", text("purpose")),
            ("Never for", text("never")),
            ("From age", text("from_age")),
            ("Key", code("key")),
        ),
    ),
    "medicines": Page(
        "Names of other medicines",
        "Names and brands as people write them; a pharmacist has yet to review the list. A name that is not here is "
        "listed as not assessed.",
        (
            ("Name", code("name")),
            ("Also written", text("aliases")),
            ("Mixture of", text("parts")),
            ("Kind", text("kind")),
            ("Note", text("note")),
        ),
    ),
    "medicine_groups": Page(
        "Groups of medicines",
        "Each member was looked up in the row's source. A medicine that is in no group was not assessed for it.",
        (
            ("Key", code("key")),
            ("Group", code("group")),
            ("In plain words", text("what")),
            ("Members", text("members")),
            *_SOURCED,
        ),
    ),
    "interactions": Page(
        "Other medicines and kratom",
        f"{_REVIEW} A medicine that is in none of these groups was not assessed. {_EVIDENCE}",
        (
            ("Key", code("key")),
            ("For the person", text("title")),
            ("Groups", text("groups")),
            ("Of", text("of")),
            ("How", text("mechanism")),
            ("Direction", text("direction")),
            ("Number", number),
            ("Size", text("size")),
            ("Evidence", text("evidence")),
            ("How soon", text("urgency")),
            ("Now with", text("now_with")),
            ("At least", text("now_at_least")),
            ("In plain words", text("plain")),
            ("What to say", text("say")),
            ("On taking less", text("on_stopping")),
            ("n", text("n")),
            *_SOURCED,
        ),
    ),
    "conditions": Page(
        "Illnesses and kratom",
        f"{_REVIEW} {_EVIDENCE}",
        (
            ("Key", code("key")),
            ("For the person", text("title")),
            ("Recognised by", text("words")),
            ("Evidence", text("evidence")),
            ("How soon", text("urgency")),
            ("In plain words", text("plain")),
            ("What to say", text("say")),
            ("n", text("n")),
            *_SOURCED,
        ),
    ),
}
