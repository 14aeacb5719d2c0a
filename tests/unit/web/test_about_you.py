"""No page names a file of the diary: what would be written into it is said on the page about you."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from tests.unit.web.conftest import App
from tests.unit.web.kept import keep, score, write

import speciosa
from speciosa.record import Person
from speciosa.report import wording
from speciosa.store import details
from speciosa.web.about_you import first_page_open, in_app

SENTENCES = sorted({
    each for catalogue in (Path(speciosa.__file__).parent / "report/locale/de").glob("*.po")
    for line in catalogue.read_text(encoding="utf-8").splitlines()
    if line.startswith(("msgid", "msgstr")) and "person.toml" in line
    for each in [re.sub(r'\\"', '"', line.partition(" ")[2][1:-1])]
})  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_sentence_that_we_have_names_the_file_in_the_app(language: str) -> None:
    assert len(SENTENCES) > 4
    for each in SENTENCES:
        for said in (each, html.escape(each), html.escape(each).replace("&quot;", "&#34;")):
            found = in_app(said, wording(language))
            assert "person.toml" not in found
            assert not re.search(r"\[medicine_|\[(&#34;|&quot;|\")", found), found


def test_a_kept_answer_leads_to_the_page_about_you(app: App) -> None:
    write(app, score())
    keep(app, findings="<section>Write conditions = [&#34;...&#34;] into person.toml.</section>", gaps="<p>x</p>")
    page = app.client.get("/watch").content.decode()
    assert 'Write it into <a href="/me">About you</a>.' in page


@pytest.mark.parametrize("address", ["/help", "/blood"])
def test_too_young_a_person_sees_why_whom_to_call_and_the_way_back(app: App, address: str) -> None:
    details.save_person(app.record, Person(birth_year=2015, country="DE"))
    page = app.client.get(address).content.decode()
    assert '<a class="button" href="/">Today</a>' in page
    assert "there for young people" in page
    assert 'id="answer"' not in page
    assert "/trial" not in page


def test_the_doctor_s_page_promises_nothing_that_is_shut(app: App) -> None:
    write(app, score())
    keep(app, headline="<h1>x</h1>", made="<footer>x</footer>", causality="<section>x</section>")
    assert 'href="/blood"' in app.client.get("/doctor").content.decode()
    details.save_person(app.record, Person(birth_year=2015))
    page = app.client.get("/doctor").content.decode()
    assert 'href="/watch"' in page
    assert not {each for each in ("/blood", "/help") if f'href="{each}"' in page}


def test_no_rows_are_not_counted_and_the_fingerprint_is_folded(app: App) -> None:
    write(app, score())
    rows = '<section id="recorded"><p>x</p>\n<h3>How the file was read</h3>\n<p>0 rows were read, 0 are in.</p>\n</section>'
    keep(app, recorded=rows)
    assert "rows were read" not in app.client.get("/course").content.decode()
    facts = '<dl class="facts">\n<div><dt>Seed</dt></div>\n</dl>\n<p class="soft">Same diary.</p>\n'
    keep(app, headline="<h1>x</h1>", made=f"<footer>{facts}</footer>", causality="<section>x</section>")
    page = app.client.get("/doctor").content.decode()
    assert page.index("<summary>Versions, seed and fingerprint</summary>") < page.index("<dt>Seed</dt>")
    assert page.index("Same diary.") < page.index("</details>", page.index("<dt>Seed</dt>"))


def test_rows_that_were_read_stay() -> None:
    rows = "<h3>How the file was read</h3>\n<p>10 rows were read, 10 are in.</p>\n</section>"
    assert in_app(rows, wording("en")) == rows


def test_of_the_whole_page_the_first_is_open_and_every_section_is_there(app: App) -> None:
    made = "".join(
        f'<section id="{name}" aria-labelledby="{name}-h">\n<h2 id="{name}-h">Title {name}</h2>\n<section>in</section>\n</section>\n'
        for name in ("findings", "effect", "skin", "gaps")
    )
    found = first_page_open(f"<main>{made}</main>")
    assert [each in found for each in ("<summary>Title skin", "<summary>Title gaps", "<summary>Title effect")] == [
        True, True, False
    ]  # fmt: skip
    assert re.sub(r"</?details[^>]*>\n?|<summary>.*?</summary>\n|\n", "", found) == f"<main>{made}</main>".replace(
        "\n", ""
    )
