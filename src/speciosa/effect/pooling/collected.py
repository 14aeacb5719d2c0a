"""Packets as they come in: read, held against each other, and the wrong ones named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from speciosa.effect.pooling.packet import EvidencePacket
from speciosa.effect.pooling.packet_file import packet_from_json, to_json
from speciosa.effect.pooling.pooled import Rejected
from speciosa.knowledge import Knowledge
from speciosa.values.errors import EntryError


class Collected(NamedTuple):
    """Packets by the name of their file, and those left out."""

    packets: dict[str, EvidencePacket]
    rejected: tuple[Rejected, ...]


def collect(files: Mapping[str, str], knowledge: Knowledge, *, outcome: str) -> Collected:
    """The packets of many files' texts, each person once.

    Of packets with the same bytes one counts. Where packets with the same id differ none counts: nothing
    in them says which is the later one, and anybody who has seen an id could write it on a packet of their own.

    Parameters
    ----------
    files : text by the file's name.
    outcome : what the packets have to be about.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> collect({"a.json": "{"}, load_knowledge(), outcome="pain").rejected[0].why
    'the file: this is not JSON; send the file again as speciosa wrote it'
    """
    read: dict[str, EvidencePacket] = {}
    rejected: list[Rejected] = []
    for file in sorted(files):
        try:
            packet = packet_from_json(files[file], knowledge)
        except EntryError as error:
            rejected.append(Rejected(file, str(error)))
            continue
        if packet.outcome == outcome:
            read[file] = packet
        else:
            rejected.append(Rejected(file, "It is about another outcome than the others; pool it with its own kind."))
    packets: dict[str, EvidencePacket] = {}
    contents = {file: to_json(packet) for file, packet in read.items()}
    different = Counter(packet_id for packet_id, _ in {(read[file].id, contents[file]) for file in read})
    seen: set[str] = set()
    for file, packet in read.items():
        if different[packet.id] > 1:
            why = (
                "Another packet has the same id and says something else; pool the one that is right without the other."
            )
            rejected.append(Rejected(file, why))
        elif packet.id in seen:
            rejected.append(Rejected(file, "It is the same as another file, which counts once."))
        else:
            packets[file] = packet
        seen.add(packet.id)
    return Collected(packets, tuple(sorted(rejected)))
