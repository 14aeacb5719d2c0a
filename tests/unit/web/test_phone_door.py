"""The phone's door: an address in the network, TLS, and in plain the certificate alone."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from speciosa.store.store_folder import StoreFolder
from speciosa.values.errors import EntryError
from speciosa.web import phone_door, phone_server
from speciosa.web.certificate import phone_certificate
from speciosa.web.hosts import HOSTS
from speciosa.web.phone_door import DOOR, Door, phone_address


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (DOOR, HOSTS):
        monkeypatch.setenv(name, "")  # so that what a test sets is taken away after it


def echo(environ: dict[str, Any], begin: Any) -> list[bytes]:
    begin("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2; Secure")])
    return [f"{environ['wsgi.url_scheme']} {environ[phone_server.DOOR_MARK]} {environ['PATH_INFO']} "
            f"{environ.get('HTTP_COOKIE', '-')}".encode()]  # fmt: skip


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = phone_certificate(tmp_path, "127.0.0.1", (), now=datetime.now(UTC))
    server = phone_server.serve_phone("127.0.0.1", 0, made, echo)
    yield Door("127.0.0.1", server.server_address[1], made)
    server.shutdown()
    server.server_close()


def ask(door: Door, path: str, *, tls: bool, method: str = "GET", **headers: str) -> tuple[int, str, list[str]]:
    context = ssl.create_default_context(cafile=str(door.certificate.authority))
    made = (
        http.client.HTTPSConnection(door.host, door.port, context=context, timeout=10)
        if tls
        else http.client.HTTPConnection(door.host, door.port, timeout=10)
    )
    made.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
    answer = made.getresponse()
    found = answer.status, answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
    made.close()
    return found


def test_a_phone_that_trusts_the_authority_is_answered_over_tls_and_every_cookie_is_for_tls(door: Door) -> None:
    status, body, cookies = ask(door, "/any", tls=True, Cookie="c=3")
    assert (status, body) == (200, "https tls /any c=3")
    assert cookies == ["a=1; Path=/; Secure", "b=2; Secure"]


def test_in_plain_only_the_certificates_page_is_there_without_any_cookie(door: Door) -> None:
    assert ask(door, "/", tls=False, Cookie="c=3") == (200, "http plain /phone/trust -", [])
    assert ask(door, "/phone/ca.crt", tls=False)[1] == "http plain /phone/ca.crt -"
    for path in ("/phone", "/unlock", "/sync", "/static/../unlock", "/static/queue.js"):
        assert ask(door, path, tls=False)[0] == 404
    assert ask(door, "/", tls=False, method="POST")[0] == 404


def test_a_header_cannot_say_that_it_came_another_way(door: Door) -> None:
    status, body, _ = ask(door, "/any", tls=True, speciosa_phone_door="no", HTTPS="off")
    assert (status, body) == (200, "https tls /any -")


def test_a_connection_that_says_nothing_keeps_nobody_waiting(door: Door) -> None:
    with socket.create_connection((door.host, door.port)), socket.create_connection((door.host, door.port)) as half:
        half.send(b"\x16")
        assert ask(door, "/any", tls=True)[0] == 200


def test_a_drop_now_and_then_holds_no_connection_for_ever(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_server, "_LONGEST_S", 0.3)
    with socket.create_connection((door.host, door.port)) as slow:
        slow.settimeout(0.1)
        for _ in range(80):
            try:
                slow.sendall(b"a")
                if slow.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            pytest.fail("it was still listened to")


def test_one_address_holds_only_some_of_the_connections(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_server, "_MOST_OF_ONE", 2)

    def is_answered() -> bool:
        try:
            return ask(door, "/", tls=False)[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    with socket.create_connection((door.host, door.port)), socket.create_connection((door.host, door.port)):
        assert not all(is_answered() for _ in range(50))
    assert any(is_answered() for _ in range(50))


def test_a_line_without_end_is_refused(door: Door) -> None:
    assert ask(door, "/" + "a" * 70_000, tls=True)[0] == 414


def test_old_tls_is_refused(door: Door) -> None:
    context = ssl.create_default_context(cafile=str(door.certificate.authority))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with socket.create_connection((door.host, door.port)) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="127.0.0.1")


def test_the_app_learns_exactly_its_own_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(phone_door, "own_address", lambda: "127.0.0.1")
    monkeypatch.setattr(phone_door, "_port_of_both", lambda _host, _wanted: 8200)
    monkeypatch.setattr(socket, "gethostname", lambda: "Kitchen.lan")
    folder = StoreFolder(tmp_path)
    address = phone_address(folder, None)
    assert (address.url, os.environ[DOOR]) == ("http://127.0.0.1:8200", "127.0.0.1:8200")
    assert set(os.environ[HOSTS].split(",")) == {
        "127.0.0.1:8200", "localhost:8200", "[::1]:8200", "kitchen.local:8200"
    }  # fmt: skip
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8200" in said
    assert "code for joining" in said
    made = phone_door.door_of(folder)
    assert made is not None
    assert made.certificate.certificate.exists()


def test_a_computer_in_no_network_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Alone(socket.socket):
        def connect(self, _address: Any) -> None:
            raise OSError

    monkeypatch.setattr(socket, "socket", Alone)
    with pytest.raises(EntryError, match="in no network"):
        phone_door.own_address()


def test_a_port_that_is_taken_in_the_network_is_not_used() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.2", 0))
        taken.listen()
        with pytest.raises(EntryError, match="taken"):
            phone_door._port_of_both("127.0.0.2", taken.getsockname()[1])


def test_without_being_asked_there_is_no_door(tmp_path: Path) -> None:
    assert phone_door.door_of(StoreFolder(tmp_path)) is None
