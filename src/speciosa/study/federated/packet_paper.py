"""The file of a packet, and whether the person agreed: a number of the consent text, and nothing else besides."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from speciosa.effect.pooling import EvidencePacket, to_json
from speciosa.values.json_form import dump

CONSENT_TEXT = 1
"""Number of the text in `told`: it rises whenever people would agree to something else."""
CONSENT = "consent"


class Paper(NamedTuple):
    """What is looked at of a file before it is read as a packet.

    Parameters
    ----------
    text : as `effect.pooling` reads it, the consent taken out.
    consent : number of the text that was agreed to; 0 without.
    kind, id, outcome : words that stand there, unchecked; empty where none does.
    """

    text: str
    consent: int
    kind: str
    id: str
    outcome: str


def paper_of(packet: EvidencePacket, *, agreed: bool) -> str:
    """The file's text. Writing it is not agreeing: without a yes it has no such field."""
    text = to_json(packet)
    return dump(json.loads(text) | {CONSENT: CONSENT_TEXT}) if agreed else text


def read_paper(text: str) -> Paper:
    """Look at a file without trusting it; whatever is wrong is left for `packet_from_json` to name.

    Examples
    --------
    >>> read_paper('{"kind": "evidence packet", "consent": 1}')
    Paper(text='{"kind": "evidence packet"}', consent=1, kind='evidence packet', id='', outcome='')
    >>> read_paper('{"consent": true}').text
    '{"consent": true}'
    """
    try:
        top = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        top = None
    if not isinstance(top, dict):
        return Paper(text, 0, "", "", "")
    words = (each if isinstance(each := top.get(key), str) else "" for key in ("kind", "id", "outcome"))
    consent = top.get(CONSENT)
    if type(consent) is not int or consent != CONSENT_TEXT:
        return Paper(text, 0, *words)
    rest = {key: each for key, each in top.items() if key != CONSENT}
    return Paper(json.dumps(rest), consent, *words)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A field twice is for the strict reader to refuse: nothing is taken out of such a file."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError
    return dict(pairs)
