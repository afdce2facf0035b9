"""Clean scraped news from Python, with an account of every change.

    import unspun

    article = unspun.clean(text, url="https://example.org/a")
    print(article.title, article.text, article.edits)
    print(unspun.explain(text))
    unspun.run("scrapes/", "dataset/")
    frame = unspun.open_dataset("dataset/").pandas("articles")

docs/python.md shows each of them. Importing this module is quick: the rules and models are
loaded by the first text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from cleaners import article as cleaned
    from flows.api.article import Article
    from flows.api.dataset import Dataset
    from flows.api.explanation import Explanation
    from flows.report.summary import Summary
    from flows.settings import Settings

__all__ = ["CleaningError", "__version__", "clean", "explain", "open_dataset", "run"]

__version__: (
    str  # looked up when it is asked for: `importlib.metadata` is slow to import
)


class CleaningError(ValueError):
    """A text that is no article. `reason` is one word of a closed list, `detail` a sentence.

    The reasons are those of the table `quarantine` (docs/data-dictionary.md).
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


def clean(
    text: str | bytes,
    url: str | None = None,
    *,
    html: bool | None = None,
    settings: Settings | str | os.PathLike[str] | None = None,
) -> Article:
    r"""Clean one scraped text or HTML page.

    `url` is where it was found: it names the site, and helps to read a page. `html` says
    whether `text` is markup; None looks for it. `settings` is the path of a settings file
    (docs/settings.md). Raises CleaningError where the text is no article.

    >>> import unspun
    >>> story = "The ferry sails again, the harbour office said in a note on Monday."
    >>> article = unspun.clean(f"{story}\n\nLeave a Reply\n", url="https://quayside.example/1")
    >>> article.text == story, article.site, article.language
    (True, 'quayside.example', 'en')
    >>> article.edits[0].before, article.edits[0].rule
    ('\n\nLeave a Reply\n', 'comments/leave-a-reply')
    >>> unspun.clean("Leave a Reply")
    Traceback (most recent call last):
    unspun.CleaningError: no_text: Every line is boilerplate.
    """
    from flows.api.cleaning import public

    return public(_cleaned(text, url, html=html, settings=settings))


def explain(
    text: str | bytes,
    url: str | None = None,
    *,
    html: bool | None = None,
    settings: Settings | str | os.PathLike[str] | None = None,
) -> Explanation:
    r"""Show what cleaning makes of a text: the raw text, with every change and its rule in it.

    The result is a string to print; a notebook shows it in colours. What goes is in [- -], what
    comes in {+ +}. Takes the arguments of `clean`, and raises CleaningError as it does.

    >>> import unspun
    >>> story = "The ferry sails again, the harbour office said in a note on Monday."
    >>> print(unspun.explain(f"{story}\nLeave a Reply"))
    language  en
    <BLANKLINE>
    The ferry sails again, the harbour office said in a note on Monday.
    [-Leave a Reply-] comments/leave-a-reply 0.98
    """
    from flows.api.explanation import Explanation

    return Explanation.of(_cleaned(text, url, html=html, settings=settings))


def open_dataset(path: str | os.PathLike[str]) -> Dataset:
    """Open the newest snapshot of the dataset in a folder or at s3://, to read its tables.

    A run that publishes meanwhile does not change what is read. Raises
    flows.snapshots.DatasetError where there is no dataset.
    """
    from flows.api.dataset import Dataset
    from flows.snapshots.mirrors import folder_to_read

    return Dataset.open(folder_to_read(path))


def run(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    workers: int | None = None,
    settings: Settings | str | os.PathLike[str] | None = None,
) -> Summary:
    """Clean files and folders into the dataset in `output`, and publish its next snapshot.

    What the dataset holds already is not read again. `workers` is the number of processes: None
    is one for each processor, 0 this process alone. Prefect has no part in it. Raises the errors
    that `unspun clean` reports: InputError, SettingsError, DatasetError, StageError.
    """
    from flows.api.running import run_request
    from flows.run import run as run_all

    return run_all(run_request(inputs, output, workers=workers, settings=settings))


def _cleaned(
    text: str | bytes,
    url: str | None,
    *,
    html: bool | None,
    settings: Settings | str | os.PathLike[str] | None,
) -> cleaned.Article:
    from cleaners.article import Rejection
    from flows.api.cleaning import clean_text

    outcome = clean_text(text, url, html=html, settings=settings)
    if isinstance(outcome, Rejection):
        raise CleaningError(outcome.reason.value, outcome.detail)
    return outcome


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(f"module 'unspun' has no attribute {name!r}")
    from importlib.metadata import version

    return version("unspun")


def __dir__() -> list[str]:
    return __all__
