"""`speciosa study serve`: the server of a study."""

from __future__ import annotations

import sys
from pathlib import Path

from speciosa.cli.terminal import progress, say


def serve(
    *,
    store: Path | None = None,
    passphrase_file: Path | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
    certificate: Path | None = None,
    key: Path | None = None,
    admin: str = "",
    workers: int = 1,
) -> None:
    """Run the server of a study: on PostgreSQL (SPECIOSA_POSTGRESQL), or for a pilot on an encrypted store.

    It answers on this machine alone, unless you name a certificate, or a proxy in front ends TLS.

    Example: speciosa study serve --store pilot --passphrase-file words.txt --admin ada@clinic.example

    Parameters
    ----------
    store
        For a pilot: the folder of an encrypted store; made where it is missing.
    passphrase_file
        A file with the store's passphrase.
    host
        The address to listen on.
    port
        The port to listen on. Without it: a free one.
    certificate
        A file with the server's certificate and those above it, PEM.
    key
        A file with the certificate's private key, PEM.
    admin
        E-mail address of the server's administrator. Prints a link that sets their password, once.
    workers
        Processes that answer: one, for now.
    """
    from speciosa.study.server import serving

    serving.refuse_without_libraries()
    place, words = serving.own_place(store, passphrase_file)
    serving.refuse_workers(place, workers)
    address = serving.own_address(host, port, certificate, key)
    base = serving.link_base(address)
    with progress("Bringing the tables to this version ..."):
        begun = serving.begin(place, words)
    if begun.recovery_code:
        say("The store is made. Its recovery code, shown once:", "", f"  {begun.recovery_code}", "")
        say("Write it down: with a lost passphrase and without it nobody can open the store.", "")
    if begun.secret_is_new:
        say(f"The server's secret is made: {begun.secret}", "Back it up, and not together with the database.", "")
    if admin:
        _say_link(f"{base}{_admin_link(admin)}", admin)
    serving.leave()

    def ready() -> None:
        say(f"The server answers at: {base}/study/", "End it with Ctrl+C.")
        sys.stdout.flush()

    serving.serve(address, ready, workers=workers)


def _admin_link(admin: str) -> str:
    from speciosa.study.server.accounts.first_admin import make_admin

    return make_admin(admin)


def _say_link(link: str, admin: str) -> None:
    from speciosa.knowledge import load_knowledge

    hours = load_knowledge().choice("study_link_most_h")
    say(f"For {admin}, shown once, dead after {hours:g} hours or once it is used:", "", f"  {link}", "")
