"""The command line: its commands, and how every way to end becomes an exit status."""

from __future__ import annotations

import difflib
import errno
import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from speciosa import __version__
from speciosa.cli.commands import COMMANDS, overview
from speciosa.cli.store_asked import close_store
from speciosa.values.errors import EntryError, SpeciosaError

DONE, WRONG_INPUT, OUR_FAULT, INTERRUPTED = 0, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status (contract section 2)."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command: its exit status. Never a traceback, and no value of a diary among the errors."""
    # our matrices are small: threads of the linear algebra library would wait for each other, and change its rounding
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter is no reason to stop
    try:
        status = _command(arguments)
        if sys.stdout is not None:  # None where somebody closed it
            sys.stdout.flush()
    except SpeciosaError as problem:
        return _say(str(problem), WRONG_INPUT)
    except KeyboardInterrupt:
        return _say("Interrupted. Nothing was left half-written.", INTERRUPTED)
    except BrokenPipeError:
        _silence()  # whoever read our output has seen enough
        return DONE
    except OSError as problem:
        if problem.errno == errno.ENOSPC and not problem.filename:
            _silence()
        name = Path(str(problem.filename)).name if problem.filename else "standard output"
        return _say(f"{name} can't be used; {problem.strerror or 'no reason given'}; check the place", WRONG_INPUT)
    except Exception as problem:  # noqa: BLE001  (the last door: what comes here is our own fault)
        return _say(_our_fault(problem), OUR_FAULT)
    finally:
        close_store()
    return status if isinstance(status, int) else DONE


def _silence() -> None:
    """Keep the interpreter from complaining at its end about output that nobody can take."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command(arguments: Sequence[str]) -> object:
    """Let cyclopts find the command and read its options.

    Raises
    ------
    EntryError : the call is wrong.
    """
    if list(arguments) in (["--help"], ["-h"]):
        print(overview())
        return DONE
    arguments = arguments or ["app"]
    if "" in arguments:
        raise EntryError("an argument of this call is empty", todo="see: speciosa --help")
    names = [each.name for each in COMMANDS]
    if arguments[0] not in {*names, "--version"}:
        near = difflib.get_close_matches(arguments[0], names, 1)
        what = "there is no such command" if near or not arguments[0].startswith("-") else "there is no such option"
        raise EntryError(what, todo=f"did you mean {near[0]}?" if near else "see: speciosa --help")
    from cyclopts import App, CycloptsError

    app = App(
        name="speciosa",
        version=__version__,
        help_format="plaintext",
        help_formatter="plain",
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    for each in COMMANDS:
        app.command(f"speciosa.cli.{each.place}", name=each.name)
    try:
        return app(arguments, exit_on_error=False, print_error=False)
    except CycloptsError as problem:
        words = " ".join(str(problem).split())
        raise EntryError(words.rstrip("."), todo="see: speciosa --help") from None


def _say(sentence: str, status: int) -> int:
    print(f"speciosa: {sentence}", file=sys.stderr)
    return status


def _our_fault(problem: BaseException) -> str:
    """Where it happened, without any value of the record."""
    frames = [each for each in traceback.extract_tb(problem.__traceback__) if "speciosa" in each.filename]
    place = f"{Path(frames[-1].filename).stem}, line {frames[-1].lineno}" if frames else "an unknown place"
    return (
        f"this is a fault of speciosa itself ({type(problem).__name__} in {place}, version {__version__}); "
        "your files are as they were. Please report this line: it holds nothing of your record."
    )
