"""A phone joins with a code, once; strangers see nothing; a removed phone is out at once."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern, get_resolver
from tests.store_fixture import PASSPHRASE
from tests.unit.web.phone_fixture import joined, page, stranger

from speciosa.store import lock
from speciosa.store.models import Device
from speciosa.web import devices, opened, pairing_code
from speciosa.web.certificate import fingerprint, phone_certificate
from speciosa.web.phone_door import DOOR

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

OPEN_TO_STRANGERS = {
    "static", "phone_trust", "phone_authority", "pair", "pair_code", "offline", "service_worker", "sync", "calendar_feed",
}  # fmt: skip


@pytest.fixture
def door(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv(DOOR, "192.168.1.20:8137")
    phone_certificate(app.path / "phone", "192.168.1.20", (), now=datetime.now(UTC))
    pairing_code.forget()
    yield app
    pairing_code.forget()


def code_of(door: App) -> str:
    door.client.post("/phone/code")
    code = pairing_code.standing_code()
    assert code is not None
    return code.text


def test_a_phone_joins_with_the_code_and_from_then_on_sees_the_record(door: App) -> None:
    phone = stranger()
    assert phone.get("/").status_code == 403
    code = code_of(door)
    assert code in page(phone.get(f"/pair/{code}"))
    assert Device.objects.count() == 0  # looking uses nothing up
    answer = phone.post("/pair", {"code": f"{code[:3]} {code[3:6].upper()} {code[6:]}", "name": " My   phone "})
    assert answer.status_code == 302
    cookie = answer.cookies[devices.COOKIE]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert phone.get("/").status_code == 200
    device = Device.objects.get()
    assert device.name == "My phone"
    assert cookie.value not in device.secret_hash + (door.path / "phone" / "devices.json").read_text()


def test_a_code_works_once(door: App) -> None:
    code = code_of(door)
    assert stranger().post("/pair", {"code": code}).status_code == 302
    assert stranger().post("/pair", {"code": code}).status_code == 403
    assert Device.objects.count() == 1


def test_a_code_ends_after_five_minutes(door: App, monkeypatch: pytest.MonkeyPatch) -> None:
    code = code_of(door)
    late = time.monotonic() + 301
    monkeypatch.setattr(time, "monotonic", lambda: late)
    assert stranger().post("/pair", {"code": code}).status_code == 403


def test_a_code_ends_after_five_wrong_ones(door: App) -> None:
    code = code_of(door)
    for _ in range(5):
        assert stranger().post("/pair", {"code": "aaaaaaaaa"}).status_code == 403
    assert stranger().post("/pair", {"code": code}).status_code == 403
    assert pairing_code.standing_code() is None


def test_a_code_ends_when_the_store_is_locked(door: App) -> None:
    code = code_of(door)
    opened.close()
    assert "passphrase" in page(stranger().post("/pair", {"code": code}))
    door.client.post("/unlock", {"passphrase": PASSPHRASE})
    assert stranger().post("/pair", {"code": code}).status_code == 403


def test_codes_are_long_enough_and_never_the_same(door: App) -> None:
    codes = {code_of(door) for _ in range(30)}
    assert len(codes) == 30
    assert all(len(each) >= 8 for each in codes)


def test_without_its_token_no_form_is_taken(door: App) -> None:
    code = code_of(door)
    careful = stranger(enforce_csrf_checks=True)
    assert careful.post("/pair", {"code": code}).status_code == 403
    assert Device.objects.count() == 0


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_stranger_sees_no_page_but_the_few_that_hold_nothing(door: App, is_locked: bool) -> None:
    seen = set()
    if is_locked:
        opened.close()
    phone = stranger()
    for each in get_resolver().url_patterns:
        assert isinstance(each, URLPattern)
        route = re.sub(r"<int:\w+>", "1", str(each.pattern))
        address = "/" + re.sub(r"<str:\w+>", "queue.js" if route.startswith("static") else "nothing", route)
        address = re.sub(r"<\w+(:\w+)?>", "nothing", address)
        for ask in (phone.get, phone.post):
            if "not joined" not in page(ask(address)):
                seen.add(each.name)
    assert seen == OPEN_TO_STRANGERS - {"pair", "pair_code"}  # which are the page for joining itself


def test_a_stranger_can_not_try_passphrases(door: App) -> None:
    opened.close()
    assert stranger().post("/unlock", {"passphrase": PASSPHRASE}).status_code == 403
    assert not lock.is_open()


def test_a_phone_that_has_joined_may_unlock_and_is_then_in(door: App) -> None:
    phone = joined()
    opened.close()
    assert "Passphrase" in page(phone.get("/"))
    assert phone.post("/unlock", {"passphrase": PASSPHRASE}).status_code == 302
    assert phone.get("/phone").status_code == 200


def test_a_removed_phone_is_out_at_once_and_forgets(door: App) -> None:
    phone = joined()
    phone.post("/unlock", {"passphrase": PASSPHRASE})  # its session would let it in
    door.client.post("/unlock", {"passphrase": PASSPHRASE})
    assert phone.get("/phone").status_code == 200
    device = Device.objects.get()
    door.client.post(f"/phone/devices/{device.pk}/remove")
    answer = phone.get("/phone")
    assert answer.status_code == 410
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert phone.get("/offline").status_code == 410
    opened.close()
    assert phone.get("/").status_code == 410


def test_a_phone_can_leave_by_itself(door: App) -> None:
    phone = joined()
    answer = phone.post(f"/phone/devices/{Device.objects.get().pk}/remove")
    assert "Clear-Site-Data" in answer.headers
    assert Device.objects.count() == 0
    assert phone.get("/").status_code == 410


def test_an_older_backup_lets_no_removed_phone_in_and_wipes_no_waiting_entry(door: App) -> None:
    phone = joined("removed later")
    row = Device.objects.get()
    devices.remove(Device.objects.get())
    row.pk = None
    row.save()  # as a restore would bring it back
    assert phone.get("/").status_code == 410
    newer = joined("joined after the backup")
    Device.objects.filter(name="joined after the backup").delete()
    answer = newer.get("/")
    assert answer.status_code == 403
    assert "Clear-Site-Data" not in answer.headers


def test_without_the_list_beside_the_store_no_phone_is_known(door: App) -> None:
    phone = joined()
    (door.path / "phone" / "devices.json").write_text("[")
    assert phone.get("/").status_code == 403


def test_the_page_shows_the_certificates_fingerprint_and_pictures_to_point_at(door: App) -> None:
    code = code_of(door)
    shown = page(door.client.get("/phone"))
    assert fingerprint(door.path / "phone" / "authority.crt").replace(":", " ") in shown
    assert shown.count("<svg") == 2
    assert "style=" not in shown
    assert f"{code[:3]} {code[3:6]} {code[6:]}" in shown


def test_a_phone_makes_no_code(door: App) -> None:
    joined().post("/phone/code")
    assert pairing_code.standing_code() is None


def test_the_certificate_is_handed_out_in_the_form_that_phones_install(door: App) -> None:
    answer = stranger().get("/phone/ca.crt")
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert answer.content[:1] == b"\x30"
    assert b"PRIVATE" not in answer.content


def test_without_the_phones_door_the_page_says_how_to_open_it(app: App) -> None:
    assert "speciosa app --phone" in page(app.client.get("/phone"))


def test_only_hashes_lie_beside_the_store(door: App) -> None:
    joined("Anna's phone")
    said = json.loads((door.path / "phone" / "devices.json").read_text())
    assert set(said.values()) == {"paired"}
    assert all(len(each) == 64 for each in said)
