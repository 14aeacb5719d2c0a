"""What a test reads off a page, and how it presses its buttons."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

    from speciosa.record import Event


def seen(app: App, address: str = "/") -> str:
    """The page's text with its entities resolved.

    `address`: of this app.
    """
    answer = app.client.get(address)
    assert answer.status_code == 200, answer.content.decode()[-400:]
    return html.unescape(answer.content.decode())


def form_id(page: str) -> str:
    """The id of the first form on a page."""
    found = re.search(r'name="id" value="([^"]+)"', page)
    assert found
    return found[1]


def post(app: App, address: str, status: int = 302, /, **said: str) -> str:
    """Send a form: the page that answers it, empty for one that leads on."""
    answer = app.client.post(address, said)
    assert answer.status_code == status, answer.content.decode()[-400:]
    return html.unescape(answer.content.decode())


def standing(app: App) -> list[Event]:
    """What stands in the record, earliest first."""
    from speciosa.store.diary import diary_of

    return list(diary_of(app.record).entries)


def history(app: App) -> list[Event]:
    """Every entry ever made, earliest first."""
    from speciosa.store.diary import diary_of

    return list(diary_of(app.record).history)
