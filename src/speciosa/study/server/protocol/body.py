"""A version of a protocol as one document: the answers, the design, why it is new, and what changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from speciosa.study.server.models import Protocol
from speciosa.study.server.protocol.design import StudyDesign
from speciosa.study.server.protocol.items import ITEMS, Item, missing_in


@dataclass(frozen=True, slots=True)
class Body:
    """What a version says.

    Parameters
    ----------
    answers : by the key of the item; those without an answer are missing.
    design : None where there is none yet.
    reason : why there is this version. ethics_reference: under which an amendment was approved; empty elsewhere.
    """

    answers: dict[str, str] = field(default_factory=dict)
    design: StudyDesign | None = None
    reason: str = ""
    ethics_reference: str = ""

    @property
    def missing(self) -> list[Item]:
        """Required items without an answer."""
        return missing_in(self.answers)

    @property
    def is_whole(self) -> bool:
        """Whether every required item is answered, and there is a design."""
        return self.design is not None and not self.missing

    def says_the_same_as(self, other: Body) -> bool:
        """Whether nothing but the reason differs."""
        return self.answers == other.answers and self.design == other.design

    def written(self) -> str:
        """The exact text that is kept and hashed: JSON, keys sorted, no spaces."""
        said = {
            "answers": self.answers, "design": self.design.to_json() if self.design else None,
            "reason": self.reason, "ethics_reference": self.ethics_reference,
        }  # fmt: skip
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def body_of(protocol: Protocol) -> Body:
    """What a version says."""
    said = json.loads(protocol.body)
    design = said.get("design")
    return Body(
        said.get("answers", {}), StudyDesign.of_json(design) if design else None, said.get("reason", ""),
        said.get("ethics_reference", ""),
    )  # fmt: skip


def digest_of(text: str) -> str:
    """SHA-256 of what is kept: 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def changed(before: Body, after: Body) -> list[tuple[str, str, str]]:
    """What differs: the item's number and title, or the name of a part of the design; what stood, and what stands."""
    found = [
        (f"{each.key} {each.title}", before.answers.get(each.key, ""), after.answers.get(each.key, ""))
        for each in ITEMS
        if before.answers.get(each.key, "") != after.answers.get(each.key, "")
    ]
    old, new = (each.design.to_json() if each.design else {} for each in (before, after))
    return found + [
        (f"Design: {name}", _plain(old.get(name)), _plain(new.get(name)))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def _plain(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
