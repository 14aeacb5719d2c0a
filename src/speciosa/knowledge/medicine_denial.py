"""An entry about medicines cut into parts, and which of them say that it is not taken, or not any more.

A denying word counts where a part begins with it (``no tramadol``) or ends with it (``tramadol, stopped``), and nowhere
else: ``diazepam if I can not sleep`` is taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from speciosa.knowledge.medicine_words import BESIDE

_APART = re.compile(r"[,;|&+\n\r]")
_BRACKETS = re.compile(r"[()\[\]]")
_AMOUNT = re.compile(r"[\d.,]+(?P<of>[^\W\d_]*)")
_LONGEST_UNIT = 4  # letters right behind a number that are a unit without being known; a longer one has to be


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and plain; what stands between it and the word before.

    `apart`: a comma or another sign says that something new begins. `spoken`: plain, but a number as written.
    `beside`: it tells nothing about which medicine it is.
    """

    written: str
    plain: str
    before: str

    @property
    def apart(self) -> bool:
        return bool(_APART.search(self.before))

    @property
    def spoken(self) -> str:
        return self.written if self.written[0].isdigit() else self.plain

    @property
    def beside(self) -> bool:
        if amount := _AMOUNT.fullmatch(self.plain):
            return len(amount["of"]) <= _LONGEST_UNIT or amount["of"] in BESIDE
        return self.plain in BESIDE


_HARMLESS = re.compile(
    r"\b(?:sugar|gluten|lactose|dye|preservative|colou?r|aspartame|dairy|zucker|laktose|farbstoff)[ ]?"
    r"(?:free|frei(?:e[mnrs]?)?)\b|\b(?:non|nicht) drowsy\b|\bnon prescription\b|\boff (?:brand|label)\b|\boffbrand\b"
    r"|\bno[ .]*\d+\b|\bno name\b|\bfree from (?:sugar|gluten|lactose)\b|\boff and on\b"
    r"|\b(?:no|not|never|nicht|nie) (?:more than|less than|mehr als|longer than|langer als|always|every|daily|often"
    r"|regularly|only|just|nur|immer|oft|taglich|taeglich|jeden|jede|regelmassig|without|ohne)\b"
)
"""Words that deny, and deny no medicine."""

_LEAD = (
    r"(?:(?:i|im|ive|am|have|has|had|was|were|be|been|do|does|did|currently|now|aktuell|jetzt|momentan|still|also|auch|"
    r"and|und|but|aber|or|oder|take|taking|took|nehme|ich|habe|hab|wurde|wird|ist|today|heute|my|meine?|for now) )*"
)
_STOPPED = (
    r"(?:quit|stopp?ed|ended|discontinued|ceased|abgesetzt|absetzen|gestoppt|beendet|weggelassen|forgot|forgotten|"
    r"vergessen|skipped|missed|refused|declined|no longer|not any ?more|nicht mehr|nichtmehr|in the past|formerly|"
    r"previously|ehemals|fruher|suspendido|arrete|not taken|nicht genommen|"
    r"(?:until|till|bis) (?:[a-z0-9]+ )*(?:19|20)\d\d)"
)
_BEGINS = re.compile(
    rf"{_LEAD}(?:{_STOPPED}|no|non|not|never|without|w o|quitting|off|free (?:of|from)|stop|stopping|former|previous|"
    r"used to|instead|except|avoid|avoiding|dont|doesnt|didnt|isnt|wasnt|havent|hasnt|"
    r"(?:cant|cannot|can not|wont|will not) (?:take|have|use|stand|tolerate)|allergic|intolerant|intolerance|allergy|"
    r"withdrawals?|detox|cravings?|ohne|kein|keine[mnrs]?|nicht|nie|niemals|statt|anstatt|fruhere?[rs]?|fruehere?|"
    r"\w*entzug\w*|allergie|allergisch|unvertraglich\w*|sans|sin|senza|zonder|geen|utan|uden|bez|nao|niet|nunca|"
    r"jamais|pas de)\b"
)
_ENDS = re.compile(rf"\b{_STOPPED}(?P<tail>(?: \S+)*)$")
_ANSWERED = re.compile(r"# (?:[\d.,]+\S* (?:mg |g |ml )?)?(?:no|not|never|none|off|nein|nicht|nie|keine?s?|niet)$")
_DISLIKED = re.compile(
    r"# (?:allergy|allergie|allergic|allergisch|intolerance|intolerant|intoleranz|unvertraglich\w*|withdrawals?|"
    r"entzug\w*|detox|cravings?)\b"
)
_WITHIN = re.compile(
    r"# (?:free|frei(?:e[mnrs]?)?)\b|\b(?:alcohol|alkohol|nikotin|nicotine|koffein|caffeine|thc|opioid|opiat)"
    r"(?:free|frei(?:e[mnrs]?)?)\b|\bnonalcoholic\b|\bnon (?:alcoholic|#)|(?<![\d.,])0[.,]0+(?!\d)"
)
_WITHOUT_ALCOHOL = re.compile(
    r"(?:beer|bier|weizen|radler|wine|wein|sekt|cider|gin|cocktail|drink)s? (?:with )?(?:no|without|ohne|sans|sin) "
    r"(?:alcohol|alkohol|alcool)\b"
)
_WHEN = re.compile(
    r"\b(?:if|when|whenever|unless|while|because|wenn|falls|sobald|solange|weil|(?:after|since|nach|seit) #|"
    r"(?:until|till|bis)(?! (?:\S+ )*\d))(?: |$)"
)
_AGAINST = re.compile(r"\b(?:for|against|fur|fuer|gegen|bei|wegen|during|im|zum)\b")
_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "januar",
        "februar",
        "marz",
        "mai",
        "juni",
        "juli",
        "oktober",
        "dezember",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "okt",
        "nov",
        "dec",
        "dez",
        "last",
        "ago",
        "letzten",
        "letztes",
        "vor",
        "spring",
        "summer",
        "autumn",
        "winter",
        "completely",
        "totally",
        "ganz",
        "today",
        "heute",
        "yesterday",
        "gestern",
    ]
)
_NEW = frozenset({"started", "begonnen", "now", "jetzt", "but", "aber"})
_INSTEAD = frozenset({"instead", "statt", "anstatt"})
_NO = frozenset(
    {"no", "not", "never", "nie", "without", "ohne", "kein", "keine", "keinen", "nicht", "sans", "sin", "senza"}
)


