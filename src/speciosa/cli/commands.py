"""The commands of the contract: where each stands, and what it is for in one line."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """`place`: module and function in `speciosa.cli`."""

    name: str
    place: str
    purpose: str


COMMANDS = (
    Command("app", "app_command:app", "Open the app in your browser. So does speciosa alone."),
    Command("report", "report:report", "Turn a diary into one page that you can read, keep and show."),
    Command("demo", "demo:demo", "Make the report of a made-up person, to look around."),
    Command("new", "new:new", "Start a diary: a folder with an example line of every kind."),
    Command("check", "check:check", "Read a diary and say what was found, refused, and would be asked."),
    Command("expose", "expose:expose", "Work out how much was in your blood when, from your doses."),
    Command("effect", "effect:effect", "Say whether it helps you, how much, and whether it is wearing off."),
    Command("trial", "trial:trial", "Plan and run your own blind trial: does less do as well?"),
    Command("screen", "screen:screen", "Look for what to watch and when to see somebody."),
    Command("skin", "skin:skin", "Print the window card; measure and follow the colour of your skin."),
    Command("import", "import_file:import_", "Add another app's export to a diary."),
    Command("export", "export:export", "Write the record as CSV, FHIR, NONMEM or an adverse-event draft."),
    Command("backup", "backup:backup", "Back up the encrypted store into one file."),
    Command("restore", "restore:restore", "Restore the encrypted store from a backup."),
    Command("verify", "verify:verify", "Check the encrypted store and its backups."),
    Command("study", "study:study", "Serve, work out and pool studies of many people."),
    Command("pk", "pk:pk", "Simulate concentrations from NONMEM-style events."),
)


def overview() -> str:
    """What `speciosa --help` prints: written here, so that it needs no library and comes at once."""
    return "\n".join([
        "speciosa turns your own private record of kratom and pain into an honest answer.",
        "It never advises a dose and never diagnoses. Your record stays on this machine.",
        "",
        "Usage: speciosa COMMAND ...",
        "",
        *(f"  {each.name:<8} {each.purpose}" for each in COMMANDS),
        "",
        "The app:          speciosa",
        "Look around:      speciosa demo",
        "Your own diary:   speciosa new my-diary",
        "                  speciosa check my-diary",
        "                  speciosa report my-diary --out my-report",
        "About a command:  speciosa report --help",
    ])  # fmt: skip
