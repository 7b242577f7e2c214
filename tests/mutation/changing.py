"""The small mistakes somebody could make in a module: one node of its source changed at a time.

Only what runs inside functions is changed. Left as it is: annotations, docstrings, decorators, defaults of parameters, asserts, and tables of the module itself.
"""

import ast
import copy
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
    ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip
NAMES = {
    "min": "max", "max": "min", "any": "all", "all": "any", "lstrip": "rstrip", "rstrip": "lstrip",
    "removeprefix": "removesuffix", "removesuffix": "removeprefix", "startswith": "endswith", "endswith": "startswith",
    "lower": "upper", "upper": "lower", "bisect_left": "bisect_right", "bisect_right": "bisect_left",
}  # fmt: skip
UNSEEN = ("annotation", "returns", "decorator_list", "defaults", "kw_defaults")
Put = Callable[[ast.AST], None]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Mutant:
    """One change. ``file`` is relative to the repository; ``nth`` tells equal changes in one function apart, from 1."""

    file: str
    function: str
    change: str
    nth: int
    first: int
    last: int

    @property
    def key(self) -> str:
        return f"{self.file} {self.function}: {self.change}" + (f" #{self.nth}" if self.nth > 1 else "")

    def rank(self, seed: int) -> str:
        """Its place in the sample of ``seed``: the same whatever else changes in the file."""
        return hashlib.sha256(f"{seed} {self.key}".encode()).hexdigest()


def mutants(home: Path, file: str) -> list[Mutant]:
    return [mutant for mutant, _ in _all(home, file)]


def mutated(home: Path, mutant: Mutant) -> CodeType:
    """The module's code with this one change in it."""
    for one, tree in _all(home, mutant.file):
        if one == mutant:
            return compile(ast.fix_missing_locations(tree), str(home / mutant.file), "exec", dont_inherit=True)
    raise LookupError(f"{mutant.key} is not in {home}")


@cache
def original(home: Path, file: str) -> CodeType:
    return compile((home / file).read_text(encoding="utf-8"), str(home / file), "exec", dont_inherit=True)


def _all(home: Path, file: str) -> Iterator[tuple[Mutant, ast.Module]]:
    tree = ast.parse((home / file).read_text(encoding="utf-8"))
    seen: dict[tuple[str, str], int] = {}
    for function, line, old, new, put in _changes(tree, (), None):
        change = f"{_short(old)} → {_short(new)}"
        nth = seen[function, change] = seen.get((function, change), 0) + 1
        put(new)
        yield Mutant(file, function, change, nth, line, getattr(old, "end_lineno", line)), tree
        put(old)


def _changes(node: ast.AST, scope: tuple[str, ...], line: int | None) -> Iterator[tuple[str, int, ast.AST, ast.AST, Put]]:
    """Every change below ``node``: the function it is in, the line of its statement, what stands there, what comes instead, how to put it there."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        scope = (*scope, node.name)
    if isinstance(node, FUNCTIONS):
        line = node.lineno
    if isinstance(node, ast.ClassDef):
        line = None
    for name, value in ast.iter_fields(node):
        if name in UNSEEN:
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Assert) or _is_docstring(node, name, place, child) or _is_typing(node, name, place) or _is_strict(child):
                continue
            at = child.lineno if isinstance(child, ast.stmt) and line is not None else line
            if at is not None:
                put = _putter(node, name, place)
                where = ".".join(scope) or "lambda"
                for new in _instead(child, node, name):
                    yield where, at, child, new, put
            yield from _changes(child, scope, at)


def _putter(node: ast.AST, name: str, place: int | None) -> Put:
    def put(what: ast.AST) -> None:
        if place is None:
            setattr(node, name, what)
        else:
            getattr(node, name)[place] = what

    return put


def _instead(node: ast.AST, parent: ast.AST, name: str) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for place, op in enumerate(node.ops):
                yield _with(node, ops=[*node.ops[:place], SWAPPED[type(op)](), *node.ops[place + 1 :]])
        case ast.BoolOp() | ast.BinOp() | ast.AugAssign() if type(node.op) in SWAPPED:
            yield _with(node, op=SWAPPED[type(node.op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub()) if not isinstance(node.operand, ast.Constant):
            yield node.operand
        case ast.Constant(value=bool(value)):
            yield _with(node, value=not value)
        case ast.Constant(value=int(value)):
            yield _with(node, value=value + 1)
        case ast.Constant(value=str(value)):
            yield _with(node, value=f"XX{value}XX")
        case ast.Call(func=ast.Name(id=called)) if called in NAMES:
            yield _with(node, func=_with(node.func, id=NAMES[called]))
        case ast.Call(func=ast.Attribute(attr=called)) if called in NAMES:
            yield _with(node, func=_with(node.func, attr=NAMES[called]))
        case ast.Break() | ast.Continue():
            yield ast.copy_location(SWAPPED[type(node)](), node)
        case ast.Raise() | ast.Expr(value=ast.Call()):
            yield ast.copy_location(ast.Pass(), node)
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield _with(node, value=ast.copy_location(ast.Constant(None), value))
    if isinstance(node, ast.Call):
        for place, given in enumerate(node.keywords):
            if given.arg is not None and not _is_strict(given):
                yield _with(node, keywords=[*node.keywords[:place], *node.keywords[place + 1 :]])
    if name in ("test", "ifs", "guard") and isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.NamedExpr):
        yield ast.copy_location(ast.UnaryOp(ast.Not(), node), node)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _is_docstring(parent: ast.AST, name: str, place: int | None, child: ast.AST) -> bool:
    return name == "body" and place == 0 and isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant) and not isinstance(parent, ast.Lambda)


def _is_typing(call: ast.AST, name: str, place: int | None) -> bool:
    """Whether this is the type a ``cast`` names: nobody looks at it while the programme runs."""
    return name == "args" and place == 0 and isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "cast"


def _is_strict(node: ast.AST) -> bool:
    """``zip(…, strict=True)`` is an assert of its own."""
    return isinstance(node, ast.keyword) and node.arg == "strict"


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 110 else f"{text[:70]} … {text[-39:]}"
