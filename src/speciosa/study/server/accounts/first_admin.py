"""The administrator of the whole server: made at the terminal of its machine, nowhere else."""

from __future__ import annotations

from django.db import transaction

from speciosa.study.server import trail
from speciosa.study.server.accounts.one_time_link import account_for, new_link
from speciosa.study.server.trail.chain import SERVER, Doing


def make_admin(email: str) -> str:
    """Make somebody administrator of the server: the address, from the slash on, that sets their password, once.

    Whoever is one already gets a new link: their old password and all their sessions end.

    Raises
    ------
    EntryError : this is no address.
    """
    with transaction.atomic():
        account, made = account_for(email)
        was = account.is_superuser
        account.is_superuser = True
        account.save(update_fields=["is_superuser"])
        subject = f"account {account.pk}"
        if made:
            trail.add(SERVER, Doing("account made", subject, new=account.username), actor=SERVER, role="terminal")
        new = {"address": account.username, "administrator of the server": True}
        old = {"administrator of the server": was}
        trail.add(SERVER, Doing("one-time link made at the terminal", subject, old, new), actor=SERVER, role="terminal")
        return new_link(account)
