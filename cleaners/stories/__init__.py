"""Stories: which independent articles report on the same event.

Nothing is removed here. `profiles` reduces an article to its most significant words;
`clustering` assigns each article to the story of the articles most similar to it, or
starts a new story. `similarity` compares many profiles at once.
"""

from cleaners.stories.clustering import MAX_LOOKBACK, StoryArticle, cluster_stories
from cleaners.stories.profiles import Profile, cosine, make_profile, stamp

__all__ = [
    "MAX_LOOKBACK",
    "Profile",
    "StoryArticle",
    "cluster_stories",
    "cosine",
    "make_profile",
    "stamp",
]
