"""From a page of HTML to the article's text and metadata."""

from cleaners.extraction.hostile_markup import HostileMarkup
from cleaners.extraction.page import Extraction, extract

__all__ = ["Extraction", "HostileMarkup", "extract"]
