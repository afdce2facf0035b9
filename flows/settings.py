"""What a user may decide about a run, with its limits; docs/settings.md is made from it."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    ConfigDict,
    Field,
    InstanceOf,
    StrictBool,
    TypeAdapter,
    ValidationError,
)
from pydantic.dataclasses import dataclass
from pydantic.json_schema import SkipJsonSchema

from flows.jsonl_fields import Fields
from flows.own_files import BESIDE, OwnFileError, OwnFiles, has_answers_beside
from flows.setting_digest import digest_of
from flows.setting_errors import describe, unknown_keys
from flows.setting_types import (
    Bytes,
    Days,
    FilePath,
    Files,
    Seconds,
    Snapshots,
    StageOrAll,
    Times,
)

OWN_FILES = ("lexicon", "rules", "review")  # the keys that name files
READ = ("own",)  # what files hold; no key of a settings file


class SettingsError(ValueError):
    """A setting that does not exist or has no valid value.

    The message names the file, the key and how to fix it.
    """


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Settings:
    """The settings of a run. Every value is validated, whoever makes them."""

    operating_point: Literal["readable", "conservative"] = Field(
        default="readable", description="how sure a repair of spun text must be"
    )
    lexicon: FilePath = Field(
        default="",
        description="your own lexicon, seen from the folder of the settings file; it adds to"
        " the one that ships. One pair a line, `original <tab> spun`, and optionally how often"
        " it was seen: `<tab> 3`. Lines that begin with `#` are comments. The content of the"
        " file is part of the digest, its path is not",
    )
    rules: FilePath = Field(
        default="",
        description="a folder of your own rules against boilerplate, or one such file, seen from"
        " the folder of the settings file; they add to those that ship, and their cases are run"
        " before each run: see [adding a rule](adding-a-rule.md). The content of the files is part"
        " of the digest",
    )
    review: FilePath = Field(
        default="",
        description="the folder of answers that [unspun review](review.md) writes, seen from the"
        " folder of the settings file; without it, the folder `review` next to the dataset, if"
        " there is one. The content of the files is part of the digest",
    )
    # The content of the files that these three name; no key of a settings file.
    own: Annotated[InstanceOf[OwnFiles], SkipJsonSchema()] = Field(
        default_factory=OwnFiles
    )
    only_stage: StageOrAll = Field(
        default="",
        description='the one stage that may edit texts, to look at it alone; `""` is all of'
        " them. Extraction always finds the text of a page, and the language is always"
        " detected",
    )
    keep_before: StrictBool = Field(
        default=True,
        description="keep the replaced text in `edits`, so that the raw text can be"
        " rebuilt; `false` keeps its hash alone (the table holds the comments and bios that"
        " were removed)",
    )
    keep_listings: StrictBool = Field(
        default=False,
        description="keep pages that list articles or products, and front pages; `false`"
        " quarantines them as `no_article`. Pages of every other type are kept: see the column"
        " `page_type`",
    )
    keep_walls: StrictBool = Field(
        default=False,
        description="keep pages that have a wall in place of an article: consent walls, bot"
        " checks, error pages, logins, paywalls with no more than a teaser and the like;"
        " `false` quarantines them as `no_article`",
    )
    keep_snapshots: Snapshots = Field(
        default=7, description="how many snapshots are kept at least"
    )
    keep_days: Days = Field(
        default=0.0,
        description="how long a snapshot is kept at least, whatever their number; `0` leaves it to"
        " `keep_snapshots` alone",
    )
    report: StrictBool = Field(
        default=True,
        description="write `report.html` into every snapshot: what went, what is missing, and"
        " the articles before and after; `unspun report` writes one at any time",
    )
    record_bytes: Bytes = Field(
        default=10_000_000, description="larger records are quarantined as `too_large`"
    )
    line_bytes: Bytes = Field(
        default=16_000_000, description="the longest line of a JSONL file"
    )
    input_bytes: Bytes = Field(
        default=100_000_000_000,
        description="larger input files are quarantined as `too_large` without being read",
    )
    file_bytes: Bytes = Field(
        default=4_000_000_000,
        description="the most that a compressed file may hold once decompressed",
    )
    file_ratio: Times = Field(
        default=100, description="how many times its size a compressed file may grow"
    )
    record_seconds: Seconds = Field(
        default=60.0,
        description="a record that takes longer is quarantined as `timed_out`. What counts is"
        " the time that its process computes, or sleeps of its own accord: not the time in"
        " which it is stopped, or waits for a processor",
    )
    worker_memory: Bytes = Field(
        default=1_500_000_000,
        description="the most memory of a worker process. The record on which it grows larger is"
        " quarantined as `too_large`",
    )
    shard_files: Files = Field(
        default=200, description="the most files that one task cleans"
    )
    shard_bytes: Bytes = Field(
        default=6_000_000,
        description="the most bytes that one task cleans, down to an eighth of it where inputs"
        " are small; smaller shards spread better over many processors",
    )
    fields: Fields = Field(
        default_factory=Fields,
        description="for each column, the names that your records give it",
    )

    @classmethod
    def load(cls, path: Path) -> Settings:
        """Read a TOML file. Raises SettingsError."""
        table = read_toml(path)
        try:
            settings = TypeAdapter(cls).validate_python(table)
        except ValidationError as error:
            problem = describe(error.errors(), table, defaults())
            raise SettingsError(f"{path}: {problem}") from error
        try:
            return settings.with_own_files(path.parent)
        except SettingsError as error:
            raise SettingsError(f"{path}: {error}") from error

    def with_own_files(
        self, folder: Path, keys: Collection[str] = OWN_FILES
    ) -> Settings:
        """Read the files that some keys name, seen from a folder. Raises SettingsError."""
        named = {key: getattr(self, key) for key in keys}
        if not any(named.values()):
            return self
        from flows.own_file_reading import read_own  # noqa: PLC0415  # loads the rules' readers

        try:
            read = read_own(self.own, folder, **named)
        except OwnFileError as error:
            raise SettingsError(str(error)) from error
        return replace(self, own=read)

    def for_dataset(self, dataset: Path) -> Settings:
        """Read the answers next to a dataset, if no others were named. Raises SettingsError."""
        if self.review or not has_answers_beside(dataset):
            return self
        folder = dataset.absolute().parent
        return replace(self, review=BESIDE).with_own_files(folder, ("review",))

    def with_fields(self, choices: Iterable[str]) -> Settings:
        """Put JSONL names before all others, each given as `column=name`.

        Raises SettingsError.
        """
        names = asdict(self.fields)
        for choice in choices:
            column, equals, name = choice.partition("=")
            if not (equals and name):
                raise SettingsError(
                    f"--field {choice}: write it as column=name, for example text=story_text"
                )
            if column not in names:
                problem = unknown_keys([column], names)
                raise SettingsError(f"--field {choice}: {problem}")
            others = [other for other in names[column] if other != name]
            names[column] = (name, *others)
        return replace(self, fields=Fields(**names))

    def digest(self) -> str:
        """Hash these settings, this version, its rules and libraries, as 64 hex digits.

        Equal digests promise equal rows. What only moves rows between files is left out.
        """
        values = asdict(self)
        values["own"] = self.own.digests()
        return digest_of(values)


def defaults() -> dict[str, Any]:
    """Return the default of each key of a settings file."""
    values = asdict(Settings())
    return {key: value for key, value in values.items() if key not in READ}


def read_toml(path: Path) -> dict[str, Any]:
    """Read the table of a settings file. Raises SettingsError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"{path}: cannot be read as TOML ({error}); write lines such as keep_before = false"
        ) from error
