"""What stays English in another language: ``python -m tests.languages_probe de speciosa-demo``.

Tells the story of each scenario, and of the diaries named behind it, in that language, and prints every
sentence that was not found. With ``-`` for the language it uses a made-up one, in which each text stands between
⟦ and ⟧: what a page shows outside of these marks did not go through `say`. In a language that exists, every sentence
that the records of `tests/unit/safety/rules.txt` give is asked for, too: each rule of the tables is set off by one.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from string import Formatter
from unittest.mock import patch

import numpy as np

from speciosa.effect import estimate_effect
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary, read_diary
from speciosa.report import Wording, report_html, wording
from speciosa.report.languages.catalogue import compiled
from speciosa.report.languages.sources import texts_of
from speciosa.safety import Findings, screen
from speciosa.story import tell
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import parse_moment
from tests.conftest import HEADER, NOW_S, ROOT
from tests.unit.safety.rule_lines import RULES_FILE, record_of, rule_lines

SCENARIOS = ROOT / "tests" / "scenario"
_QUOTED = re.compile(r"„[^“]*“|\"[^\"]*\"")
_ENGLISH = re.compile(
    r"\b(the|your|you|with|it|to|not|are|is|that|this|or|for|from|of|and|days|weeks|times|more|less)\b"
)
EXACT = {"1,234.5": "1.234,5"}


def diaries(knowledge: Knowledge, more: list[str]) -> Iterator[tuple[str, Diary, int]]:
    """Name, diary and moment of asking."""
    for path in sorted(SCENARIOS.glob("*/expected.json")):
        now_s = parse_moment(json.loads(path.read_text())["now"], None).time_s
        yield path.parent.name, read_diary(path.parent, knowledge, now_s=now_s), now_s
    for folder in map(Path, more):
        now_s = int(time.time())
        yield folder.name, read_diary(folder, knowledge, now_s=now_s), now_s


def findings(knowledge: Knowledge) -> Iterator[Findings]:
    """What screening says of the records that set off the rules."""
    lines = rule_lines(RULES_FILE.read_text(encoding="utf-8"))
    notations = dict.fromkeys(line.fires for line in lines if line.fires)
    nothing = NotAssessed("none", "There are no skin photos in this record, so nobody has looked at your skin.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for record in map(record_of, notations):
            for file, text in (
                ("diary.csv", "\n".join([HEADER, *record.rows])),
                ("person.toml", record.person),
                ("products.csv", record.products),
            ):
                (folder / file).unlink(missing_ok=True)
                if text:
                    (folder / file).write_text(f"{text}\n", encoding="utf-8")
            known = read_diary(folder, knowledge, now_s=NOW_S).as_of(NOW_S)
            effect = estimate_effect(known, nothing, knowledge, outcome=known.leading_outcome, now_s=NOW_S, seed=0)
            yield screen(known, nothing, effect, nothing, knowledge, now_s=NOW_S)


def sentences(found: Findings) -> Iterator[str]:
    """Every sentence of a screened record that a page shows."""
    for each in found.findings:
        yield from filter(None, (each.title, each.seen, each.because, each.who, each.say, *each.adds))
    yield from (each.why for each in found.not_assessed)
    for scale in found.liver.scales if found.liver else ():
        yield from (text for item in scale.items for text in (item.asks, item.answer, item.because) if text)
    yield from (goal.says for goal in found.plan.goals)


def kept_english(words: Wording, screened: Iterable[Findings]) -> list[str]:
    """The sentences of screened records that stay English, wholly or in part; what a person wrote may."""
    asked = dict.fromkeys(text for found in screened for text in sentences(found))
    kept = [said for text in asked if _ENGLISH.search(_QUOTED.sub("", said := words.say(text))) or said == text]
    return sorted({*kept, *words.missing})


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
    missing = sorted({*words.missing, *(kept_english(words, findings(knowledge)) if language else ())})
    print(f"{len(missing)} texts were not found")
    print(*(f"  {each}" for each in missing), sep="\n")
    if not language:
        print(f"{len(leaks)} pieces were not said by us (names, units and what a person wrote are right here)")
        print(*(f"  {each}   [{name}]" for each, name in leaks.items()), sep="\n")


if __name__ == "__main__":
    main("" if sys.argv[1] == "-" else sys.argv[1], sys.argv[2:])
