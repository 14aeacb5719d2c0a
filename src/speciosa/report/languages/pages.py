"""Texts out of templates and scripts."""

from __future__ import annotations

import re

import jinja2
from jinja2 import nodes

from speciosa.report.languages.text import Text, is_prose, is_word

_STRING = r'"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'|`[^`$\\]*`"
_SCRIPT = re.compile(rf"\bsay\(\s*({_STRING})|\bcount\(\s*({_STRING})\s*,\s*({_STRING})")


def texts_of_template(source: str, template: str) -> list[Text]:
    """What a page's template says.

    Examples
    --------
    >>> texts_of_template("a.j2", '<p>{{ say("Day {n}", n=n) }} {{ count("{n} dose", "{n} doses", n) }}</p>')
    [Text(source='a.j2', one='Day {n}', many=''), Text(source='a.j2', one='{n} dose', many='{n} doses')]
    """
    tree = jinja2.Environment(autoescape=True).parse(template)
    found, inside = [], set[int]()
    for call in tree.find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else getattr(call.node, "attr", "")
        if name == "count" and len(call.args) >= 3:
            one, many = (_texts(each) for each in call.args[:2])
            found += [(call.lineno, Text(source, *pair)) for pair in zip(one, many, strict=False)]
            inside |= {id(each) for arg in call.args[:2] for each in _constants(arg)}
        elif name == "say" and call.args:
            found += [(call.lineno, Text(source, each)) for each in _texts(call.args[0])]
            inside |= {id(each) for each in _constants(call.args[0])}
    for each in tree.find_all(nodes.Const):
        prose = isinstance(each.value, str) and (
            is_prose(each.value) or (is_word(each.value) and each.value[0].isupper())
        )
        if prose and id(each) not in inside:
            found.append((each.lineno, Text(source, each.value)))
    return [each for _, each in sorted(found, key=lambda each: each[0])]


def texts_of_script(source: str, script: str) -> list[Text]:
    """What a script of a page says: texts in full as arguments of ``say`` and ``count``.

    Examples
    --------
    >>> [each.one for each in texts_of_script("a.js", 'say("Kept.");')]
    ['Kept.']
    """
    found = []
    for match in _SCRIPT.finditer(script):
        parts = [re.sub(r"\\(.)", r"\1", each[1:-1]) for each in match.groups() if each]
        found.append(Text(source, *parts))
    return found


def _constants(node: nodes.Node) -> list[nodes.Const]:
    return [node] if isinstance(node, nodes.Const) else list(node.find_all(nodes.Const))


def _texts(node: nodes.Node) -> list[str]:
    if isinstance(node, nodes.CondExpr):
        return [*_texts(node.expr1), *(_texts(node.expr2) if node.expr2 else [])]
    return [each.value for each in _constants(node) if isinstance(each.value, str)]
