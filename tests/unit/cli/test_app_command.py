"""`speciosa app`, as a script starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path

import pytest

WORDS = "four quiet words here\n"


def call(*options: str) -> list[str]:
    return [sys.executable, "-m", "speciosa", "app", "--no-browser", *options]


@contextmanager
def started(store: Path, words: Path) -> Iterator[tuple[str, str]]:
    """The app until the end of the block: what it printed, and its address."""
    command = call("--store", str(store), "--passphrase-file", str(words))
    elsewhere = os.environ | {"DJANGO_SETTINGS_MODULE": "another.projects"}  # what a terminal may be set up for
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=elsewhere) as app:
        assert app.stdout is not None
        printed = ""
        try:
            while "End it" not in printed:
                line = app.stdout.readline()
                assert line, printed + (app.stderr.read() if app.stderr else "")
                printed += line
            yield printed, re.findall(r"http://\S+", printed)[0]
        finally:
            app.send_signal(signal.SIGINT)
            _, errors = app.communicate(timeout=30)
            assert errors.replace("speciosa: Interrupted. Nothing was left half-written.\n", "") == ""


def test_first_use_makes_the_store_and_prints_its_code_once_and_the_link_lets_one_browser_in(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text(WORDS)
    store = tmp_path / "store"
    with started(store, words) as (printed, link):
        assert re.search(r"^  ([0-9A-Z]{4}-){6}[0-9A-Z]{4}$", printed, re.MULTILINE)
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        page = browser.open(link, timeout=20)
        assert isinstance(page, HTTPResponse)
        assert "How is your pain now?" in page.read().decode()
        while '"running": true' in browser.open(link.partition("/start")[0] + "/working", timeout=20).read().decode():
            time.sleep(0.3)  # ended while its worker begins, that one would say so
        stranger = urllib.request.urlopen(link, timeout=20)
        assert 'name="passphrase"' in stranger.read().decode()
    with started(store, words) as (printed, _):
        assert "recovery code" not in printed
    assert sorted(each.name for each in store.iterdir())[:2] == ["key.json", "store.db"]


def test_a_wrong_passphrase_and_a_taken_port_are_one_sentence_and_status_2(tmp_path: Path) -> None:
    words, other = tmp_path / "words", tmp_path / "other"
    words.write_text(WORDS)
    other.write_text("another four words\n")
    with started(tmp_path / "store", words) as (_, link):
        port = link.split(":")[2].partition("/")[0]
        for options in (("--passphrase-file", str(other)), ("--port", port)):
            done = subprocess.run(
                call("--store", str(tmp_path / "store"), *options), capture_output=True, text=True, check=False,
                timeout=60,
            )  # fmt: skip
            assert done.returncode == 2, options
            assert done.stderr.startswith("speciosa: ")
            assert done.stderr.count("\n") == 1
            assert "Traceback" not in done.stderr


@pytest.mark.parametrize("wrong", ["a file", "too short"])
def test_a_store_that_can_t_be_made_is_said_on_the_terminal(tmp_path: Path, wrong: str) -> None:
    words, store = tmp_path / "words", tmp_path / "store"
    words.write_text("short\n" if wrong == "too short" else WORDS)
    if wrong == "a file":
        store.write_text("no folder")
    done = subprocess.run(
        call("--store", str(store), "--passphrase-file", str(words)), capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("speciosa: ")
    assert done.stdout == ""
