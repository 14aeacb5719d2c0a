"""What stays English in another language: ``python -m tests.languages_probe de speciosa-demo``.

Tells the story of each scenario, and of the diaries named behind it, in that language, and prints every
sentence that was not found. With ``-`` for the language it uses a made-up one, in which each text stands between
⟦ and ⟧: what a page shows outside of these marks did not go through `say`.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from string import Formatter
from unittest.mock import patch

import numpy as np

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary, read_diary
from speciosa.report import Wording, report_html, wording
from speciosa.report.languages.catalogue import compiled
from speciosa.report.languages.sources import texts_of
from speciosa.story import tell
from speciosa.values.timeline import parse_moment
from tests.conftest import ROOT

SCENARIOS = ROOT / "tests" / "scenario"
EXACT = {"1,234.5": "1.234,5"}


def diaries(knowledge: Knowledge, more: list[str]) -> Iterator[tuple[str, Diary, int]]:
    """Name, diary and moment of asking."""
    for path in sorted(SCENARIOS.glob("*/expected.json")):
        now_s = parse_moment(json.loads(path.read_text())["now"], None).time_s
        yield path.parent.name, read_diary(path.parent, knowledge, now_s=now_s), now_s
    for folder in map(Path, more):
        now_s = int(time.time())
        yield folder.name, read_diary(folder, knowledge, now_s=now_s), now_s


def told(words: Wording, diary: Diary, knowledge: Knowledge, now_s: int) -> str:
    """The page of a diary in a language that lies wherever."""
    with (
        patch("speciosa.report.page.wording", lambda _: words),
        patch("speciosa.report.compose.wording", lambda _: words),
    ):
        report = tell(diary, knowledge, photos={}, now_s=now_s, seed=0, language=words.language)
        begun = time.perf_counter()
        page = report_html(report)
        sys.stderr.write(f"  page in {time.perf_counter() - begun:.2f} s\n")
    return page


def made_up() -> Wording:
    """A language in which every text that the code says stands between marks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "xx" / "LC_MESSAGES" / "report.mo"
        path.parent.mkdir(parents=True)
        said = {}
        for texts in texts_of(ROOT / "src" / "speciosa").values():
            for each in texts:
                forms = (each.one, each.many) if each.many else (each.one,)
                said[each.one, each.many] = tuple(marked(form) for form in forms)
        path.write_bytes(compiled(said, "en"))
        return wording("xx", Path(folder))


def marked(text: str) -> str:
    """Each piece around the places between marks; what joins numbers stays."""
    if text in EXACT:
        return EXACT[text]
    said = ""
    for literal, name, _, _ in Formatter().parse(text):
        plain = literal.replace("{", "{{").replace("}", "}}")
        said += f"⟦{plain}⟧" if any(each.isalpha() for each in plain) else plain
        said += f"{{{name}}}" if name else ""
    return said


def outside(page: str) -> Iterator[str]:
    """What a page shows that no text of ours said."""
    body = re.sub(r"<(style|script)\b.*?</\1>", " ", page.partition("<body")[2], flags=re.DOTALL)
    for chunk in re.split(r"<[^>]+>", body):
        left = re.sub(r"⟦[^⟧]*⟧", " … ", unescape(chunk)).strip(" …\n")
        if re.search(r"[A-Za-z]{2}", left):
            yield " ".join(left.split())


def main(language: str, more: list[str]) -> None:
    np.seterr(all="ignore")
    knowledge = load_knowledge()
    words = wording(language) if language else made_up()
    leaks: dict[str, str] = {}
    for name, diary, now_s in diaries(knowledge, more):
        sys.stderr.write(f"{name}\n")
        page = told(words, diary, knowledge, now_s)
        if not language:
            leaks |= {each: name for each in outside(page) if each not in leaks}
    print(f"{len(words.missing)} texts were not found")
    print(*(f"  {each}" for each in sorted(words.missing)), sep="\n")
    if not language:
        print(f"{len(leaks)} pieces were not said by us (names, units and what a person wrote are right here)")
        print(*(f"  {each}   [{name}]" for each, name in leaks.items()), sep="\n")


if __name__ == "__main__":
    main("" if sys.argv[1] == "-" else sys.argv[1], sys.argv[2:])
