"""What an answer says of the diary's own files, as the app says it: without their names, and nothing of no rows."""

from __future__ import annotations

import re

from speciosa.report import Wording

_FILE = "person.toml"
_READ = re.compile(r"<h3>[^<]*</h3>\n<p>0 [^<]*</p>\s*(?=</section>|<h3>|$)")
_HOW_MADE = re.compile(r"(<dl class=\"facts\">.*?</dl>\n<p class=\"soft\">.*?</p>)", re.DOTALL)
_SECTION = re.compile(
    r"<section id=\"(\w+)\"[^>]*>\s*<h2[^>]*>(.*?)</h2>.*?\n</section>(?=\s*(?:<section id=|</main>))", re.DOTALL
)
_FIRST_PAGE = frozenset({"findings", "leading", "effect"})
"""Sections of the report that stand open on its page in the app; the others are a tap away."""
_MEDICINES = re.compile(r"person\.toml( \w+)?: medicines = \[.*?\]")
_ANSWERS = re.compile(r"person\.toml \w+ \[medicine_answers\]: [^\[]*\[.*?\], \w+ \[.*?\]", re.DOTALL)
_NAMES = re.compile(r"\w+ \[medicine_names\] in person\.toml")
_FIELD = re.compile(r"\b(?:primary_outcome|[a-z_]+ = (?:\[.*?\]|\S+)) (into|in) person\.toml")
_IT = {"into": "it into", "in": "sie in"}  # the words before the file's name, in English and in German


def in_app(text: str, words: Wording, *, links: bool = True) -> str:
    """A sentence or a section without the name of a file: what would be written into it is said on a page.

    Parameters
    ----------
    links : whether `text` is HTML in which the page can be a link.

    Examples
    --------
    >>> from speciosa.report import wording
    >>> in_app('Write conditions = ["..."] into person.toml.', wording("en"), links=False)
    'Write it into “About you”.'
    """
    text = _READ.sub("", text)
    if _FILE not in text:
        return text
    page = words.say("About you")
    named = f'<a href="/me">{page}</a>' if links else f"“{page}”"
    text = _MEDICINES.sub(lambda found: named + (found[1] or ""), text)
    text = _ANSWERS.sub(lambda _: named, text)
    text = _NAMES.sub(f"in {named}", text)
    text = _FIELD.sub(lambda found: f"{_IT[found[1]]} {named}", text)
    return text.replace(_FILE, named)


def folded(made: str, words: Wording) -> str:
    """The section on how it was made with its versions, seed and fingerprint folded: who checks a report opens them."""
    summary = words.say("Versions, seed and fingerprint")
    return _HOW_MADE.sub(lambda found: f"<details><summary>{summary}</summary>\n{found[1]}\n</details>", made)


def first_page_open(page: str) -> str:
    r"""The whole report with all that comes after its first page folded, each section under its title.

    Examples
    --------
    >>> first_page_open('<section id="skin"><h2>Skin</h2>\n</section></main>')
    '<details class="print"><summary>Skin</summary>\n<section id="skin"><h2>Skin</h2>\n</section>\n</details></main>'
    """

    def fold(found: re.Match[str]) -> str:
        if found[1] in _FIRST_PAGE:
            return found[0]
        return f'<details class="print"><summary>{found[2]}</summary>\n{found[0]}\n</details>'

    return _SECTION.sub(fold, page)
