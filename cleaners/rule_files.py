r"""Read rules from files: one TOML table each, with the cases that prove it.

    [[rule]]
    id      = "comments/no-comments-yet"
    match   = '''no comments yet\b.{0,40}'''
    where   = "tail"
    why     = "Empty comment widget."
    repairs = ["Rain is due on Friday, the office said.\n<<No comments yet. => >>"]
    spares  = ["There are no comments yet from the ministry, which said it would answer on Friday."]

`match` must match a whole trimmed line; case does not matter. A rule may list `lines` instead: the
labels that it removes, word for word. With `sites`, a list of hosts, it applies to their pages
alone. In a repair, `<<before => after>>` marks what must change; all else must stay as it is. A
rule's kind is the first part of its id. A file is named after the kind of its rules, or after their
language; then their ids end in its code, as in `share/label-nl`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from cleaners.rule import Case, Rule, RuleError, parsed
from cleaners.toml_files import toml_files

PLACES = ("head", "tail", "edge", "anywhere")
COLUMNS = ("title", "author", "date", "site", "section", "tags", "source_credit")
REQUIRED = ("id", "why", "repairs", "spares")
LISTS = ("repairs", "spares", "lines", "sites")
# What all other keys must hold, by the type of the field of a rule.
WANTED = {
    "str": ((str,), "a string"),
    "bool": ((bool,), "true or false"),
    "float": ((int, float), "a number"),
}
ENGLISH = "en"
LANGUAGE_FILE = re.compile(r"[a-z]{2}")  # the name of a file of one language's rules


def load(stage: str) -> tuple[Rule, ...]:
    """Read every rule in `cleaners/rules/<stage>`, by file name and then in file order.

    They are not checked, which would take most of a second: the tests check them with `parse`.
    Raises RuleError if two have the same id.
    """
    rules: list[Rule] = []
    for name, toml in shipped_files(stage):
        rules += [_read(table, name) for table in _tables(toml, name)]
    _check_ids(rules, stage)
    return tuple(rules)


def shipped_files(stage: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file in `cleaners/rules/<stage>`, by name."""
    return toml_files("rules", stage)


def _check_ids(rules: Iterable[Rule], stage: str) -> None:
    """Raise RuleError if two rules have the same id."""
    times = Counter(rule.id for rule in rules)
    repeated = sorted(name for name, count in times.items() if count > 1)
    if repeated:
        raise RuleError(f"{stage}: the id {repeated[0]} is given twice; rename one")


def parse(toml: str, name: str) -> Iterator[Rule]:
    """Read and check the rules of one file called `name`.

    Raises RuleError, which names the file, the rule and how to fix it.
    """
    for table in _tables(toml, name):
        yield _checked(table, name)


def _tables(toml: str, name: str) -> list[Mapping[str, object]]:
    """Read the tables of the file called `name`. Raises RuleError."""
    try:
        tables: list[Mapping[str, object]] = tomllib.loads(toml)["rule"]
    except KeyError as error:
        message = f"{name}: has no rule; write [[rule]] tables in TOML"
        raise RuleError(message) from error
    except tomllib.TOMLDecodeError as error:
        message = f"{name}: not a rule file ({error}); write [[rule]] tables in TOML"
        raise RuleError(message) from error
    return tables


def _checked(table: Mapping[str, object], name: str) -> Rule:
    """Read one table of the file called `name`, and check it. Raises RuleError."""
    title = f"{name}: {table.get('id', 'a rule without id')}"
    _check_known(table, title)
    _check_required(table, title)
    try:
        _check_types(table)
        rule = _read(table, name)
        _check_pattern("match", rule.match)
        _check_pattern("unless", rule.unless)
        _check_file(rule, name.removesuffix(".toml"))
        _check_where(rule)
        _check_values(rule)
    except RuleError as error:
        raise RuleError(f"{title}: {error}") from error
    return rule


