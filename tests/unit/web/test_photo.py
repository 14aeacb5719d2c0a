from __future__ import annotations

import html
import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from PIL import Image
from tests.unit.skin.photo_files import saved, scene, tags
from tests.unit.skin.photos_made import usual_photo
from tests.unit.web.conftest import App

from speciosa.record import Event
from speciosa.store import details
from speciosa.store.diary import diary_of
from speciosa.store.models import Photo
from speciosa.web import photo_looking, uploads

SITE = "forearm_dorsal_left"
TAKEN = "2026-03-01T08:05"  # as the tags of the tests' phone say
PLAIN = saved(scene(), exif=tags())


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos are looked at within the request: a test waits for nothing."""

    def now(name: str) -> None:
        photo_looking.look_now(name)
        photo_looking._under_way.discard(name)

    monkeypatch.setattr(photo_looking, "begin", now)


def send(app: App, raw: bytes = PLAIN, field: str = "photo", **said: str) -> tuple[int, str]:
    """The status, and where it leads or what it says."""
    form = {"name": SITE, "own_time": "1", field: SimpleUploadedFile("IMG_1.jpg", raw)} | said
    answer = app.client.post("/log/photo", form)
    return answer.status_code, answer.headers.get("Location", html.unescape(answer.content.decode()))


def photos(app: App) -> list[Event]:
    columns = diary_of(app.record).entries
    return [columns.event(at) for at in range(len(columns))]


def test_a_photo_is_kept_with_its_place_and_its_own_time(app: App) -> None:
    status, leads = send(app)
    (event,) = photos(app)
    assert (status, leads) == (302, f"/log/{event.text.removesuffix('.jpg')}")
    assert (event.name, event.local_time[:16]) == (SITE, TAKEN)
    assert Photo.objects.get().name == event.text


def test_where_the_person_does_not_want_the_photos_time_it_is_now(app: App) -> None:
    send(app, own_time="")
    assert photos(app)[0].local_time[:16] != TAKEN


def test_a_time_that_the_person_named_goes_before_the_photos(app: App) -> None:
    send(app, day="2026-02-02", clock="09:00")
    assert photos(app)[0].local_time[:16] == "2026-02-02T09:00"


@pytest.mark.parametrize("at", ["2999:01:01 08:00:00", "2026:13:41 08:00:00", "0000:00:00 00:00:00"])
def test_a_cameras_clock_that_can_not_be_right_is_not_used(app: App, at: str) -> None:
    status, _ = send(app, saved(scene(), exif=tags(photo={0x9003: at})))
    assert status == 302
    assert photos(app)[0].local_time[:4] == time.strftime("%Y")


def test_the_photos_time_is_offered_where_the_entry_stands_elsewhere_and_can_be_taken(app: App) -> None:
    _, leads = send(app, own_time="")
    assert "The photo itself says: 1 March 2026, 08:05" in html.unescape(app.client.get(leads).content.decode())
    assert app.client.post(leads).status_code == 302
    (event,) = photos(app)
    assert event.local_time[:16] == TAKEN
    assert "The photo itself says" not in html.unescape(app.client.get(leads).content.decode())


def test_a_photo_with_a_card_is_said_to_be_measured(app: App) -> None:
    _, leads = send(app, usual_photo().file)
    assert "The card was seen and the colour was measured." in app.client.get(leads).content.decode()


def test_a_photo_without_a_card_is_kept_and_said_to_be_unmeasured(app: App) -> None:
    _, leads = send(app)
    page = html.unescape(app.client.get(leads).content.decode())
    assert "No card can be seen in this photo" in page
    assert "It is kept; the colour was not measured." in page
    assert Photo.objects.count() == 1


def test_until_somebody_looked_the_page_says_so_and_asks_again(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(photo_looking, "begin", asked.append)
    photo_looking._under_way.clear()
    _, leads = send(app)
    page = app.client.get(leads).content.decode()
    assert "being looked at" in page
    assert '<meta http-equiv="refresh"' in page
    assert asked == [photos(app)[0].text]  # and not twice
    photo_looking._under_way.clear()


def test_where_looking_falls_the_page_says_so_and_does_not_ask_for_ever(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falls(_name: str) -> None:
        raise RuntimeError("no process")

    monkeypatch.setattr(photo_looking, "begin", lambda _name: None)
    _, leads = send(app)
    name = photos(app)[0].text
    monkeypatch.setattr(photo_looking, "look_now", falls)
    photo_looking._look_and_close(name)
    page = html.unescape(app.client.get(leads).content.decode())
    assert "could not be looked at just now. It is kept." in page
    assert "refresh" not in page
    assert name not in photo_looking._under_way


def test_what_the_file_says_of_itself_is_asked(app: App) -> None:
    _, leads = send(app, saved(scene(), exif=tags({0x0131: "Snapseed 2.0"})))
    looked = photo_looking.answer_of(app.record, photos(app)[0].text)
    assert looked is not None
    assert looked.code == "no_card"
    _, leads = send(app, usual_photo().file)
    assert "Was it sent by a messenger" not in app.client.get(leads).content.decode()


def test_a_photo_taken_on_the_page_needs_no_tags(app: App) -> None:
    send(app, saved(scene()), here="1")
    assert (Photo.objects.get().phone, Photo.objects.get().asked) == ("the camera in this app", "")
    send(app, saved(scene(30, 50)))
    assert Photo.objects.order_by("pk")[1].asked == "no_camera_tags"


@pytest.mark.parametrize(
    ("raw", "says"),
    [(b"%PDF-1.7 no photo", "can't be read as a photo"), (b"", "can't be read"), (PLAIN[:300], "can't be read"),
     (saved(Image.new("L", (40, 30), 90)), "black and white")],
)  # fmt: skip
def test_what_is_no_photo_is_refused_and_nothing_is_written(app: App, raw: bytes, says: str) -> None:
    status, page = send(app, raw)
    assert status == 400
    assert says in page
    assert not photos(app)
    assert not Photo.objects.count()


def test_a_form_without_a_photo_says_so(app: App) -> None:
    answer = app.client.post("/log/photo", {"name": SITE})
    assert answer.status_code == 400
    assert "no photo was chosen yet" in answer.content.decode()


def test_heic_is_a_photo_whatever_its_name_says(app: App) -> None:
    assert send(app, saved(scene(), "HEIF"))[0] == 302


def test_a_file_that_is_too_large_is_refused_plainly_and_the_form_stays(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 50_000)
    status, page = send(app, PLAIN + bytes(60_000), note="a word")
    assert status == 400
    assert "larger than" in page
    assert "a word" in page
    assert not Photo.objects.count()


def test_a_large_file_of_unsaid_length_ends_where_it_grows_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.files.uploadhandler import SkipFile

    class Asked:
        too_large = False

    asked = Asked()
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    handler = uploads.InMemory(asked)  # type: ignore[arg-type]
    handler.handle_raw_input(None, {}, 0, "")
    handler.new_file("photo", "a.jpg", "image/jpeg", None)
    handler.receive_data_chunk(b"12345678", 0)
    with pytest.raises(SkipFile):
        handler.receive_data_chunk(b"12345678", 8)
    assert asked.too_large
    assert handler._held.getvalue() == b""


def test_a_place_that_is_not_on_the_list_is_refused(app: App) -> None:
    assert send(app, name="somewhere")[0] == 400
    assert send(app, name="")[0] == 400
    assert not Photo.objects.count()


def test_the_same_form_sent_twice_is_one_photo(app: App) -> None:
    answers = [send(app, id="form-abcdefgh") for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(photos(app)) == Photo.objects.count() == 1


def test_a_place_that_was_used_is_offered_to_be_tapped(app: App) -> None:
    send(app, name_other="shin_left")
    assert details.setting(app.record, "sites") == ["shin_left"]
    assert 'id="name-1" value="shin_left"' in app.client.get("/log/photo").content.decode()


def test_a_photo_is_served_to_a_browser_that_may_look_and_to_no_other(app: App) -> None:
    send(app)
    name = photos(app)[0].text
    for address in (f"/{name}", f"/photos/small/{name.removeprefix('photos/')}"):
        answer = app.client.get(address)
        assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "no-store")
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert not dict(picture.getexif())
        stranger = Client(HTTP_HOST="127.0.0.1:8137").get(address)
        assert stranger["Content-Type"].startswith("text/html")
        assert stranger.content[:3] != answer.content[:3]


@pytest.mark.parametrize(
    "address", ["/photos/none.jpg", "/photos/small/none.jpg", "/log/photos/none", "/photos/../key.json"]
)
def test_what_is_not_there_has_no_page(app: App, address: str) -> None:
    assert app.client.get(address).status_code == 404


def test_the_page_works_without_a_script_and_has_none_but_our_own(app: App) -> None:
    page = app.client.get("/log/photo").content.decode()
    assert '<input type="file" name="photo" accept="image/*" capture="environment"' in page
    assert page.count("<script") == page.count('<script src="/static/')
    assert "hidden data-camera" in page  # without a script there is no camera button


def test_a_photo_whose_entry_could_not_be_written_is_not_kept(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_said: object, **_more: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("speciosa.store.adding.insert", full)
    app.client.raise_request_exception = False
    assert send(app)[0] == 500
    assert not Photo.objects.exists()
    assert not photos(app)


def test_what_was_seen_in_a_photo_is_not_kept_where_something_was_erased_meanwhile(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.store.answers import ErasedMeanwhileError
    from speciosa.store.models import Answer, Erasure

    send(app)
    (photo,) = photos(app)
    Answer.objects.all().delete()

    looked = photo_looking.Looked()

    def erased(*_said: object, **_more: object) -> object:
        Erasure.objects.create(record=app.record, entry_id="another", erased_s=1)
        return looked

    monkeypatch.setattr(photo_looking, "Looked", erased)
    with pytest.raises(ErasedMeanwhileError):
        photo_looking.look_now(photo.text)
    assert photo_looking.answer_of(app.record, photo.text) is None
