"""An archive inside an archive: it is not opened, and a quarantine row says so."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.article import Reason
from flows.intake.archives.signatures import is_tar, is_zip
from flows.intake.inputs import InputFile, Quarantined, RecordRange, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.readers.reader import Reader
from flows.settings import Settings


def _refuse(
    file: InputFile, _settings: Settings, _records: RecordRange
) -> Iterator[Quarantined]:
    detail = "an archive inside an archive; unpack the outer one"
    refusal = UnfitError(Reason.BINARY, detail)
    yield quarantine(file, 0, refusal, digest=file.sha256)


def _is_archive(head: bytes) -> bool:
    return is_zip(head) or is_tar(head)


NESTED = Reader(
    format="archive",
    suffixes=(".zip", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst"),
    read=_refuse,
    recognises=_is_archive,
)
