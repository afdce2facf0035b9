"""The table of relations: what one article is to another, with the share and the evidence."""

from __future__ import annotations

from flows.storage.tables.columns import FLOAT, INT32, STRING, Column

RELATIONS = (
    Column(
        "article_id",
        STRING,
        "The copy; the article that contains the other; else the one published later.",
    ),
    Column(
        "other_id",
        STRING,
        "The article that is kept in its stead; the one that it contains; else the earlier one.",
    ),
    Column(
        "relation",
        STRING,
        "copy; contains: has all of the other; quotes: both have one passage; retells: says the"
        " same in other words; same_form: both fill in one template.",
    ),
    Column("kind", STRING, "For a copy, its kind in duplicates; else null."),
    Column(
        "share",
        FLOAT,
        "How much of the shorter text is in the other one, 0 to 1; null for a version.",
    ),
    Column(
        "words",
        INT32,
        "How many words match, in order and close together; null for duplicates.",
    ),
    Column(
        "passage",
        INT32,
        "Words of the longest passage that both have; null for duplicates.",
    ),
    Column(
        "same_marks",
        INT32,
        "Different figures and names that both have at the same places; null for duplicates.",
    ),
    Column(
        "other_marks",
        INT32,
        "Places in what both share where their figures or names differ; null for duplicates.",
    ),
)
