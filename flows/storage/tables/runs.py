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
    Column(
        "inputs",
        INT64,
        "Records read: articles + duplicates + quarantined + already_known + replaced"
        " + suppressed.",
    ),
    Column("articles", INT64, "New records, kept as articles when the run ended."),
    Column("duplicates", INT64, "New records, set aside as copies or versions."),
    Column("quarantined", INT64, "New records, set aside as unreadable or no article."),
    Column(
        "already_known",
        INT64,
        "Records that had a row of the same file and content already, which stays.",
    ),
    Column(
        "replaced",
        INT64,
        "Records whose row takes the place of an earlier one: made by other settings or"
        " another version, or in quarantine.",
    ),
    Column("suppressed", INT64, "Records left out, as unspun forget was told."),
    Column(
        "cleared",
        INT64,
        "Earlier rows that went: of quarantine, where what they stood for is no longer in its file,"
        " and of articles that another version read in a file which is the same and is now read"
        " in another way."
        " Articles, duplicates and quarantine together grew by"
        " articles + duplicates + quarantined - cleared - forgotten.",
    ),
    Column("forgotten", INT64, "Rows that unspun forget took down."),
    Column("edits", INT64, "Edits made in all rows that the run wrote."),
    Column("spun", INT64, "How many of these rows were machine-paraphrased."),
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
