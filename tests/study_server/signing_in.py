"""Accounts with a true password and codes of an app, for tests that go in by the door."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.test import Client, TestCase, override_settings

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PASSWORD = "correct horse battery"


@contextmanager
def quick_hashing() -> Iterator[None]:
    """Passwords hashed at next to no cost: what is tested is not Argon2."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def account(email: str, *, superuser: bool = False) -> User:
    """An account with `PASSWORD` and no second factor."""
    from django.contrib.auth.models import User

    made = User.objects.create(username=email, email=email, is_superuser=superuser)
    made.set_password(PASSWORD)
    made.save()
    return made


def browser() -> Client:
    """A browser in which nobody has signed in."""
    return Client(HTTP_HOST="127.0.0.1")


def typed(client: Client, email: str, password: str = PASSWORD) -> int:
    """Sign in with a password: the status of the answer."""
    return client.post("/accounts/login/", {"login": email, "password": password}).status_code


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code that an app shows now, or so many half minutes later."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def set_up(client: Client) -> str:
    """Set up an app that shows codes, by the pages: its secret."""
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = page.partition('<p class="code">')[2].partition("</p>")[0]
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret
