"""Read what backups of blogs say about their items: most are posts, others are settings.

WordPress and Blogger write all that they store into one feed: comments, pictures, menus, styles.
"""

from __future__ import annotations

from typing import Any

from cleaners.article import Reason
from flows.intake.inputs import UnfitError
from flows.intake.readers.feed_items import KINDS, local_name, text_of

# Namespaces of the elements in which a backup says what an item is, up to their versions.
OWN = ("{http://wordpress.org/export/", "{http://schemas.google.com/blogger/")
# Kinds of entries that Blogger has for articles.
BLOGGER_ARTICLES = ("", "post", "page")
# Types of items that WordPress and its best known plug-ins have for what is no article. Other
# types are those of a site, which may have its articles in them.
WORDPRESS_OTHERS = frozenset(
    """
    attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request
    acf-field acf-field-group acf-post-type acf-taxonomy acf-ui-options-page amp_validated_url
    bricks_template elementor_library et_pb_layout feedback fl-builder-template jp_img_sitemap
    jp_sitemap jp_sitemap_master mc4wp-form ml-slider product_variation scheduled-action
    shop_coupon shop_order shop_order_refund tablepress_table wpcf7_contact_form wpforms
    """.split()  # noqa: SIM905  # a list of names reads badly
)
WORDPRESS_OWN = "wp_"  # begins the types of blocks, templates, styles and fonts
THROWN_AWAY = ("trash", "auto-draft", "trashed", "soft_trashed")

Stated = dict[str, str]


def refuse_no_post(item: Any) -> None:  # noqa: ANN401  # lxml has no types
    """Raise UnfitError for an item that is no post and no page, or was thrown away."""
    kind = _other_kind(item)
    if kind:
        titles = [text_of(child) for child in item if local_name(child) == "title"]
        raise UnfitError(Reason.NO_ARTICLE, f"{kind}: {''.join(titles[:1])}")


def names_of(author: Any) -> Stated:  # noqa: ANN401  # the same
    """Return the name that readers see of an author of WordPress, by the login."""
    stated = _stated(author)
    parts = (stated.get("author_first_name"), stated.get("author_last_name"))
    name = stated.get("author_display_name") or " ".join(filter(None, parts))
    login = stated.get("author_login")
    return {login: name} if login and name else {}


def _other_kind(item: Any) -> str:  # noqa: ANN401  # the same
    """Say what an item is that is no article; nothing of articles."""
    stated = _stated(item)
    kind = _other_entry(item, stated) or _other_type(stated)
    if kind:
        return f"of the type “{kind}”, and no post of the blog"
    is_in_bin = stated.get("status", "").lower() in THROWN_AWAY
    return "a post that was thrown away" if is_in_bin else ""


def _other_entry(item: Any, stated: Stated) -> str:  # noqa: ANN401  # the same
    """Return the kind of an entry of Blogger that is no article."""
    kind = _blogger_kind(item) or stated.get("type", "")
    return "" if kind.lower() in BLOGGER_ARTICLES else kind.lower()


def _other_type(stated: Stated) -> str:
    """Return the type of an item of WordPress that is no article."""
    kind = stated.get("post_type", "")
    is_other = kind in WORDPRESS_OTHERS or kind.startswith(WORDPRESS_OWN)
    return kind if is_other else ""


def _stated(element: Any) -> Stated:  # noqa: ANN401  # the same
    """Return what a backup says in elements of its own."""
    own = [child for child in element if str(child.tag).startswith(OWN)]
    return {local_name(child): text_of(child) for child in own}


def _blogger_kind(item: Any) -> str:  # noqa: ANN401  # the same
    """Return the kind that is among the categories of an entry."""
    terms = [child.get("term", "") for child in item if child.get("scheme") == KINDS]
    return terms[0].rpartition("#")[2] if terms else ""
