"""Watch: findings, what was not assessed, numbers that call, and the strip on every page."""

from __future__ import annotations

from typing import Any

from tests.unit.web.kept import keep, score, text, write

from speciosa.knowledge import load_knowledge
from speciosa.record import Person
from speciosa.safety import help_for
from speciosa.web.calling import numbers_in, with_calls


def test_what_was_not_assessed_is_never_folded_and_the_card_is_one_touch_away(app: Any) -> None:
    write(app, score())
    keep(app, findings="<p>finding</p>", gaps='<section id="gaps">Nobody looked</section>')
    page = text(app.client.get("/watch"))
    assert page.index("finding") < page.index("Nobody looked")
    assert "<details" not in page
    assert 'href="/card"' in page


def test_a_blind_trial_hides_no_finding(app: Any) -> None:
    write(app, score())
    keep(app, blind="[[0, 99999999999]]", findings="<p>finding of now</p>")
    assert "finding of now" in text(app.client.get("/watch"))


def test_a_number_calls_where_the_page_says_whom_to_call_and_nowhere_else() -> None:
    lines = help_for(Person(country="gb"), load_knowledge())
    html = (
        '<p class="act">Call 999 now.</p><p>999 doses, 116 123</p><h3 id="wait-h">w</h3>'
        '<p class="state">Emergency: 999</p><p>Talk: 116\u00a0123</p><ul><li>999</li></ul>'
    )
    linked = with_calls(html, lines)
    assert linked.count('href="tel:999"') == 2
    assert linked.count('href="tel:116123"') == 1
    assert "<p>999 doses, 116 123</p>" in linked
    assert "<li>999</li>" in linked


def test_words_for_a_number_that_nobody_knows_stay_words() -> None:
    lines = help_for(Person(), load_knowledge())
    assert (
        with_calls('<p class="act">Call your local number.</p>', lines) == '<p class="act">Call your local number.</p>'
    )
    assert numbers_in("112 or 999") == ["112", "999"]
