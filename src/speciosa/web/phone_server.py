"""The server behind the phone's door: TLS in the app's own process, a few connections at a time.

The same port answers in plain, too, where a phone begins that does not trust the certificate yet: only the page that
hands the certificate out, never a cookie, never anything of the record. Whoever comes through this door is marked as
such in a way that no request can forge (`DOOR_MARK`): the gate lets only phones in that have joined.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from socketserver import TCPServer, ThreadingMixIn
from typing import IO, Any, cast
from wsgiref.handlers import SimpleHandler
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from speciosa.web.certificate import PhoneCertificate

DOOR_MARK = "speciosa.phone_door"
"""Key of the WSGI environment: set where a request came through the phone's door. A header can't set it."""

TRUST_PATHS = {"/": "/phone/trust", "/phone/trust": "/phone/trust", "/phone/ca.crt": "/phone/ca.crt"}
"""What is handed out in plain: each address, and the page behind it."""

_PLAIN_FILES = ("/static/speciosa.css", "/static/speciosa.js", "/static/icon.svg")
_NOT_IN_PLAIN = {"set-cookie", "cross-origin-opener-policy"}
_TLS_HELLO = b"\x16"
_WAIT_S, _MOST_CONNECTIONS, _LONGEST_LINE = 20.0, 24, 65_536
_MOST_OF_ONE = 8
"""Connections of one address: more than a browser opens for a page, and room is left for other phones."""
_LONGEST_S = 180.0
"""Of a whole request: a large photo over a slow network, and no drop a minute for ever."""

_Start = Callable[..., Any]
_Application = Callable[[dict[str, Any], _Start], Iterable[bytes]]


def serve_phone(host: str, port: int, certificate: PhoneCertificate, application: _Application) -> WSGIServer:
    """Open the door in a thread of this process.

    Raises
    ------
    OSError : the address can't be listened on.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate.certificate, certificate.key)
    server = _Server((host, port), context)
    server.set_app(through_door(application))
    threading.Thread(target=server.serve_forever, name="phone's door", daemon=True).start()
    return server


def through_door(application: _Application) -> _Application:
    """The application as a phone sees it: every cookie only over TLS; in plain the certificate's page alone."""

    def answer(environ: dict[str, Any], start: _Start) -> Iterable[bytes]:
        is_plain = environ["wsgi.url_scheme"] == "http"
        environ[DOOR_MARK] = "plain" if is_plain else "tls"
        if is_plain:
            path = environ.get("PATH_INFO", "")
            if environ["REQUEST_METHOD"] != "GET" or (path not in TRUST_PATHS and path not in _PLAIN_FILES):
                start("404 Not Found", [("Content-Type", "text/plain")])
                return [b"Nothing stands here."]
            environ["PATH_INFO"] = TRUST_PATHS.get(path, path)
            environ.pop("HTTP_COOKIE", None)

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if is_plain:
                return start(status, [each for each in headers if each[0].lower() not in _NOT_IN_PLAIN], *rest)
            return start(status, [_secured(each) for each in headers], *rest)

        return application(environ, begin)

    return answer


def _secured(header: tuple[str, str]) -> tuple[str, str]:
    if header[0].lower() == "set-cookie" and "; secure" not in header[1].lower():
        return header[0], f"{header[1]}; Secure"
    return header


class _Answer(ServerHandler):
    """One answer. It names no software, and writes no traceback."""

    server_software = "app"

    def close(self) -> None:
        SimpleHandler.close(self)  # without the library's line in a log

    def log_exception(self, exc_info: Any) -> None:
        del exc_info


class _Handler(WSGIRequestHandler):
    """One request. Nothing is logged: an address is a matter of the record."""

    server_version, sys_version = "app", ""

    def handle(self) -> None:
        self.raw_requestline = self.rfile.readline(_LONGEST_LINE + 1)
        if len(self.raw_requestline) > _LONGEST_LINE:
            self.requestline, self.request_version, self.command = "", "", ""
            self.send_error(414)
        elif self.parse_request():
            answer = _Answer(self.rfile, cast("IO[bytes]", self.wfile), self.get_stderr(), self.get_environ())
            answer.run(self._application)

    @property
    def _application(self) -> Any:
        assert isinstance(self.server, WSGIServer)
        return self.server.get_app()

    def get_environ(self) -> dict[str, Any]:
        environ = super().get_environ()
        if isinstance(self.connection, ssl.SSLSocket):
            environ["HTTPS"] = "on"  # from which wsgiref tells the scheme
        return environ

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its name in the library
        del format, args


def _cut(connection: socket.socket) -> None:
    """End a connection that takes too long: whoever reads from it or writes to it is woken."""
    with suppress(OSError):  # it has ended this very moment
        connection.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads, block_on_close, request_queue_size = True, False, 16

    def __init__(self, address: tuple[str, int], context: ssl.SSLContext) -> None:
        self._context, self._counting = context, threading.Lock()
        self._here: Counter[str] = Counter()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # the library would ask the network for this machine's name, and wait
        self.server_name, self.server_port = self.server_address[0], self.server_address[1]  # type: ignore[assignment]
        self.setup_environ()

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Tell TLS from plain by the first byte, in the connection's own thread: nobody waits for a slow one."""
        if not self._let_in(client_address[0]):
            return
        held = request.dup()  # TLS takes the connection over: this one stays good for ending it
        ends = threading.Timer(_LONGEST_S, _cut, [held])
        ends.daemon = True
        ends.start()
        try:
            request.settimeout(_WAIT_S)
            if request.recv(1, socket.MSG_PEEK) == _TLS_HELLO:
                with self._context.wrap_socket(request, server_side=True) as encrypted:
                    _Handler(encrypted, client_address, self)
            else:
                _Handler(request, client_address, self)
        finally:
            ends.cancel()
            held.close()
            with self._counting:
                self._here -= Counter([client_address[0]])

    def _let_in(self, address: str) -> bool:
        """Count a connection in, unless there are too many: of all together, or of this address."""
        with self._counting:
            if self._here.total() >= _MOST_CONNECTIONS or self._here[address] >= _MOST_OF_ONE:
                return False
            self._here[address] += 1
            return True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A phone that went away, or does not trust us yet: no matter for the terminal."""
        del request, client_address
