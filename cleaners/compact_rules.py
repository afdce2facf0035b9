"""Load the rules of a stage without what proves them, which is all that running them needs.

To parse the rule files takes a third of a second of CPU: most of them are cases. So the rest is in
a data file, which `python -m flows.training.build_derived` writes. It names the rule files that it
was made from by their hash: if they have changed since, they are parsed instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from hashlib import sha256
from importlib.resources import files

from cleaners import rule_files
from cleaners.rule import Rule

PROOF = {"why": "", "repairs": (), "spares": ()}  # what is left out of a rule
FIELDS = tuple(field for field in fields(Rule) if field.name not in PROOF)


def load(stage: str) -> tuple[Rule, ...]:
    """Read every rule of `cleaners/rules/<stage>` without its cases, in the order of the files."""
    path = files("cleaners") / "data" / f"{stage}_rules.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    if stored["sha256"] != rules_sha256(stage):
        return tuple(map(without_proof, rule_files.load(stage)))
    return tuple(map(_decoded, stored["rules"]))


def rules_sha256(stage: str) -> str:
    """Return the SHA-256 of the rule files of a stage, as hex digits."""
    digest = sha256()
    for name, toml in rule_files.shipped_files(stage):
        digest.update(f"{name}\n{toml}\n".encode())
    return digest.hexdigest()


def encode(stage: str, rules: Iterable[Rule]) -> str:
    """Return the content of the data file: a hash, and each rule without what is at its default."""
    rows = [json.dumps(_encoded(rule), ensure_ascii=False) for rule in rules]
    joined = ",\n".join(rows)
    return f'{{"sha256": "{rules_sha256(stage)}", "rules": [\n{joined}\n]}}\n'


def without_proof(rule: Rule) -> Rule:
    """Return a rule without what proves it."""
    return replace(rule, **PROOF)  # type: ignore[arg-type]  # values of three types


def _encoded(rule: Rule) -> dict[str, object]:
    values = {field.name: getattr(rule, field.name) for field in FIELDS}
    defaults = {field.name: field.default for field in FIELDS}
    return {name: value for name, value in values.items() if value != defaults[name]}


def _decoded(values: Mapping[str, object]) -> Rule:
    lists = {key: value for key, value in values.items() if isinstance(value, list)}
    tuples = {key: tuple(value) for key, value in lists.items()}
    given = PROOF | {**values, **tuples}
    return Rule(**given)  # type: ignore[arg-type]  # as written by `encode`
