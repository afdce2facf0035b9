"""How Sphinx builds the docs (`make docs`): a site that opens from disk and calls no other host."""

from importlib.metadata import version as installed_version
from pathlib import Path

from sphinx.application import Sphinx

project = "Unspun"
author = "The Unspun authors"
project_copyright = "The Unspun authors; MIT licence"
version = release = installed_version("unspun")
html_title = f"Unspun {version}"

extensions = ["myst_parser", "sphinx_copybutton"]

# Markdown as GitHub reads it; links may name the headings of a page.
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4  # levels of headings that links may name

html_theme = "furo"  # system fonts, light and dark, no request to other hosts
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#0b5c57",
        "color-brand-content": "#0b5c57",
    },
    "dark_css_variables": {
        "color-brand-primary": "#7fd6cc",
        "color-brand-content": "#7fd6cc",
    },
}
html_static_path = ["site"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_search_summary = False  # it fetches pages, which a browser refuses from disk
html_use_index = False
html_domain_indices = False
pygments_style = "friendly"
pygments_dark_style = "github-dark"

# Of a command what is to be typed is copied: no prompt, no output.
copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True
copybutton_remove_prompts = True

ON_GITHUB = "https://github.com/unspun/unspun/blob/main/docs/"


def setup(app: Sphinx) -> None:
    """Tell Sphinx what to do with a page before it is parsed."""
    app.connect("source-read", link_within_the_site)


def link_within_the_site(_: Sphinx, page: str, source: list[str]) -> None:
    """Fill the page of changes, and lead its links to the pages of this site."""
    if page == "changelog":
        changelog = Path(__file__).parents[1] / "CHANGELOG.md"
        source[0] = changelog.read_text(encoding="utf-8").replace(ON_GITHUB, "")
