"""Print the budget of the house, and fail when it is broken.

Files: p95 ≤ 300 lines, none over 500. Functions: p95 ≤ 30 lines, none over 60. Arguments ≤ 6. Public names of the
library documented; modules open with a sentence. Tests/code ≥ 1.
"""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TESTS = ROOT / "src", ROOT / "tests"
FILE_P95, FILE_MOST = 300, 500
FUNCTION_P95, FUNCTION_MOST = 30, 60
ARGUMENTS_MOST = 6
Function = ast.FunctionDef | ast.AsyncFunctionDef


def p95(values: list[int]) -> int:
    """Give the 95th percentile (nearest rank)."""
    ordered = sorted(values) or [0]
    return ordered[min(len(ordered) - 1, -(-95 * len(ordered) // 100) - 1)]


def code_lines(path: Path) -> int:
    """Count the lines that are neither blank, nor a comment, nor of a docstring."""
    text = path.read_text(encoding="utf-8")
    said: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function | ast.ClassDef | ast.Module) and ast.get_docstring(node):
            first = node.body[0]
            said |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    lines = enumerate((line.strip() for line in text.splitlines()), 1)
    return sum(bool(line) and not line.startswith("#") and number not in said for number, line in lines)


def function_length(function: Function) -> int:
    """Count the lines of a function, its docstring left out."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    docstring = function.body[0] if ast.get_docstring(function) else None
    return length - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


def arguments(function: Function) -> int:
    """Count the arguments a caller gives."""
    spec = function.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def undocumented(tree: ast.Module) -> list[str]:
    """List the public names without a docstring."""
    missing = [] if ast.get_docstring(tree) else ["<module>"]
    for node in tree.body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            missing.append(node.name)
        inner = node.body if isinstance(node, ast.ClassDef) else []
        missing += [
            f"{node.name}.{method.name}"
            for method in inner
            if isinstance(method, Function) and not method.name.startswith("_") and not ast.get_docstring(method)
        ]
    return missing


def main() -> int:
    """Measure everything, print it, and return 1 when the budget is broken."""
    files = sorted(path for path in SOURCE.rglob("*.py") if path.parent.name != "migrations")
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}
    functions = [(p, node) for p, tree in trees.items() for node in ast.walk(tree) if isinstance(node, Function)]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    sizes = [function_length(node) for _, node in functions]
    code = sum(map(code_lines, files))
    tests = sum(code_lines(path) for path in TESTS.rglob("*.py"))
    broken = [
        *(f"{p.relative_to(ROOT)}: {n} lines" for p, n in lengths.items() if n > FILE_MOST),
        *(
            f"{p.relative_to(ROOT)}:{f.lineno} {f.name}: {function_length(f)} lines"
            for p, f in functions
            if function_length(f) > FUNCTION_MOST
        ),
        *(
            f"{p.relative_to(ROOT)}:{f.lineno} {f.name}: {arguments(f)} arguments"
            for p, f in functions
            if arguments(f) > ARGUMENTS_MOST
        ),
        *(
            f"{p.relative_to(ROOT)}: {name} has no docstring"
            for p, tree in trees.items()
            for name in undocumented(tree)
        ),
    ]
    rows = (
        ("files", len(files), ""),
        ("lines a file, p95", p95(list(lengths.values())), f"≤ {FILE_P95}"),
        ("lines a file, most", max(lengths.values()), f"≤ {FILE_MOST}"),
        ("lines a function, p95", p95(sizes), f"≤ {FUNCTION_P95}"),
        ("lines a function, most", max(sizes), f"≤ {FUNCTION_MOST}"),
        ("arguments, most", max(arguments(f) for _, f in functions), f"≤ {ARGUMENTS_MOST}"),
        ("lines of code", code, ""),
        ("lines of tests", tests, ""),
        ("tests / code", f"{tests / code:.2f}", "≥ 1.00"),
    )
    for name, value, bound in rows:
        print(f"{name:28}{value!s:>8}  {bound}")
    if p95(list(lengths.values())) > FILE_P95 or p95(sizes) > FUNCTION_P95 or tests < code:
        broken.append("a percentile or the ratio of tests is out of bounds")
    print(*broken, sep="\n")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
