"""`speciosa study pool`: many people's packets as one answer, for whoever pools or to be published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import not_negative
from speciosa.cli.leaving import write_all
from speciosa.cli.study_packet import own_place
from speciosa.cli.terminal import prints, progress, say, say_wrapped, terminal_width
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.study.federated.inbox import Inbox, Registry
    from speciosa.study.federated.pool_told import PoolTold

_POOL, _RELEASE = "pool.json", "release.json"
_LEDGER_LARGEST = 100_000_000


def pool(
    *packets: Path,
    registered: Annotated[list[Path] | None, Parameter(negative=(), consume_multiple=True)] = None,
    of: str = "effect",
    outcome: str = "",
    out: Path | None = None,
    publish: Annotated[bool, Parameter(negative=())] = False,
    ledger: Path | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
) -> None:
    """Pool packets of many people into one answer. No diary is needed.

    Example: speciosa study pool inbox --registered registrations

    Parameters
    ----------
    packets
        Packets and withdrawals: files, or folders of them.
    registered
        Registrations of day 0: files, or folders of them. Who never sent is counted by these.
    of
        Which number: effect (usual against none), one_step_less, or a dose such as dose_0.5.
    outcome
        What the packets are about. Without it: what most of them are about.
    out
        A folder for the answer.
    publish
        Make an answer that may be given out: enrolled people who agreed, no row of a person. Needs --registered, --out.
    ledger
        The list of what was published before. Without it: one for each study, in this machine's own data folder.
    json
        Print one JSON document instead.
    seed
        Seed of every random draw: the same packets and seed give the same answer.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.study.federated.inbox import read_inbox, read_registry
    from speciosa.study.federated.whole_pool import refuse_no_number

    refuse_no_number(of)
    if not packets:
        raise EntryError("no packet is named", todo="name files, or a folder of them")
    if publish and (not registered or out is None):
        what = "a published pool takes enrolled participants only, and is written to a folder"
        raise EntryError(what, where="--publish", todo="name the registrations with --registered, and --out FOLDER")
    knowledge = load_knowledge()
    with progress("Reading packets ...", "files") as show:
        inbox = read_inbox(packets, knowledge, outcome=outcome, show=show)
    registry = read_registry(registered) if registered else None
    if publish and registry is not None and out is not None:
        _publish(inbox, registry, knowledge, of=of, seed=seed, out=out, ledger=ledger, json=json)
        return
    _pool(inbox, registry, knowledge, of=of, seed=seed, out=out, json=json)


def _pool(
    inbox: Inbox, registry: Registry | None, knowledge: Knowledge, *, of: str, seed: int, out: Path | None, json: bool
) -> None:
    from speciosa.study.federated.whole_pool import whole_pool
    from speciosa.values.json_form import dump

    with progress("Pooling ..."):
        found = whole_pool(inbox, registry, knowledge, of=of, seed=seed)
    if out is not None:
        write_all({out / _POOL: dump(found.document).encode()})
    if json:
        print(dump(found.document), end="")
        return
    say_pool(found.told, found.flow)
    for file, why in found.left:
        say_wrapped(f"{file}: {why}", terminal_width(), "    ")
    if out is not None:
        say("")
        said = f"Written: {out / _POOL}. It holds a row for each person and is not for publishing: see --publish."
        say_wrapped(said, terminal_width())


def _publish(
    inbox: Inbox, registry: Registry, knowledge: Knowledge, *, of: str, seed: int, out: Path, ledger: Path | None,
    json: bool,
) -> None:  # fmt: skip
    """The release and the line in the ledger: both, or none."""
    from speciosa.study.federated.ledger import ledger_text, releases_of
    from speciosa.study.federated.pool_told import pool_told
    from speciosa.study.federated.release import publish
    from speciosa.values.json_form import dump

    book = ledger or own_place(registry.study, ".releases")
    if book.resolve().is_relative_to(out.resolve()):
        raise EntryError("the list of releases names ids and may not lie in what is given out", where="--ledger")
    earlier = releases_of(_text_in(book), registry.study) if book.exists() else ()
    with progress("Pooling ..."):
        made = publish(inbox, registry, knowledge, of=of, seed=seed, earlier=earlier)
    text = dump(made.document)
    listed = earlier if made.release in earlier else (*earlier, made.release)
    write_all({book: ledger_text(registry.study, listed).encode(), out / _RELEASE: text.encode()})
    if json:
        print(text, end="")
        return
    say_pool(pool_told(made.pooled, knowledge), made.document["flow"])
    say("")
    say_wrapped(
        f"Written: {out / _RELEASE}. No id, no row of a person, no count that tells of a few.", terminal_width()
    )
    say_wrapped(
        f"What was published is listed in {book}. That list names ids: keep it, and give it to nobody.",
        terminal_width(),
    )


def say_pool(told: PoolTold, flow: Mapping[str, int | None]) -> None:
    """The state in words, fifty dots, the numbers, how it could be wrong, and where people went."""
    from speciosa.cli.dots_picture import PLAIN, ROUND, dots_picture
    from speciosa.study.federated.pool_told import flow_told

    width = terminal_width()
    ink = ROUND if prints("".join(ROUND)) else PLAIN
    say_wrapped(told.question, width)
    say_wrapped(told.lead, width, "  ")
    say("", "Fifty equally likely answers for the mean over people")
    lines = dots_picture(
        told.dots, ink, lower_is_better=told.lower_is_better, notice=told.notice, width=width - 2, ends=told.ends
    )
    say(*(f"  {line}".rstrip() for line in lines), "")
    for line in told.numbers:
        say_wrapped(line, width)
    for title, under in (("How this could be wrong:", told.doubts), ("Where people went:", flow_told(flow))):
        say("", title)
        for line in under:
            say_wrapped(line, width, "  - ")


def _text_in(book: Path) -> str:
    try:
        with book.open("rb") as opened:
            return opened.read(_LEDGER_LARGEST).decode()
    except UnicodeDecodeError:
        return ""  # `releases_of` says that it is damaged
