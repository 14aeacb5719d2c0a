"""What else a change of the skin's colour can come from: named, never ruled out."""

from __future__ import annotations

from speciosa.safety.case import Case
from speciosa.skin import series

Kind = series.ChangeKind
_KINDS = {
    Kind.DERMAL: ("dermal",), Kind.DIFFUSE: ("diffuse",), Kind.SUN_LIKE: ("sun_like",), Kind.LIGHTER: (),
    Kind.UNCLEAR: ("diffuse", "dermal", "sun_like"), Kind.NONE: ("diffuse", "dermal", "sun_like"),
}  # fmt: skip


def causes_said(kind: series.ChangeKind, case: Case) -> str:
    """One sentence with every cause of the table for this kind of change; what the person lists stands first.

    Empty for lighter skin, of which the table has nothing.
    """
    wanted = set(_KINDS[kind])
    rows = [each for each in case.knowledge.skin_causes if wanted & set(each.kinds)]
    if not rows:
        return ""
    named = [(row, _listed(row.medicines, case)) for row in rows]
    named.sort(key=lambda each: not each[1])
    titles = [f"{row.title} (on your list: {own})" if own else row.title for row, own in named]
    return f"This can have several causes: {'; '.join(titles)}."


def _listed(medicines: tuple[str, ...], case: Case) -> str:
    """The person's own word for one of these medicines; empty where they list none."""
    for each in case.listed:
        said = [_plain(word) for word in (*each.meant, each.written)]
        if any(f" {_plain(name)} " in f" {word} " for name in medicines for word in said):
            return each.written
    return ""


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())
