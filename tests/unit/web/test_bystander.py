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


def test_locked_and_without_a_region_there_is_still_a_button(app: Any) -> None:
    app.client.post("/lock")
    page = text(app.client.get("/card", HTTP_ACCEPT_LANGUAGE="en"))
    assert '<a class="button" href="tel:112">Call 112</a>' in page
    assert "Australia: 000. Elsewhere: your own number." in page
    assert "Europe/Vienna" in page  # for the script, which asks nobody


def test_a_stranger_reads_no_alarm_of_the_person(app: Any) -> None:
    app.client.post("/log/symptom", {"name_other": "blue lips"})
    for address in ("/card", "/packing"):
        assert 'class="alarms' not in text(app.client.get(address)), address
    assert 'class="alarms' in text(app.client.get("/"))


@pytest.mark.parametrize("is_locked", [True, False])
def test_help_now_opens_locked_or_not_and_has_numbers_people_and_the_card(app: Any, is_locked: bool) -> None:
    from speciosa.store import details

    details.save_person(app.record, replace(details.person_of(app.record), country="at"))
    if is_locked:
        app.client.post("/lock")
        assert 'href="/help-now"' in text(app.client.get("/unlock"))
    page = text(app.client.get("/help-now", HTTP_ACCEPT_LANGUAGE="de-AT"))
    for link in ("tel:144", "tel:142", "/card"):
        assert f'href="{link}"' in page, link


def test_help_now_without_a_country_offers_every_country_of_the_table(app: Any) -> None:
    app.client.post("/lock")
    page = text(app.client.get("/help-now", HTTP_ACCEPT_LANGUAGE="en"))
    assert 'href="tel:112"' in page
    assert '<option value="nz">' in page


def test_waking_calling_and_naloxone_come_first(app: Any) -> None:
    page = text(app.client.get("/card"))
    assert page.index("Wake them") < page.index("call the emergency number now") < page.index("naloxone")


def test_the_persons_own_country_counts_only_while_the_app_is_open(app: Any) -> None:
    from speciosa.store import details

    details.save_person(app.record, replace(details.person_of(app.record), country="us"))
    assert 'href="tel:911"' in text(app.client.get("/card", HTTP_ACCEPT_LANGUAGE="en-GB"))
    app.client.post("/lock")
    locked = text(app.client.get("/card", HTTP_ACCEPT_LANGUAGE="en-GB"))
    assert 'href="tel:911"' not in locked
    assert 'href="tel:999"' in locked
