"""The skin page, and a photo that is measured once."""

from __future__ import annotations

from typing import Any

from tests.unit.web.kept import keep, score, text, write

from speciosa.skin import MeasuredPhotos, Refusal


def test_without_photos_the_page_says_that_nobody_has_looked(app: Any) -> None:
    write(app, score())
    keep(app, skin="")
    page = text(app.client.get("/skin"))
    assert "nobody has looked at your skin" in page
    assert 'href="/log/photo"' in page


def test_with_photos_it_shows_them_and_says_nothing_of_none(app: Any) -> None:
    write(app, score())
    keep(app, skin='<article class="site">forearm</article>')
    page = text(app.client.get("/skin"))
    assert "forearm" in page
    assert "nobody has looked" not in page


def test_a_measured_photo_is_known_by_its_mark_and_its_card() -> None:
    memory, looked = MeasuredPhotos.memory(), list[int]()
    photos = MeasuredPhotos({"a": b"raw"}, {"a": "1"}, memory, looked=looked.append)
    assert photos.known("a", "") is None
    photos.keep("a", "", Refusal("no_card", "why", "again"))
    again = MeasuredPhotos({"a": b"raw"}, {"a": "1"}, memory)
    assert again.known("a", "") == Refusal("no_card", "why", "again")
    assert again.known("a", "another card") is None
    assert MeasuredPhotos({"a": b"raw"}, {"a": "2"}, memory).known("a", "") is None
    assert looked == [1]


def test_a_photo_without_a_mark_is_never_remembered() -> None:
    photos = MeasuredPhotos({"a": b"raw"}, {}, MeasuredPhotos.memory())
    photos.keep("a", "", Refusal("no_card", "why", "again"))
    assert photos.known("a", "") is None
