"""The table of runs: one row for each run, with the times that it took."""

from __future__ import annotations

from flows.storage.tables.columns import FLOAT, INT64, STRING, WHEN, Column

STAGES = (  # whose time is measured
    "extraction",
    "encoding",
    "boilerplate",
    "language",
    "paraphrase",
    "duplicates",
    "stories",
)

RUNS = (
    Column(
        "run_id",
        STRING,
        "Derived from the snapshot built upon, the inputs and the settings.",
    ),
    Column("started_at", WHEN, "When the run that published began."),
    Column("finished_at", WHEN, "When it wrote its snapshot."),
    Column("inputs", INT64, "Records taken in: articles + duplicates + quarantined."),
    Column("articles", INT64, "Of these, kept as articles when the run ended."),
    Column("duplicates", INT64, "Of these, set aside as copies when the run ended."),
    Column("quarantined", INT64, "Of these, set aside as unreadable or without text."),
    Column("edits", INT64, "Edits made in these."),
    Column("spun", INT64, "How many of these were machine-paraphrased."),
    *(
        Column(f"seconds_{stage}", FLOAT, f"Seconds of work in the stage {stage}.")
        for stage in STAGES
    ),
    Column("pipeline_version", STRING, "Version of Unspun."),
    Column("rule_set", STRING, "Hash of the packaged rules and data."),
    Column("schema_version", STRING, "Version of these tables."),
    Column(
        "settings_digest",
        STRING,
        "Hash of settings, version, rules and libraries: equal ones promise equal rows.",
    ),
)
