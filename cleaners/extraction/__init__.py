"""Extract an article's text and metadata from a page of HTML."""

from cleaners.extraction.hostile_markup import HostileMarkupError
from cleaners.extraction.page import Extraction, extract

__all__ = ["Extraction", "HostileMarkupError", "extract"]