_ALSO_SAYING = (
    "off if when unless wenn falls stop stopped quit can cant cannot dont until nein forgot forgotten vergessen "
    "abgesetzt skipped missed"
)
SAYING = _NO | _INSTEAD | frozenset(_ALSO_SAYING.split())
"""Words that say whether it is taken, and are never part of a misspelt name: ``gabapentin not daily``."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words ``first`` to ``end`` of an entry, and whether they say that it is not taken."""

    first: int
    end: int
    denied: bool


def parts_of(words: tuple[Word, ...], covered: Collection[int]) -> tuple[Part, ...]:
    """Cut an entry into what stands for itself, and say which of it is denied.

    Parameters
    ----------
    words : of the entry. covered : places of the words that are a medicine's name.

    Examples
    --------
    >>> said = "diazepam, no tramadol"
    >>> words = tuple(Word(each.strip(","), each.strip(","), at) for at, each in zip(["", ", ", " "], said.split()))
    >>> [each.denied for each in parts_of(words, {0, 2})]
    [False, True]
    """
    cuts = [at for at in range(1, len(words)) if _is_cut(words, covered, at)]
    bounds = list(zip([0, *cuts], [*cuts, len(words)], strict=True))
    joined: list[tuple[int, int]] = []
    waiting = False
    for first, end in bounds:
        # "tramadol, stopped" and "stopped: tramadol": what has no name of its own is said of its neighbour
        if joined and (waiting or not _names_one(words, covered, first, end)):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((first, end))
        waiting = not any(_tells(words[at], at in covered) for at in range(joined[-1][0], end))
    return tuple(Part(first, end, _is_denied(words, covered, first, end)) for first, end in joined)


def _names_one(words: tuple[Word, ...], covered: Collection[int], first: int, end: int) -> bool:
    """Whether there is a name; in an entry without any known one, a word that may be one."""
    return any(at in covered if covered else _tells(words[at], named=False) for at in range(first, end))


def _tells(word: Word, named: bool) -> bool:
    return named or not (word.beside or _BEGINS.fullmatch(word.plain))


def _is_cut(words: tuple[Word, ...], covered: Collection[int], at: int) -> bool:
    word = words[at]
    if word.apart or _BRACKETS.search(word.before) or (word.plain in _NEW and at not in covered):
        return True
    following = at + 1 + (at + 1 < len(words) and words[at + 1].plain == "of")
    if following not in covered or words[at - 1].plain in _NO:
        return False
    if word.plain in _INSTEAD:
        return True
    drink = " ".join(each.plain for each in words[at - 1 : following + 1])
    behind_name = any(each in covered for each in range(at))
    return word.plain in _NO and behind_name and not _WITHOUT_ALCOHOL.fullmatch(drink)


def _is_denied(words: tuple[Word, ...], covered: Collection[int], first: int, end: int) -> bool:
    own = range(first, end)
    plain = " ".join(words[at].spoken for at in own)
    marked = [_marked(words, covered, at) for at in own]
    text = " ".join(_HARMLESS.sub(" ", " ".join(marked)).split())
    if _WITHOUT_ALCOHOL.search(plain) or _WITHIN.search(text) or _BEGINS.match(text):
        return True
    if _DISLIKED.search(text) and not _AGAINST.search(text):
        return True
    if _WHEN.search(text):
        return False
    ended = _ENDS.search(text)
    return bool(_ANSWERED.search(text) or (ended and all(map(_tells_when, ended["tail"].split()))))


def _marked(words: tuple[Word, ...], covered: Collection[int], at: int) -> str:
    """The word; ``#`` for one of a name. In ``No-Spa`` there is nothing that denies."""
    if at in covered:
        return "#"
    hyphened = at + 1 < len(words) and words[at + 1].before == "-" and at + 1 not in covered
    return "no_" if words[at].plain == "no" and hyphened else words[at].spoken


def _tells_when(word: str) -> bool:
    return word != "#" and (word in BESIDE or word in _MONTHS or bool(_AMOUNT.fullmatch(word)))
