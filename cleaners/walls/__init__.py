"""Tell pages that stand in front of an article, or in its place, from articles.

A consent wall, a bot check, an error page, a paywall with one sentence above it: all of them have
text, and none is an article. What they say is data (`cleaners/data/walls`), one file a language.
What is decided by it is in `decision`: a page is a wall by how much of its running text is no wall
talk, so that an article about cookies, or one with a banner above it, stays. `dialogue` finds the
lines of a consent dialogue beside an article.
"""

from cleaners.walls.decision import WallCandidate, find_wall
from cleaners.walls.dialogue import without_dialogue

__all__ = ["WallCandidate", "find_wall", "without_dialogue"]
