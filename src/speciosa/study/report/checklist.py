"""The items of CENT 2015 in a few words each, and the section of the report that answers it."""

from __future__ import annotations

NOT_HERE = "not in these data"
SPEAKS = "the protocol says"

ITEMS = (
    ("1a", "Called a series of N-of-1 trials in the title", "asked"),
    ("1b", "Summary", "asked"),
    ("2a", "Background, and why trials of one's own", SPEAKS),
    ("2b", "Objectives", "asked"),
    ("3a", "Design: periods and their length", SPEAKS),
    ("3b", "Changes after the start", NOT_HERE),
    ("4a", "Who could take part", SPEAKS),
    ("4b", "Settings", NOT_HERE),
    ("4c", "Whether it is research, and ethics approval", NOT_HERE),
    ("5", "What was taken in each period", "levels"),
    ("6a", "Outcomes", "answer"),
    ("6b", "Changes of outcomes", NOT_HERE),
    ("6c", "Whether the measurement is valid and reliable", NOT_HERE),
    ("7a", "Number of people", "people"),
    ("7b", "Looks before the end, and stopping rules", SPEAKS),
    ("8a, 8b, 8c", "How the order was made, restrictions, full order", SPEAKS),
    ("9", "How the order was kept hidden", SPEAKS),
    ("10", "Who made the order, enrolled and assigned", NOT_HERE),
    ("11a, 11b", "Who did not know, and how alike capsules were", "people"),
    ("12a", "Statistics of one person", "methods"),
    ("12b", "Statistics over people, differences between them", "methods"),
    ("12c", "Carry-over, period effects, correlation in time", "methods"),
    ("13a", "Flow: people who began and were analysed", "people"),
    ("13b", "Left early or left out, with reasons", "people"),
    ("13c", "Periods done", "people"),
    ("14a, 14b", "Dates, and why it ended", NOT_HERE),
    ("15", "People at the start: who they are", NOT_HERE),
    ("16", "Numbers analysed", "people"),
    ("17a", "Each outcome with its interval", "answer"),
    ("17b", "Shares of people", "differences"),
    ("18", "Other analyses", "levels"),
    ("19", "Harms", "side-effects"),
    ("20", "Limits", "doubts"),
    ("21", "For whom it holds", "doubts"),
    ("22", "What it means beside other evidence", NOT_HERE),
    ("23", "Registration", NOT_HERE),
    ("24", "Protocol", SPEAKS),
    ("25", "Funding", NOT_HERE),
)
"""Item, topic in our words, and a section's key or why it is not here."""
