"""What no phrase of the product may say, as patterns with a name each."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = r"(?:\d[\d.,]*|\{\w*\}|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNIT = r"(?:g|mg|grams?|milligrams?|ml|capsules?|tablets?|pills?|teaspoons?|tsp|servings?|spoons?|scoops?|cups?|glass(?:es)?|\{\w*\})"
_AMOUNT = rf"{_NUMBER}(?:\s*(?:-|–|to|or)\s*{_NUMBER})?\s*{_UNIT}(?!\w)"
_SHARE = r"(?:\d[\d.]*\s*(?:%|percent)|\bby half|a quarter|a tenth|a fifth)"
_EACH = r"\b(?:an?|per|each|every)\s+(?:\w+\s+)?(?:day|week|month)s?\b"
_ABOUT = r"(?:about|around|only|just|up to|at most|at least|no more than|not more than|between|roughly|another|some)"
_PRODUCT = r"(?:kratom|product|leaf|powder|extract|vendor|brand|shop|seller|strain|source|capsule|tea)s?"
_BRANDS = (
    r"\b(?:o\.?p\.?m\.?s\b|mit[ -]?45|7[ -]?ohmz|7tabz|feel free (?:tonic|classic)|botanic tonics|super speciosa|kats botanicals"
    r"|golden monk|happy hippo|kratom spot|phytoextractum|whole herbs|remarkable herbs|krave kratom|hush kratom"
    r"|earth kratom|bumble bee kratom|viva ?zen|kratom kaps|jack botanicals|left coast kratom|new dawn kratom"
    r"|mitra[ -]?9|kraken kratom|pure leaf kratom|christopher'?s organic)\b"
)


class Rule(NamedTuple):
    """`says`: what is forbidden. `everywhere`: in words for developers and about studies, too."""

    says: str
    pattern: re.Pattern[str]
    everywhere: bool = True


def _rule(says: str, pattern: str, *, everywhere: bool = True) -> Rule:
    return Rule(says, re.compile(pattern, re.IGNORECASE), everywhere)


RULES = (
    _rule("an amount to take", rf"\b(?:take|swallow|drink|try|use|dose)\s+(?:{_ABOUT}\s+)?{_AMOUNT}"),
    _rule("an amount to start with", rf"\b(?:start|begin|stay|stick|keep)(?:ing)?\s+(?:with|at|to|on|from|under|below)\s+(?:{_ABOUT}\s+)?{_AMOUNT}"),
    _rule("an amount that is enough", rf"{_AMOUNT}[^.]*\b(?:is|are|was|were|would be|should be|will be|seems?)\s+(?:enough|plenty|fine|ideal|too much|too little|okay|ok)\b"),
    _rule("which dose is enough", r"\b(?:dose|amount|dosage)s?\s+(?:that\s+)?(?:is|are|would be|will be)\s+enough\b|\benough of a dose\b"),
    _rule("a change of the dose", r"\b(?:increase|raise|lower|reduce|cut|double|halve|drop|change|adjust|bring)\s+(?:your|the|a)\s+(?:\w+\s+)?(?:dose|amount|intake|dosage)s?\s+(?:down\s+|up\s+)?(?:to|by)\b"),
    _rule("a dose that is right", r"\b(?:recommended|optimal|optimum|ideal|right|correct|best|proper|maximum|max|safe(?:st)?|therapeutic|suggested|starting|maintenance|effective)\s+(?:daily\s+)?(?:dose|dosage|dosing|amount)s?\b"),
    _rule("a schedule of cutting down", rf"\b(?:reduce|lower|cut|decrease|drop|taper)\b[^.]{{0,60}}?(?:{_AMOUNT}|{_SHARE})[^.]{{0,30}}{_EACH}"),
    _rule("a schedule of cutting down", rf"\b(?:less|fewer|down)\b[^.]{{0,60}}?(?:\d[\d.]*\s*(?:g|mg|capsules?)\b|{_SHARE})[^.]{{0,30}}{_EACH}"),
    _rule("a schedule of cutting down", r"\b(?:day|week)\s*1\s*:[^.]*\b(?:day|week)\s*2\s*:|\btaper(?:ing)?\s+(?:schedule|plan|calendar|calculator)\b"),
    _rule("to stop suddenly", r"(?<!don't )(?<!not )\b(?:stop|quit)\s+(?:taking\s+)?(?:kratom\s+|it\s+)?(?:now|today|at once|immediately|right away|cold turkey)\b"),
    _rule("to start again", r"\b(?:you can|you may|it is fine to|try to|feel free to)\s+(?:start|restart|resume|go back to|take it)\b"),
    _rule("to take more", r"(?:^|[.;:,]\s+|\b(?:can|may|could|should|please|that)\s+)take (?:a (?:bit|little) |some )?more (?:kratom|of it|leaf)\b|\b(?:keep|go on) taking\b"),
    _rule("that something is safe", r"\b(?:safe|safely|safer|safest|harmless|risk[- ]free|non-?toxic)\b|\bno (?:risks?|danger)\b|\b(?:has|have|with|causes?|there are) no side effects\b|\bnothing to worry\b|\byou(?:'re| are) fine\b"),
    _rule("that something is natural", r"\b(?:all-)?natural\b|\bherbal (?:remedy|cure|medicine)\b"),
    _rule("a word that shames", r"\b(?:addict(?:s|ed|ive|ion|ions)?|abus(?:e|es|ed|er|ers|ing|ive)|junk(?:ie|y)|clean (?:urine|time))\b"),
    _rule("a cure", r"\bcur(?:e|es|ed|ing)\b(?! [a-z]*mark)|\b(?:clinically |scientifically )?proven to\b|\bguaranteed?\b|\bmiracle\b|\bheals?\b"),
    _rule("praise of a product", rf"\b(?:best|finest|premium|pure|purest|potent|superior|trusted|reliable|great|excellent|quality)\s+(?:\w+\s+)?{_PRODUCT}\b|\b(?:high|top|good|premium)[- ]quality\b|\blab[- ]tested\b"),
    _rule("a brand or a seller", _BRANDS),
    _rule("an emoji", "[\U0001f300-\U0001faff\U00002600-\U000026ff\U00002728\U00002764\U00002b50]"),
    _rule("an exclamation mark", r"[A-Za-z0-9.\")]!(?![=\[(])", everywhere=False),
    _rule("a word that is not for a person", r"\b(?:users?|patients|(?:a|the|this|that|each|every|one|same|per) patient|patient's|complian(?:ce|t)|non-?complian\w+|failed)\b", everywhere=False),
)  # fmt: skip
"""Each with planted sentences in `test_phrases.py`."""


def offences(words: str, *, for_people: bool) -> list[str]:
    """What a sentence says that it must not; empty where it is well.

    >>> offences("Take 3 g before breakfast.", for_people=True)
    ['an amount to take']
    """
    read = words.replace("addiction service", "service")  # what such a service calls itself
    found = (rule.says for rule in RULES if (for_people or rule.everywhere) and rule.pattern.search(read))
    return list(dict.fromkeys(found))
