"""The charts of the report: which figures each of them shows, and in what words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from flows.printable import printable_line
from flows.report.drawing import Chart, Row, draw
from flows.report.figures import Figures
from flows.report.rows import DriftFigures, RemovedAtSite, SiteFigures, SizeFigures

BARS = 15  # of a chart: about half a screen
SITE_BARS = 12  # of a chart with a legend
COLOURS = 7  # kinds with a colour of their own, all others share one
NAME = 44  # characters of a label: what fits beside the bars
LARGEST_SIZE = 12  # members: larger groups share a bar
SHARES = {  # measures of drift that are shares, in words
    "removed": "text removed",
    "no_title": "no title",
    "no_author": "no author",
    "no_date": "no date",
    "spun": "spun",
}


def charts_of(figures: Figures) -> dict[str, Chart]:
    """Draw every chart that has something to show."""
    charts = {}
    for name, rows_of in ROWS.items():
        rows = list(rows_of(figures))
        if len(rows) > 1 or (rows and name in ALONE):
            spec, words = WORDS[name]
            charts[name] = draw(spec, rows, words)
    return charts


def label(text: str) -> str:
    """Shorten a name, and show what would turn its line or hide in it."""
    shown = printable_line(text)
    return shown if len(shown) <= NAME else f"{shown[: NAME - 1]}…"


def _funnel(figures: Figures) -> Iterator[Row]:
    totals = figures.totals
    yield _step("records read", totals.inputs, "input")
    others = {
        "known already": totals.already_known,
        "replaced a row": totals.replaced,
        "suppressed": totals.suppressed,
        "cleared or forgotten": totals.cleared + totals.forgotten,
        "in quarantine": totals.quarantined,
    }
    for name, records in others.items():
        if records:
            yield _step(f"− {name}", records, "out")
    for kind in figures.copy_kinds:
        yield _step(f"− copies, {kind.kind}", kind.copies, "copy")
    yield _step("= articles", totals.articles, "kept")


def _step(name: str, records: int, fate: str) -> Row:
    return {"name": name, "records": records, "fate": fate}


def _runs(figures: Figures) -> Iterator[Row]:
    for run in figures.runs if len(figures.runs) > 1 else ():
        counts = {
            "articles": run.articles,
            "duplicates": run.duplicates,
            "quarantined": run.quarantined,
            "seen again": run.already_known + run.replaced + run.suppressed,
        }
        for fate, records in counts.items():
            yield {"run": run.number, "fate": fate, "records": records}


def _removed_kinds(figures: Figures) -> Iterator[Row]:
    for removed in figures.removed_kinds[:BARS]:
        yield {"kind": removed.kind, "characters": removed.characters}


def _removed_at_sites(figures: Figures) -> Iterator[Row]:
    """Yield the shares of the text that went at the largest sites, by kind."""
    sites = [site for site in figures.sites[:SITE_BARS] if site.raw_chars]
    if len(sites) < 2:  # noqa: PLR2004 - one site is the chart of kinds again
        return
    ordered = [removed.kind for removed in figures.removed_kinds[:COLOURS]]
    kinds = dict.fromkeys(ordered)
    for site in sites:
        at_site = [item for item in figures.removed_at_sites if item.site == site.site]
        for order, (kind, characters) in enumerate(_by_kind(at_site, kinds)):
            yield {
                "site": label(site.site),
                "kind": kind,
                "share": characters / site.raw_chars,
                "order": order,
            }


def _by_kind(
    removed: Iterable[RemovedAtSite], kinds: Mapping[str, None]
) -> Iterator[tuple[str, int]]:
    """Yield the characters of each of some kinds, and of all others together."""
    counts = {item.kind: item.characters for item in removed}
    for kind in kinds:
        yield kind, counts.pop(kind, 0)
    yield "others", sum(counts.values())


def _months(figures: Figures) -> Iterator[Row]:
    if len(figures.spun_months) < 2:  # noqa: PLR2004 - one bar shows no course
        return
    for month in figures.spun_months:
        genuine = month.texts - month.spun
        yield {"month": month.month, "what": "genuine", "texts": genuine}
        yield {"month": month.month, "what": "spun", "texts": month.spun}


def _spun_sites(figures: Figures) -> Iterator[Row]:
    spun = [site for site in figures.sites if site.spun]
    spun.sort(key=lambda site: (-site.spun, site.site))
    for site in spun[:BARS]:
        yield _spun_site(site)


def _spun_site(site: SiteFigures) -> Row:
    texts = site.articles + site.duplicates
    return {
        "site": label(site.site),
        "spun": site.spun,
        "texts": texts,
        "share": site.spun / texts,
    }


def _languages(figures: Figures) -> Iterator[Row]:
    for language in figures.languages[:BARS]:
        yield {"language": language.language, "articles": language.articles}


def _clusters(figures: Figures) -> Iterator[Row]:
    return _sizes(figures.cluster_sizes, "clusters")


def _stories(figures: Figures) -> Iterator[Row]:
    return _sizes(figures.story_sizes, "stories")


def _sizes(sizes: Sequence[SizeFigures], what: str) -> Iterator[Row]:
    """Yield how many groups there are of each size; the largest sizes share a row."""
    for size in sizes:
        if size.size <= LARGEST_SIZE:
            yield {"size": str(size.size), "groups": size.groups, "what": what}
    larger = sum(size.groups for size in sizes if size.size > LARGEST_SIZE)
    if larger:
        yield {"size": f"> {LARGEST_SIZE}", "groups": larger, "what": what}


def _drift(figures: Figures) -> Iterator[Row]:
    changed = [row for row in figures.drift if row.is_changed and row.measure in SHARES]
    changed.sort(key=_shift)
    for row in changed[:BARS]:
        name = f"{label(row.site)}: {SHARES[row.measure]}"
        yield {"name": name, "before": row.before, "now": row.now}


def _shift(row: DriftFigures) -> tuple[float, str, str]:
    """Order the largest changes first."""
    return (-abs(row.now - row.before), row.site, row.measure)


ROWS: dict[str, Callable[[Figures], Iterator[Row]]] = {
    "funnel": _funnel,
    "runs": _runs,
    "removed_kinds": _removed_kinds,
    "removed_at_sites": _removed_at_sites,
    "months": _months,
    "spun_sites": _spun_sites,
    "languages": _languages,
    "clusters": _clusters,
    "stories": _stories,
    "drift": _drift,
}
ALONE = ("drift", "spun_sites")  # charts that one row is enough for
WORDS = {  # the specification of each chart, and what it shows in words
    "funnel": (
        "funnel",
        "From the records that were read to the articles that are kept",
    ),
    "runs": ("runs", "What each run read, and what became of it"),
    "removed_kinds": ("removed_kinds", "Characters that were removed, by kind of rule"),
    "removed_at_sites": (
        "removed_at_sites",
        "Share of the raw text that was removed at the largest sites, by kind of rule",
    ),
    "months": ("months", "Texts by month of publication, genuine and spun"),
    "spun_sites": ("spun_sites", "Share of spun texts at the sites that have any"),
    "languages": ("languages", "Articles by language"),
    "clusters": ("sizes", "How many articles have no copy, one copy, and so on"),
    "stories": ("sizes", "How many stories have one article, two articles, and so on"),
    "drift": ("drift", "Sites that changed between the earlier runs and the newest"),
}
