"""The code can be read aloud: few things happen on a line, and numbers have their reasons."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = (ROOT / "cleaners", ROOT / "flows")
MODULES = [module for package in PACKAGES for module in sorted(package.rglob("*.py"))]
SHORT = 8  # code lines: what is shorter is read at a glance
MEAN_NODES = (
    9.0  # AST nodes a code line, over all longer functions; trafilatura has 8.9
)
MAX_NODES = 15.0  # of one function
MAX_LINES = 250  # of a module


@dataclass(frozen=True)
class Function:
    """A function of the code, with the size of its syntax tree."""

    place: str
    lines: int
    nodes: int


def functions() -> Iterator[Function]:
    """Yield the longer functions."""
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                count = count_code_lines(node, lines)
                if count >= SHORT:
                    place = f"{module.relative_to(ROOT)}:{node.lineno} {node.name}"
                    yield Function(place, count, sum(1 for _ in ast.walk(node)))


def count_code_lines(
    node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]
) -> int:
    """Count the lines of a function that are no docstring, comment or blank line."""
    count = 0
    first = node.body[0]
    has_docstring = ast.get_docstring(node) is not None
    for number in range(node.lineno, (node.end_lineno or node.lineno) + 1):
        line = lines[number - 1].strip()
        is_docstring = has_docstring and (
            first.lineno <= number <= (first.end_lineno or 0)
        )
        if line and not line.startswith("#") and not is_docstring:
            count += 1
    return count


def test_few_things_happen_on_a_line() -> None:
    found = list(functions())
    nodes = sum(function.nodes for function in found)
    lines = sum(function.lines for function in found)
    assert nodes / lines <= MEAN_NODES
    dense = [each.place for each in found if each.nodes / each.lines > MAX_NODES]
    assert dense == []


def test_no_module_is_long() -> None:
    sizes = {module: len(module.read_text("utf-8").splitlines()) for module in MODULES}
    assert [str(module) for module, size in sizes.items() if size > MAX_LINES] == []


def is_number(value: ast.expr) -> bool:
    if isinstance(value, ast.Tuple):
        return bool(value.elts) and all(is_number(item) for item in value.elts)
    if isinstance(value, ast.UnaryOp):
        return is_number(value.operand)
    return isinstance(value, ast.Constant) and type(value.value) in {int, float}


def is_explained(node: ast.stmt, lines: list[str]) -> bool:
    """Return whether a comment is on the lines of a statement, or right above it."""
    end = node.end_lineno or node.lineno
    if any("#" in line for line in lines[node.lineno - 1 : end]):
        return True
    above = node.lineno - 2
    while above >= 0 and lines[above].strip():
        if lines[above].startswith("#"):
            return True
        above -= 1
    return False


def unexplained_numbers(module: Path) -> Iterator[str]:
    """Yield the numeric constants of a module that say neither unit nor reason."""
    text = module.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.parse(text).body:
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        if value and is_number(value) and not is_explained(node, lines):
            yield f"{module.relative_to(ROOT)}: {lines[node.lineno - 1]}"


def test_every_number_has_its_unit_or_reason_next_to_it() -> None:
    assert [line for module in MODULES for line in unexplained_numbers(module)] == []
