"""Which texts of a module reach a person: by ``say``, by a place in a sentence; and which surely do not."""

from __future__ import annotations

import ast

from speciosa.report.languages.forms import is_literal

_TO_NOBODY = {
    "ValueError",
    "TypeError",
    "KeyError",
    "RuntimeError",
    "AssertionError",
    "KnowledgeError",
    "NotImplementedError",
}
_NO_WORDS = {
    "compile",
    "fullmatch",
    "match",
    "search",
    "sub",
    "split",
    "strip",
    "removeprefix",
    "removesuffix",
    "cast",
    "choice",
    "dtype",
    "startswith",
    "endswith",
    "astype",
    "replace",
    "TypeVar",
    "open",
    "fromkeys",
}
SAYS, COUNTS = {"say", "_say"}, {"count"}
"""Names of what says a text, and of what says one about a number."""
_TELLS_THE_NEXT_PAGE = {"save": 2, "say_so": 2, "amend": 3}
"""What `web.saving` lets the next page say, and which argument that is."""
_ERRORS = {"EntryError", "Locked", "WrongWordsError", "DamagedKeyFileError", "Added", "Refused"}
_SPOKEN = {"title", "says", "label", "why", "todo"}
"""Errors that a page shows, and named arguments that hold a sentence."""


class Carried:
    """Literals that reach `say` (kept to the letter), or a place in a sentence."""

    def __init__(self) -> None:
        self.said: set[int] = set()
        self.put: set[int] = set()


def carried_in(tree: ast.Module) -> Carried:
    """Directly, or by way of a name: a table of words, a variable, a function's answer, an argument."""
    found, said, put = Carried(), set[str](), set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in SAYS and node.args:
            found.said |= _literals(node.args[0])
            said |= _names(node.args[0])
            for each in node.keywords:
                found.put |= _literals(each.value)
        elif isinstance(node, ast.Call) and 0 < _TELLS_THE_NEXT_PAGE.get(called(node), 0) < len(node.args):
            found.said |= _literals(node.args[_TELLS_THE_NEXT_PAGE[called(node)]])
        elif isinstance(node, ast.Call) and called(node) in _ERRORS:
            found.put |= set().union(*map(_literals, [*node.args, *(each.value for each in node.keywords)]))
        elif isinstance(node, ast.Call) and called(node) in COUNTS:
            said |= {each.id for arg in node.args[:2] for each in ast.walk(arg) if isinstance(each, ast.Name)} - {
                "words"
            }
        elif isinstance(node, ast.FormattedValue):
            put |= _names(node.value)
            found.put |= _literals(node.value)
        elif isinstance(node, ast.Call) and called(node) == "format":
            for each in node.keywords:
                put |= _names(each.value)
                found.put |= _literals(each.value)
        if isinstance(node, ast.keyword) and node.arg in _SPOKEN:
            found.put |= _literals(node.value)
    for node in ast.walk(tree):
        found.said |= _bound_to(node, said)
        found.put |= _bound_to(node, put)
    return found


def _bound_to(node: ast.AST, names: set[str]) -> set[int]:
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        bound = {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
        return _literals(node.value) if bound & names else set()
    if isinstance(node, ast.FunctionDef) and node.name in names:
        returns = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value is not None]
        return set().union(*map(_literals, returns)) if returns else set()
    if isinstance(node, ast.For | ast.comprehension):
        bound = {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}
        return _literals(node.iter) if bound & names else set()
    return set()


def _literals(node: ast.AST) -> set[int]:
    """The texts that a value may be: of a mapping its values, of a choice both ways."""
    own: set[int] = {id(node)} if is_literal(node) or isinstance(node, ast.BinOp) else set()
    return own.union(*map(_literals, _held(node)))


def _held(node: ast.AST) -> list[ast.expr]:
    """The expressions, one of which a value is or is made of."""
    match node:
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.Dict() | ast.BoolOp():
            return list(node.values)
        case ast.Tuple() | ast.List() | ast.Set():
            return node.elts
        case ast.Subscript():
            return [node.value]
        case ast.BinOp():
            return [node.left, node.right]
        case ast.Call(func=ast.Attribute(value=of, attr="get" | "format")):
            return [of, *node.args[1:]]
    return []


def _names(node: ast.AST) -> set[str]:
    """Names whose value it may be."""
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return {node.func.id}
    if isinstance(node, ast.Call) and called(node) in {"get", "format"} and isinstance(node.func, ast.Attribute):
        return _names(node.func.value)
    if isinstance(node, ast.Subscript):
        return _names(node.value)
    if isinstance(node, ast.IfExp):
        return _names(node.body) | _names(node.orelse)
    if isinstance(node, ast.BoolOp):
        return set().union(*map(_names, node.values))
    return set()


def silent_in(tree: ast.Module) -> set[int]:
    """Nodes that nobody reads: docstrings, annotations, keys, patterns, errors of ours."""
    quiet: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.append(node.value)
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            quiet.append(node.annotation)
        elif isinstance(node, ast.Dict):
            quiet += [each for each in node.keys if each is not None]
        elif isinstance(node, ast.Subscript):
            quiet.append(node.slice)
        elif isinstance(node, ast.Compare):
            quiet += [node.left, *node.comparators]
        elif isinstance(node, ast.Assign) and any(
            isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets
        ):
            quiet.append(node.value)
        elif isinstance(node, ast.Raise) and node.exc is not None and called(node.exc) in _TO_NOBODY:
            quiet.append(node.exc)
        elif isinstance(node, ast.Call) and called(node) in _NO_WORDS:
            quiet += [*node.args, *([node.func] if called(node) == "split" else [])]
        elif isinstance(node, ast.Call) and called(node) == "get":
            quiet += node.args[:1]
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            quiet += [node.iter] * (node.target.id == "key")
    return {id(each) for node in quiet for each in ast.walk(node)}


def called(node: ast.AST) -> str:
    """The last name of what is called."""
    func = node.func if isinstance(node, ast.Call) else None
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
