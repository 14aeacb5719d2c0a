"""The app over five years of data: the server's answer for each page, saving, and how often it may be killed."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from bench.figure import Figure

_WORDS = "four quiet words here"
_TIMES = 60
_PAGES = ("/", "/entries", "/help", "/course", "/skin", "/watch", "/doctor", "/log/dose", "/check-in", "/settings")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FORM = re.compile(r'name="id" value="([^"]+)"')


def figures() -> list[Figure]:
    """Pages and saving over a real server on loopback, and kills while writing."""
    with tempfile.TemporaryDirectory() as folder:
        found = _served(Path(folder))
    found.append(_kills())
    return found


def _served(folder: Path) -> list[Figure]:
    words = folder / "words"
    words.write_text(_WORDS + "\n")
    store = folder / "store"
    subprocess.run([sys.executable, "-m", "tests.browser.filled_store", str(store), str(words), "years"], check=True)
    command = [sys.executable, "-m", "speciosa", "app", "--store", str(store), "--no-browser", "--passphrase-file"]
    with subprocess.Popen([*command, str(words)], stdout=subprocess.PIPE, text=True) as app:
        try:
            begun = time.perf_counter()
            link = _link(app)
            ready_s = time.perf_counter() - begun
            browser = _Browser(link)
            browser.ask("GET", link.partition("/start")[1] + link.partition("/start")[2])
            wait_s = _until_answered(browser)
            pages = {each: _spread([browser.timed(each) for _ in range(_TIMES)]) for each in _PAGES}
            every = _spread([browser.timed(each) for _ in range(_TIMES // 4) for each in _PAGES])
            saves = _spread([_save(browser) for _ in range(_TIMES // 2)])
        finally:
            app.terminate()
    slowest = max(pages, key=lambda each: pages[each][1])
    return [
        Figure("start, until the server answers", f"{ready_s:.1f} s", "-", "`speciosa app --passphrase-file`, cold"),
        Figure("five years: every answer worked out", f"{wait_s:.1f} s", "-", "after opening, the worker cold"),
        Figure("a page", _said(every), "<= 20 / 100 ms", "p50 / p95 over ten pages, granian on loopback"),
        Figure("the slowest page", f"{_said(pages[slowest])} ({slowest})", "<= 20 / 100 ms", "p50 / p95"),
        Figure("save a score", _said(saves), "<= 200 ms", "p50 / p95, on the disk when it answers; the worker runs"),
    ]


def _kills() -> Figure:
    times = "1000" if os.environ.get("SPECIOSA_FULL") else "100"
    done = subprocess.run(
        [sys.executable, "-m", "tests.damage.app_kills", times], check=False, capture_output=True, text=True
    )
    return Figure(
        "killed while writing through its pages", done.stdout.strip(), "nothing lost", "`tests.damage.app_kills`"
    )


def _link(app: subprocess.Popen[str]) -> str:
    assert app.stdout is not None
    for line in app.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise RuntimeError("the app did not start")


def _until_answered(browser: _Browser) -> float:
    begun = time.perf_counter()
    while (
        '"running": true' in browser.ask("GET", "/working")[1] or 'class="part"' not in browser.ask("GET", "/help")[1]
    ):
        if time.perf_counter() - begun > 300:
            raise RuntimeError("no answer within five minutes")
        time.sleep(0.5)
    return time.perf_counter() - begun


def _save(browser: _Browser) -> float:
    page = browser.ask("GET", "/")[1]
    token, form = _TOKEN.search(page), _FORM.search(page)
    assert token is not None
    assert form is not None
    said = urlencode({"csrfmiddlewaretoken": token[1], "id": form[1], "value": "5"})
    begun = time.perf_counter()
    status, _ = browser.ask("POST", "/log/score", said)
    took = time.perf_counter() - begun
    assert status == 302, status
    return took


class _Browser:
    """One connection that keeps its cookies."""

    def __init__(self, link: str) -> None:
        self._link, self._cookies = http.client.HTTPConnection(link.split("/")[2], timeout=60), dict[str, str]()

    def timed(self, path: str) -> float:
        begun = time.perf_counter()
        status, _ = self.ask("GET", path)
        assert status == 200, (path, status)
        return time.perf_counter() - begun

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._link.request(method, path, body or None, headers)
        answer = self._link.getresponse()
        for each in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = each.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.read().decode(errors="replace")


def _spread(times_s: list[float]) -> tuple[float, float]:
    ranked = sorted(times_s)
    return 1e3 * ranked[len(ranked) // 2], 1e3 * ranked[len(ranked) * 95 // 100]


def _said(spread: tuple[float, float]) -> str:
    return f"{spread[0]:.0f} / {spread[1]:.0f} ms"
