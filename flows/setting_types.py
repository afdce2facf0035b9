"""The kinds of values that settings have, each with its unit and limits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

FilePath = Annotated[str, Field(strict=True, json_schema_extra={"unit": "path"})]
Bytes = Annotated[int, Field(strict=True, gt=0, json_schema_extra={"unit": "bytes"})]
Files = Annotated[int, Field(strict=True, gt=0, json_schema_extra={"unit": "files"})]
Snapshots = Annotated[
    int, Field(strict=True, gt=0, json_schema_extra={"unit": "snapshots"})
]
Days = Annotated[
    float,
    Field(strict=True, ge=0, allow_inf_nan=False, json_schema_extra={"unit": "days"}),
]
Times = Annotated[int, Field(strict=True, gt=0, json_schema_extra={"unit": "times"})]
Seconds = Annotated[
    float,
    Field(
        strict=True, gt=0, allow_inf_nan=False, json_schema_extra={"unit": "seconds"}
    ),
]
Stage = Literal["extraction", "encoding", "boilerplate", "paraphrase"]
StageOrAll = Literal["", "extraction", "encoding", "boilerplate", "paraphrase"]
