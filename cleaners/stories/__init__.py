"""Stories: which independent articles report on the same event.

Nothing is removed here. `profiles` reduces an article to its most significant terms;
`similarity` compares many profiles at once; `clustering` groups articles to stories.
"""

from cleaners.stories.clustering import cluster_stories, group_stories
from cleaners.stories.profile_table import ProfileTable
from cleaners.stories.profiles import (
    Frequencies,
    Profile,
    Source,
    cosine,
    make_profiles,
    stamp,
)
from cleaners.stories.reach import MAX_LOOKBACK, within_reach
from cleaners.stories.story_article import StoryArticle
from cleaners.stories.story_table import StoryTable

__all__ = [
    "MAX_LOOKBACK",
    "Frequencies",
    "Profile",
    "ProfileTable",
    "Source",
    "StoryArticle",
    "StoryTable",
    "cluster_stories",
    "cosine",
    "group_stories",
    "make_profiles",
    "stamp",
    "within_reach",
]
