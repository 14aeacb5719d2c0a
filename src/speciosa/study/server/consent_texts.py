"""What people agree to: texts with versions and languages, and who has to be asked anew.

A version is one agreement in several languages. A new one asks everybody again before they go on; the older ones stay
readable, and each agreement names the very text that was agreed to.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from speciosa.store.details import setting
from speciosa.study.server.models import Consent, ConsentText, Participant, Study

KEPT, ERASED, ASKED = "kept", "erased", "asked"
ENTRIES_AFTER = {
    KEPT: "What was written until then stays in the study.",
    ERASED: "What was written is erased for good.",
    ASKED: "The person chooses: kept until then, or erased for good.",
}
"""What a text can promise about the entries of somebody who withdraws."""
_FIRST = "en"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is ticked beside the text itself, and may be left out.

    Parameters
    ----------
    key : stable, the same in every language, like ``photos``. says: one sentence, in the text's language.
    """

    key: str
    says: str


def newest_version(study: Study) -> int:
    """The number of the version that counts now; 0 where there is none."""
    return ConsentText.objects.filter(study=study).order_by("-version").values_list("version", flat=True).first() or 0


def current(study: Study, language: str) -> ConsentText | None:
    """The text that counts now, in somebody's language.

    Parameters
    ----------
    language : as the person set it, ``de`` or ``de-AT``; where the version lacks it: English, else its first language.

    Returns
    -------
    None where the study has no text yet.
    """
    there = {each.language: each for each in ConsentText.objects.filter(study=study, version=newest_version(study))}
    if not there:
        return None
    wished = (language, language.split("-", maxsplit=1)[0], _FIRST, min(there))
    return next(there[each] for each in wished if each in there)


def needs_consent(participant: Participant) -> ConsentText | None:
    """The text that somebody has to be asked about before they go on; None where they agreed to this version.

    Nobody who withdrew is asked again. Where the study has no text, there is nothing to agree to: nobody can join.
    """
    if participant.state == "withdrawn":
        return None
    agreed = agreed_version(participant)
    if agreed is not None and agreed == newest_version(participant.study):
        return None
    return current(participant.study, str(setting(participant.record, "language")) or _FIRST)


def agreed_version(participant: Participant) -> int | None:
    """The version that somebody last agreed to and did not take back."""
    held = Consent.objects.filter(participant=participant, withdrawn_s=None).order_by("-text__version")
    return held.values_list("text__version", flat=True).first()


def parts_of(text: ConsentText) -> tuple[Part, ...]:
    """What can be ticked beside the text itself."""
    return tuple(Part(each["key"], each["says"]) for each in json.loads(text.parts))


def digest_of(text: ConsentText) -> str:
    """SHA-256 over all that a text says: 64 hexadecimal digits."""
    said = [text.version, text.language, text.title, text.body, json.loads(text.parts), text.entries_after]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