def _read(table: Mapping[str, object], name: str) -> Rule:
    """Build the rule of a table. Raises RuleError."""
    lists = {}
    for key in LISTS:
        value = table.get(key, [])
        lists[key] = tuple(_strings(value))
    repairs = tuple(map(Case.of, lists["repairs"]))
    language = _language_of(name)
    values = {**table, **lists, "repairs": repairs, "language": language}
    return Rule(**values)  # type: ignore[arg-type]  # `_checked` checks the values


def _language_of(name: str) -> str:
    """Return the language in which the rules of a file apply, "" for all languages.

    English rules apply everywhere: sites in all languages have English labels.
    """
    stem = name.removesuffix(".toml")
    is_of_language = LANGUAGE_FILE.fullmatch(stem) and stem != ENGLISH
    return stem if is_of_language else ""


def _check_known(table: Mapping[str, object], title: str) -> None:
    """Raise RuleError if a key is unknown."""
    known = sorted({field.name for field in fields(Rule)} - {"language"})
    unknown = ", ".join(sorted(set(table) - set(known)))
    if unknown:
        all_keys = ", ".join(known)
        raise RuleError(f"{title}: no such key: {unknown}; known are {all_keys}")


def _check_required(table: Mapping[str, object], title: str) -> None:
    """Raise RuleError if a required key is missing or empty."""
    missing = ", ".join(key for key in REQUIRED if not table.get(key))
    if missing:
        all_keys = ", ".join(REQUIRED)
        raise RuleError(f"{title}: lacks {missing}; every rule needs {all_keys}")


def _check_types(table: Mapping[str, object]) -> None:
    """Raise RuleError if a value is not of the type that its key asks for."""
    for field in fields(Rule):
        if field.name in LISTS or field.name not in table:
            continue
        value = table[field.name]
        types, wanted = WANTED[str(field.type)]
        if not isinstance(value, types):
            raise RuleError(f"{field.name} is {value!r}; it must be {wanted}")


def _check_pattern(key: str, pattern: str) -> None:
    """Raise RuleError if a pattern is no regular expression."""
    try:
        parsed(pattern)
    except re.error as error:
        raise RuleError(
            f"{key} is no regular expression ({error}); correct it there, with a \\ before each"
            " sign that stands for itself"
        ) from error


def _strings(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RuleError("repairs, spares, lines and sites are lists of strings")
    return value


def _check_file(rule: Rule, file: str) -> None:
    """Raise RuleError if the rule is not in the file of its kind or language."""
    is_of_language = LANGUAGE_FILE.fullmatch(file) is not None
    if is_of_language and not rule.id.endswith(f"-{file}"):
        raise RuleError(f"the id must end with -{file}, the language of its file")
    if not is_of_language and rule.kind != file:
        raise RuleError(f"the id must start with {file}/, the name of its file")


def _check_where(rule: Rule) -> None:
    """Raise RuleError if `where` is no place."""
    if rule.where not in PLACES:
        raise RuleError(
            f"where is {rule.where!r}; it must be one of {', '.join(PLACES)}"
        )


def _check_values(rule: Rule) -> None:
    """Raise RuleError if a value would fail or do nothing later."""
    if bool(rule.match) == bool(rule.lines):
        raise RuleError("lacks match or lines; every rule needs one of them")
    if "" in rule.labels:
        raise RuleError("lines has a label without words, or a too long one")
    pattern = parsed(rule.match)
    columns = ", ".join(COLUMNS)
    if rule.lifts and rule.lifts not in COLUMNS:
        raise RuleError(f"lifts is {rule.lifts!r}; it must be one of {columns}")
    groups = pattern.state.groupdict
    if rule.lifts and "value" not in groups:
        raise RuleError("lifts needs a group (?P<value>…) in match")
    shortest, _ = pattern.getwidth()
    if rule.match and not shortest and rule.read(""):
        raise RuleError("match accepts an empty line; it must ask for some text")
    if not 0 < rule.confidence <= 1:
        raise RuleError("confidence must lie in 0..1")
