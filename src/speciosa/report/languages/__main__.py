"""Keep the catalogues of the other languages: ``python -m speciosa.report.languages``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from speciosa.report.languages.catalogue import Key, Said, compiled, po_text, read_po, wrong
from speciosa.report.languages.sources import CATALOGUES, texts_of

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "report" / "locale"


def main(arguments: list[str] | None = None) -> int:
    """Take every text from the code into each language's files, and compile them.

    ``--check`` writes nothing, and is 1 if a file is stale, incomplete or wrong. ``--compile`` leaves
    the .po files alone. ``--add fr`` begins a language.
    """
    parser = ArgumentParser(prog="python -m speciosa.report.languages", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a language is not complete")
    parser.add_argument("--compile", action="store_true", help="compile only; the .po files stay as they are")
    parser.add_argument("--add", metavar="LANGUAGE", default="", help="begin a language, like fr")
    asked = parser.parse_args(arguments)
    there = sorted({each.parent.name for each in LOCALES.glob("*/*.po")} | ({asked.add} - {""}))
    faults: list[str] = []
    for language in there:
        said = all_said(LOCALES / language, language)
        if not asked.compile:
            faults += _po_files(language, said, write=not asked.check)
        faults += _mo_file(language, write=not asked.check)
    sys.stdout.write("".join(f"{each}\n" for each in faults))
    return 1 if faults else 0


def all_said(folder: Path, language: str) -> dict[Key, Said]:
    """The translations of all files of a language."""
    found: dict[Key, Said] = {}
    for name in CATALOGUES:
        found = read_po(folder / f"{name}.po", language) | found
    return found


def _po_files(language: str, said: dict[Key, Said], *, write: bool) -> list[str]:
    """Write each file, or say what it lacks."""
    faults = []
    for name, texts in texts_of(ROOT).items():
        path = LOCALES / language / f"{name}.po"
        own = {(each.one, each.many): said[each.one, each.many] for each in texts if (each.one, each.many) in said}
        text, open_ = po_text(texts, own, language), len(texts) - len(own)
        if write:
            _put(path, text.encode())
            characters = sum(len(each.one + each.many) for each in texts)
            done = f"{len(texts):5} texts, {characters:6} characters, {open_:5} untranslated"
            sys.stdout.write(f"{language} {name:10} {done}\n")
        else:
            faults += [
                f"{path.name} ({language}): is not what the code says; run python -m speciosa.report.languages"
            ] * (not path.is_file() or path.read_bytes() != text.encode())
            faults += [f"{path.name} ({language}): {open_} texts are not translated"] * bool(open_)
        faults += [f"{path.name} ({language}): {each}" for each in wrong(own)]
    return faults


def _mo_file(language: str, *, write: bool) -> list[str]:
    """Compile a language's files, or say that this has to be done."""
    path = LOCALES / language / "LC_MESSAGES" / "report.mo"
    compiled_now = compiled(all_said(LOCALES / language, language), language)
    if write:
        _put(path, compiled_now)
        return []
    return [f"report.mo ({language}): is older than its texts"] * (
        not path.is_file() or path.read_bytes() != compiled_now
    )


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)


if __name__ == "__main__":
    raise SystemExit(main())
