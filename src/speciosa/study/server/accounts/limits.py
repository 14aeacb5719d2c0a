"""How often somebody may try to sign in: rows of the table of our own choices, in the library's form."""

from __future__ import annotations

from speciosa.knowledge import load_knowledge


def sign_in_limits() -> dict[str, str]:
    """What ``ACCOUNT_RATE_LIMITS`` takes: so many tries, in so long, by whom. It counts the wrong ones.

    Examples
    --------
    >>> sign_in_limits()["login_failed"]
    '10/m/ip,5/300s/key'
    """
    choice = load_knowledge().choice
    address, tries = int(choice("study_sign_in_tries_address")), int(choice("study_sign_in_tries"))
    seconds = round(60 * choice("study_sign_in_wait_min"))
    return {"login_failed": f"{address}/m/ip,{tries}/{seconds}s/key", "reauthenticate": f"{tries}/m/user"}
