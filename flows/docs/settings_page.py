"""Write docs/settings.md from the settings themselves: `python -m flows.docs.settings_page`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from flows.jsonl_fields import Fields
from flows.settings import Settings, defaults

HEAD = """\
# Settings

Generated from `flows/settings.py` by `make docs`. `unspun clean`, `explain` and `serve` take
`--settings FILE`, a TOML file. What it does not name keeps its default; unknown keys and invalid
values stop the run before it starts. `UNSPUN_SETTINGS` names a file too, where no option does.

```toml
operating_point = "conservative"
lexicon         = "our-pairs.tsv"
record_bytes    = 5_000_000

[fields]
text = ["story_text"]
published_at = ["first_seen"]
```

| key | default | unit | range | meaning |
|---|---|---|---|---|
"""

FIELDS = """\

## [fields]

For each column, the names that your records give it, tried in order, in place of the built-in
ones. On the command line, `--field text=story_text` puts one name before all others. Case, spaces,
hyphens and underlines make no difference. A path leads into objects and lists, as `metadata.url`,
`authors.name` (of every author) or `authors.0.name`; a field whose own name has the dots counts
first. A name is looked for in the record, and then in the objects that tools put around an article:
`_source`, `data`, `article`, `metadata` and the like.

| column | built-in names | meaning |
|---|---|---|
"""

TAIL = """\

## The environment

Each setting has a variable, its name in capitals after `UNSPUN_`: `UNSPUN_KEEP_BEFORE=false`,
`UNSPUN_RECORD_BYTES=5_000_000`, `UNSPUN_RULES=my-rules/`. It counts more than the file, and less
than an option. Paths in it are seen from the working folder. `UNSPUN_FIELDS` holds what `--field`
takes, with commas between: `UNSPUN_FIELDS="text=story_text,url=where"`. A variable that begins with
`UNSPUN_` and names no setting stops the command, as an unknown key does. The command line and
Prefect runs read the environment; the functions of `import unspun` do not.

`unspun config show` prints each value in use and where it comes from.

## The digest

Whatever changes what a row says (settings, version, rules, data) is part of a digest. Inputs that
were cleaned under another digest are cleaned again, and their new rows replace the old ones.
"""


def write() -> str:
    """Write the page."""
    settings = "".join(_setting_rows())
    fields = "".join(_field_rows())
    return HEAD + settings + FIELDS + fields + TAIL


def _setting_rows() -> Iterator[str]:
    properties = TypeAdapter(Settings).json_schema()["properties"]
    for key, default in defaults().items():
        if key != "fields":
            yield _row(key, default, properties[key])


def _row(key: str, default: object, schema: Mapping[str, Any]) -> str:
    unit = schema.get("unit", "")
    cells = (f"`{key}`", f"`{_toml(default)}`", unit, _range(schema), _meaning(schema))
    return f"| {' | '.join(cells)} |\n"


def _toml(value: object) -> str:
    """Write a value as TOML, with underscores in long numbers."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return f"{value:_}"


def _range(schema: Mapping[str, Any]) -> str:
    """Describe the values that a setting may have."""
    if schema["type"] == "boolean":
        return "`true` or `false`"
    if "enum" in schema:
        return " or ".join(f"`{value or _toml(value)}`" for value in schema["enum"])
    if "exclusiveMinimum" in schema:
        return f"above {schema['exclusiveMinimum']}"
    return "any"


def _meaning(schema: Mapping[str, Any]) -> str:
    return str(schema["description"])


def _field_rows() -> Iterator[str]:
    properties = TypeAdapter(Fields).json_schema()["properties"]
    for column, schema in properties.items():
        names = ", ".join(f"`{name}`" for name in schema["default"])
        yield f"| `{column}` | {names} | {_meaning(schema)} |\n"


if __name__ == "__main__":
    sys.stdout.write(write())
