"""The command line: its commands, and how every way to end becomes an exit status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from cyclopts import App, CycloptsError, Group

from speciosa import __version__
from speciosa.values.errors import EntryError, SpeciosaError

DONE, ACT_TODAY, WRONG_INPUT, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 130

app = App(
    name="speciosa",
    help="Turn your own private record of kratom and pain into an honest answer.\n\n"
    "It never advises a dose and never diagnoses. Your record stays on this machine.\n\n"
    "Start with:  speciosa demo   or   speciosa new my-diary",
    version=__version__,
    help_format="plaintext",
    help_formatter="plain",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
_NOW = Group("What it does", sort_key=0)
_LATER = Group("Not in this version", sort_key=1)
_COMMANDS = (
    ("report", "report:report", "Turn a diary into one page that you can read, keep and show."),
    ("demo", "demo:demo", "Make the report of a made-up person, to look around."),
    ("new", "new:new", "Start a diary: a folder with an example line of every kind."),
    ("check", "check:check", "Read a diary and say what was found, refused, and would be asked."),
    ("import", "import_file:import_", "Add another app's export to a diary."),
)
_COMING = (
    ("app", "Open the app in your browser."),
    ("expose", "Show concentration curves from your doses."),
    ("effect", "Say whether it helps you, how much, and whether it is wearing off."),
    ("screen", "Look for what to watch and when to see somebody."),
    ("skin", "Print the window card, measure and follow skin colour."),
    ("trial", "Plan and run your own blind trial."),
    ("pk", "Simulate concentrations from NONMEM-style events."),
    ("export", "Write the record as CSV, FHIR, NONMEM or an adverse-event draft."),
    ("backup", "Back up the encrypted store."),
    ("restore", "Restore the encrypted store."),
    ("verify", "Check the encrypted store and its backups."),
    ("study", "Serve, analyse and pool studies of many people."),
)
for _at, (_name, _function, _help) in enumerate(_COMMANDS):
    app.command(f"speciosa.cli.{_function}", name=_name, help=_help, group=_NOW, sort_key=_at)
for _at, (_name, _help) in enumerate(_COMING):
    app.command(f"speciosa.cli.coming:{_name}", name=_name, help=_help, group=_LATER, sort_key=_at)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status (contract section 2)."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command: its exit status. Never a traceback, and no value of a diary among the errors."""
    try:
        status = app(arguments, exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except CycloptsError as problem:
        return _say(f"{_one_sentence(problem)} See: speciosa --help", WRONG_INPUT)
    except SpeciosaError as problem:
        return _say(str(problem), WRONG_INPUT)
    except KeyboardInterrupt:
        return _say("Interrupted. Nothing was left half-written.", INTERRUPTED)
    except BrokenPipeError:
        # whoever read our output has seen enough; keep the interpreter from complaining at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as problem:
        name = Path(str(problem.filename)).name if problem.filename else "a file"
        return _say(
            str(EntryError(f"{name} can't be used", why=problem.strerror or "", todo="check the place")), WRONG_INPUT
        )
    except Exception as problem:  # noqa: BLE001  (the last door: what comes here is our own fault)
        return _say(_our_fault(problem), OUR_FAULT)
    return status if isinstance(status, int) else DONE


def _say(sentence: str, status: int) -> int:
    print(f"speciosa: {sentence}", file=sys.stderr)
    return status


def _one_sentence(problem: CycloptsError) -> str:
    words = " ".join(str(problem).split())
    return words if words.endswith((".", "?")) else f"{words}."


def _our_fault(problem: BaseException) -> str:
    """Where it happened, without any value of the record."""
    frames = [each for each in traceback.extract_tb(problem.__traceback__) if "speciosa" in each.filename]
    place = f"{Path(frames[-1].filename).stem}, line {frames[-1].lineno}" if frames else "an unknown place"
    return (
        f"this is a fault of speciosa itself ({type(problem).__name__} in {place}, version {__version__}); "
        "your files are as they were. Please report this line: it holds nothing of your record."
    )
