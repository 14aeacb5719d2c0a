"""Files of translations: one a room, and the one that the report reads."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from speciosa.report.languages.text import Text
from speciosa.report.phrase_book import places

Key = tuple[str, str]
"""English: for one, and for many (empty where no number decides)."""
Said = tuple[str, ...]
"""The translation: one text, or one a plural form."""


def read_po(path: Path, language: str) -> dict[Key, Said]:
    """The translations of a file; untranslated texts are left out. A file that is not there has none."""
    from babel.messages.pofile import read_po as read  # noqa: PLC0415  only who works on speciosa has it

    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages = list(read(file, locale=language, abort_invalid=True))
    found: dict[Key, Said] = {}
    for each in messages:
        one, many = each.id if isinstance(each.id, tuple | list) else (each.id, "")
        said = tuple(each.string) if isinstance(each.string, tuple | list) else (each.string or "",)
        if one and any(said):
            found[one, many] = said
    return found


def po_text(texts: Sequence[Text], said: Mapping[Key, Said], language: str) -> str:
    """A file for translators: the texts in the order of their source, with what is translated."""
    forms = plural_forms(language)
    blocks = ["\n".join(('msgid ""', 'msgstr ""', *(_quoted(f"{each}\n") for each in _header(language))))]
    for each in texts:
        key = (each.one, each.many)
        lines = [f"#: {each.source}", f"msgid {_quoted(each.one)}"]
        if each.many:
            strings = said.get(key) or ("",) * forms[0]
            lines += [f"msgid_plural {_quoted(each.many)}"]
            lines += [f"msgstr[{at}] {_quoted(text)}" for at, text in enumerate(strings)]
        else:
            lines.append(f"msgstr {_quoted(said.get(key, ('',))[0])}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def compiled(found: Mapping[Key, Said], language: str) -> bytes:
    """The catalogue that gettext reads: the same bytes for the same texts.

    Raises
    ------
    ValueError : never for texts of a .po file.
    """
    entries = {"": "".join(f"{each}\n" for each in _header(language))}
    for (one, many), said in found.items():
        if all(said):
            entries[f"{one}\0{many}" if many else one] = "\0".join(said)
    pairs = [(key.encode(), entries[key].encode()) for key in sorted(entries, key=str.encode)]
    start = 28 + 16 * len(pairs)
    keys = b"".join(key + b"\0" for key, _ in pairs)
    texts = b"".join(said + b"\0" for _, said in pairs)
    table, at = b"", start
    for side in (0, 1):
        for pair in pairs:
            table += struct.pack("<II", len(pair[side]), at)
            at += len(pair[side]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + table + keys + texts


def wrong(found: Mapping[Key, Said]) -> list[str]:
    """What is wrong with translations: a place too many or too few, a plural form without words."""
    faults = []
    for (one, many), said in found.items():
        wanted = set(places(many or one))
        for at, each in enumerate(said):
            try:
                has = set(places(each))
            except ValueError:
                faults.append(f"{one!r}: a brace has no partner")
                continue
            spare = {"n"} if many and at == 0 else set()
            if not each:
                faults.append(f"{one!r}: form {at} is empty")
            elif has - wanted or wanted - has - spare:
                faults.append(f"{one!r}: has {sorted(has)}, and not {sorted(wanted)}")
    return faults


def plural_forms(language: str) -> tuple[int, str]:
    """How many plural forms a language has, and gettext's rule for them."""
    from babel.messages.plurals import get_plural  # noqa: PLC0415  only who works on speciosa has it

    found = get_plural(language)
    return int(found[0]), str(found[1])


def _header(language: str) -> Iterable[str]:
    count, rule = plural_forms(language)
    yield f"Language: {language}"
    yield "Content-Type: text/plain; charset=UTF-8"
    yield "Content-Transfer-Encoding: 8bit"
    yield f"Plural-Forms: nplurals={count}; plural={rule};"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
