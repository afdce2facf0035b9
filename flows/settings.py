"""What a user may decide, and the name of every set of decisions that gives other results."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from cleaners.paraphrase import LexiconError, OwnLexicon, parse_own
from flows import versions

OPERATING_POINTS = ("readable", "conservative")
# On what a row says; of the lexicon it is the content that has an effect, not the path.
WITHOUT_EFFECT = ("shard_files", "shard_bytes", "keep_snapshots", "lexicon")
NOT_IN_FILES = "own_lexicon"  # read from the file that `lexicon` names


class SettingsError(ValueError):
    """A setting that does not exist or cannot be; the message names the file, the key and the remedy."""


@dataclass(frozen=True, slots=True)
class Fields:
    """For each column, the names that a JSONL record may give it, tried in order."""

    text: tuple[str, ...] = (
        "text",
        "content",
        "body",
        "article",
        "article_text",
        "full_text",
        "maintext",
        "story",
    )
    html: tuple[str, ...] = ("html", "raw_html", "page", "markup")
    url: tuple[str, ...] = ("url", "link", "canonical_url", "source_url")
    title: tuple[str, ...] = ("title", "headline", "heading")
    author: tuple[str, ...] = ("author", "authors", "byline", "creator")
    published_at: tuple[str, ...] = (
        "published_at",
        "date",
        "published",
        "publish_date",
        "date_publish",
        "pub_date",
        "pubDate",
        "datePublished",
        "timestamp",
    )
    fetched_at: tuple[str, ...] = (
        "fetched_at",
        "crawled_at",
        "scraped_at",
        "retrieved_at",
        "date_download",
        "crawl_date",
    )
    site: tuple[str, ...] = (
        "site",
        "site_name",
        "publisher",
        "domain",
        "source_domain",
        "hostname",
        "source",
    )
    tags: tuple[str, ...] = ("tags", "keywords", "topics")
    section: tuple[str, ...] = ("section", "category", "articleSection")
    source_id: tuple[str, ...] = ("source_id", "id", "_id", "uuid", "guid")
    licence: tuple[str, ...] = ("licence", "license")
    robots_ok: tuple[str, ...] = ("robots_ok", "robots_allowed")


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits, names and choices of a run.

    Sizes are in bytes, `record_seconds` in seconds; `file_ratio` is how many times larger than its
    file decompressed content may grow. `lexicon` is the path of a user's own lexicon, from the folder
    of the settings file; `own_lexicon` is what stands in it.
    """

    operating_point: str = "readable"
    lexicon: str = ""
    own_lexicon: OwnLexicon = field(default_factory=OwnLexicon)
    keep_before: bool = True
    keep_snapshots: int = 7
    record_bytes: int = 2_000_000
    line_bytes: int = 8_000_000
    file_bytes: int = 4_000_000_000
    file_ratio: int = 100
    record_seconds: float = 60.0
    shard_files: int = 200
    shard_bytes: int = 6_000_000
    fields: Fields = field(default_factory=Fields)

    @classmethod
    def load(cls, path: Path) -> Settings:
        """Read a TOML file. Raises SettingsError."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(
                f"{path}: cannot be read as TOML ({error}); write lines such as keep_before = false"
            ) from error
        chosen = _settings(table, str(path))
        return (
            replace(chosen, own_lexicon=_own_lexicon(path, chosen.lexicon))
            if chosen.lexicon
            else chosen
        )

    def with_fields(self, choices: Iterable[str]) -> Settings:
        """Put JSONL names before all others, each written `column=name`. Raises SettingsError."""
        chosen = self.fields
        for choice in choices:
            column, equals, name = choice.partition("=")
            if not (equals and name):
                raise SettingsError(
                    f"--field {choice}: write it as column=name, for example text=story_text"
                )
            _refuse_unknown({column: name}, Fields, f"--field {choice}")
            chosen = replace(
                chosen,
                **{column: tuple(dict.fromkeys((name, *getattr(chosen, column))))},
            )
        return replace(self, fields=chosen)

    def digest(self) -> str:
        """Name these settings, this version, its rules and libraries, by 64 hex digits.

        Equal digests promise equal rows. What only moves rows between files is left out.
        """
        chosen = {
            name: value
            for name, value in asdict(self).items()
            if name not in WITHOUT_EFFECT
        }
        chosen[NOT_IN_FILES] = self.own_lexicon.digest
        made_by = [
            versions.pipeline_version(),
            versions.rule_set(),
            versions.code(),
            *versions.libraries(),
        ]
        return hashlib.sha256(
            json.dumps([chosen, made_by], sort_keys=True).encode()
        ).hexdigest()


def _settings(table: Mapping[str, object], place: str) -> Settings:
    _refuse_unknown(table, Settings, place)
    names = table.get("fields", {})
    if not isinstance(names, dict):
        raise SettingsError(
            f"{place}: fields must be a table; write [fields] and a list of names for each column"
        )
    _refuse_unknown(names, Fields, f"{place}: [fields]")
    default = Settings()
    plain = {
        key: _value(key, value, getattr(default, key), place)
        for key, value in table.items()
        if key != "fields"
    }
    chosen = {key: _names(key, value, place) for key, value in names.items()}
    return replace(default, **plain, fields=replace(default.fields, **chosen))  # type: ignore[arg-type]  # checked by _value


def _own_lexicon(settings: Path, lexicon: str) -> OwnLexicon:
    """Read the lexicon that a settings file names."""
    path = settings.parent / lexicon
    try:
        return parse_own(path.read_text(encoding="utf-8"), str(path))
    except LexiconError as error:
        raise SettingsError(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{settings}: lexicon {lexicon!r} cannot be read ({error}); name a UTF-8 file"
        ) from error


def _refuse_unknown(table: Mapping[str, object], kind: type, place: str) -> None:
    known = [item.name for item in fields(kind) if item.name != NOT_IN_FILES]
    if unknown := sorted(set(table) - set(known)):
        raise SettingsError(
            f"{place}: no such key: {', '.join(unknown)}; known are {', '.join(known)}"
        )


def _value(key: str, value: object, default: object, place: str) -> object:
    """Accept a value of the default's type: a whole number may stand for a float, and numbers are positive."""
    if isinstance(default, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(default):
        wanted = {
            bool: "true or false",
            int: "a whole number",
            float: "a number",
            str: "a string",
        }[type(default)]
        raise SettingsError(
            f"{place}: {key} is {value!r}; it must be {wanted}, for example {default!r}"
        )
    if key == "operating_point" and value not in OPERATING_POINTS:
        raise SettingsError(
            f"{place}: operating_point is {value!r}; it must be {' or '.join(OPERATING_POINTS)}"
        )
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and not 0 < value < float("inf")
    ):
        raise SettingsError(
            f"{place}: {key} is {value!r}; it must be above 0, for example {default!r}"
        )
    return value


def _names(key: str, value: object, place: str) -> tuple[str, ...]:
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(name, str) and name for name in value)
    ):
        raise SettingsError(
            f'{place}: fields.{key} is {value!r}; it must be a list of names, for example ["{key}"]'
        )
    return tuple(value)
