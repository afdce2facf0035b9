"""Stories: which independent articles report on the same event.

Nothing is removed here. `profiles` reduces an article to its most significant terms;
`similarity` compares many profiles at once; `clustering` groups articles to stories.
"""

from cleaners.stories.clustering import MAX_LOOKBACK, cluster_stories
from cleaners.stories.profiles import (
    Frequencies,
    Profile,
    Source,
    cosine,
    make_profiles,
    stamp,
)
from cleaners.stories.story_article import StoryArticle

__all__ = [
    "MAX_LOOKBACK",
    "Frequencies",
    "Profile",
    "Source",
    "StoryArticle",
    "cluster_stories",
    "cosine",
    "make_profiles",
    "stamp",
]
