"""The card for somebody beside the person: it opens without unlocking and knows nothing of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.web.kept import text


@pytest.mark.parametrize(
    ("language", "number"), [("en-GB,en;q=0.9", "999"), ("de-AT", "112"), ("en,en-US;q=0.5", "911")]
)
def test_locked_it_shows_the_number_of_the_browsers_region(app: Any, language: str, number: str) -> None:
    app.client.post("/lock")
    page = text(app.client.get("/card", HTTP_ACCEPT_LANGUAGE=language))
    assert f'href="tel:{number}"' in page


def test_locked_and_without_a_region_it_gives_words(app: Any) -> None:
    app.client.post("/lock")
    page = text(app.client.get("/card", HTTP_ACCEPT_LANGUAGE="en"))
    assert "tel:" not in page
    assert "your local emergency number" in page


def test_waking_calling_and_naloxone_come_first(app: Any) -> None:
    page = text(app.client.get("/card"))
    assert page.index("Wake them") < page.index("call the emergency number now") < page.index("naloxone")


def test_the_persons_own_country_counts_only_while_the_app_is_open(app: Any) -> None:
    from speciosa.store import details

    details.save_person(app.record, replace(details.person_of(app.record), country="us"))
    assert 'href="tel:911"' in text(app.client.get("/card", HTTP_ACCEPT_LANGUAGE="en-GB"))
    app.client.post("/lock")
    locked = text(app.client.get("/card", HTTP_ACCEPT_LANGUAGE="en-GB"))
    assert "911" not in locked
    assert 'href="tel:999"' in locked
