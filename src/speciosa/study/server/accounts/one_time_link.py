"""A link that sets a password, once: for a new account, or where somebody forgot theirs. It travels by hand.

It holds what the account's password was when it was made: once a password is set with it, it and any older one are
dead. Nothing of it is kept.
"""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from speciosa.knowledge import load_knowledge
from speciosa.values.errors import EntryError

_SALT = "speciosa.study.one_time_link"
_LONGEST = 150
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def account_of(email: str) -> User | None:
    """The account of the staff with this address, or None."""
    return User.objects.filter(username=_plain(email)).first()


def account_for(email: str) -> tuple[User, bool]:
    """The account of the staff with this address, and whether it was made now: without a password.

    Raises
    ------
    EntryError : it is no address, or a longer one than can be kept.
    """
    address = _plain(email)
    if not _ADDRESS.fullmatch(address) or len(address) > _LONGEST:
        raise EntryError("this is no e-mail address", where=email[:_LONGEST], todo="check it and try again")
    with transaction.atomic():
        account, made = User.objects.get_or_create(username=address, defaults={"email": address})
        if made:
            account.set_unusable_password()
            account.save(update_fields=["password"])
    return account, made


def new_link(account: User) -> str:
    """The address, from the slash on, of a page that sets this account's password. Older links are dead from now on.

    An account that has a password loses it, and each of its sessions ends.
    """
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return f"/accounts/first/{signing.dumps([account.pk, _mark(account)], salt=_SALT)}/"


def account_of_link(token: str) -> User | None:
    """Whose password a link sets; None where it was used, is too old, or was never made here."""
    hours = load_knowledge().choice("study_link_most_h")
    try:
        key, mark = signing.loads(token, salt=_SALT, max_age=round(3600 * hours))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    account = User.objects.select_for_update().filter(pk=key, is_active=True).first()
    return account if account is not None and constant_time_compare(mark, _mark(account)) else None


def _mark(account: User) -> str:
    """Tells a password from the next one, and says nothing about it."""
    return salted_hmac(_SALT, account.password, algorithm="sha256").hexdigest()[:32]


def _plain(email: str) -> str:
    return email.strip().lower()
