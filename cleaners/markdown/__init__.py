"""Read text that is markdown: its marks go, its head gives metadata.

Scrapers that write markdown (Jina's reader, Firecrawl, web clippers, trafilatura) leave links,
images, headings and a head of fields in the text. Nothing is touched without strong evidence: text
about markdown, and text with a few stars and underscores, stays as it is.

- `evidence` decides whether a text is markdown; `head` reads front matter and lines of fields.
- `blocks` edits whole lines, `inline` what is inside of them; `page` is the text they work on.
"""

from cleaners.markdown.reading import Reading, read

__all__ = ["Reading", "read"]
