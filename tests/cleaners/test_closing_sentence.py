"""Check that the short sentence below a break that ends an article stays, and appeals do not."""

import pytest

from cleaners.boilerplate import find_removals

ABOVE = """\
Trish Boudreau
Published Jan 17, 2025
3 minute read
Article content
When the compressor of the curling club failed on Monday, the nearest spare part was far away.
Article content
Then somebody remembered the dairy, whose cooler of 1968 was still bolted to the floor there.
Advertisement 2
Article content
Eleven people and a forklift moved it on Wednesday night, and by morning there was ice again.
"It smells faintly of cheese," said the president of the club. "Nobody has complained so far."
Recommended from Editorial
Snowplow driver finds lost wedding dress
Lake road to close for ice race
Article content"""
BELOW = """\
Share this article in your social network
Comments
Join the Conversation"""
LAST = [
    ("The bonspiel will start on time.", True),
    ("Your subscription makes our reporting possible.", False),
]


@pytest.mark.parametrize(("last", "is_own"), LAST)
def test_the_last_line_stays_if_it_asks_nothing(last: str, *, is_own: bool) -> None:
    text = f"{ABOVE}\n{last}\n{BELOW}"
    removed = {removal.line.text for removal in find_removals(text)}
    assert (last not in removed) == is_own
