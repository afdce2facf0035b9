"""Archives of files of any record format. Nothing is unpacked under the names in an archive."""

from flows.intake.archives.tar_archives import TAR
from flows.intake.archives.zip_archives import ZIP

__all__ = ["TAR", "ZIP"]
