"""Stories: which independent articles tell of one event.

Nothing is removed here. `profiles` reduces an article to its weightiest words, `grouping` lets each
article join the story of those that it is most like, or begin one.
"""

from cleaners.stories.grouping import REACH, StoryArticle, group
from cleaners.stories.profiles import Profile, likeness, profile, stamp

__all__ = ["REACH", "Profile", "StoryArticle", "group", "likeness", "profile", "stamp"]
