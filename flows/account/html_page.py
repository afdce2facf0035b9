"""The account of an article as a page of its own: no script, no request, light and dark."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator

from cleaners.explain import Fate, Piece
from flows.account.article import Account, Refusal
from flows.account.comparison import Row, Run, compare
from flows.account.page import STYLE, pieces_html, text_html

PAGE_STYLE = f"""
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem;
  color: light-dark(#1b1b1b, #e8e6e3); background: light-dark(#fff, #161718); }}
h1 {{ font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }}
h2 {{ font-size: 1.1rem; }}
.place, .rule, th {{ color: light-dark(#5f6368, #a0a5ab); overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; width: 100%; }}
th {{ text-align: left; font-weight: 500; vertical-align: top; padding-right: 1rem;
  white-space: nowrap; width: 1%; }}
td {{ vertical-align: top; overflow-wrap: anywhere; }}
details {{ margin: 1rem 0; }}
summary {{ cursor: pointer; font-weight: 600; }}
.text, .pair {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
.pair {{ display: grid; grid-template-columns: 1fr 1fr; gap: .5rem 1.5rem; margin: 0 0 1rem; }}
.pair mark.here {{ color: inherit; background: light-dark(#ffe0dc, #5a2420); }}
.pair mark.there {{ color: inherit; background: light-dark(#d7f3dd, #1d4a2b); }}
@media (max-width: 40rem) {{ .pair {{ grid-template-columns: 1fr; }} }}
{STYLE}"""
LEGEND = (
    Piece(Fate.REMOVED, "removed", "", "removed"),
    Piece(Fate.LIFTED, "lifted into a column", "", "lifted"),
    Piece(Fate.LEFT_OUT, "left out of a page", "", "left out"),
    Piece(Fate.REPAIRED, "old words", "new words", "repaired"),
)


def html_page(account: Account, kept: Account | None = None) -> str:
    """Write an account as a page; a copy beside the article that is `kept` in its stead."""
    title = text_html(account.title or account.source_path)
    digest = b64encode(hashlib.sha256(PAGE_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
    language = text_html(account.language or "und")
    body = "\n".join(_body(account, kept))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{PAGE_STYLE}</style>
</head>
<body>
<h1 lang="{language}" dir="auto">{title}</h1>
{body}
</body>
</html>
"""


def _body(account: Account, kept: Account | None) -> Iterator[str]:
    yield f'<p class="place">{_place(account)}</p>'
    if account.refusal:
        yield from _refusal(account.refusal)
        return
    yield _values(account)
    yield from _text(account)
    if kept and account.copy_of:
        yield f"<h2>{text_html(account.copy_of.kind)} copy of {_place(kept)}</h2>"
        yield "".join(map(_pair, compare(account.text, kept.text)))
    yield _folded("The text as it was", account.raw)
    yield _folded("The text as it is", account.text)
    yield _edits(account.changes)


def _text(account: Account) -> Iterator[str]:
    """Yield the text with every change in it."""
    if account.unkept:
        yield (
            f"<p>{account.unkept:,} characters of the raw text were not stored"
            " (keep_before = false).</p>"
        )
    legend = " ".join(pieces_html([piece]) for piece in LEGEND)
    yield f'<p class="account">{legend}</p>'
    language = text_html(account.language or "und")
    text = pieces_html(account.pieces)
    yield f'<div class="account" lang="{language}" dir="auto">{text}</div>'


def _refusal(refusal: Refusal) -> Iterator[str]:
    yield f"<p><strong>quarantined: {text_html(refusal.reason)}</strong></p>"
    yield f"<p>{text_html(refusal.detail)}</p>"
    yield f'<div class="text" dir="auto">{text_html(refusal.excerpt)}</div>'


def _place(account: Account) -> str:
    place = f"{account.source_path} #{account.record_number}"
    parts = [account.table, account.article_id, place]
    return " · ".join(text_html(part) for part in parts if part)


def _values(account: Account) -> str:
    rows = []
    for known in account.values:
        name, value = text_html(known.column), text_html(known.value)
        rows.append(f'<tr><th scope="row">{name}</th><td dir="auto">{value}</td></tr>')
    return f"<table>{''.join(rows)}</table>"


def _folded(title: str, text: str) -> str:
    shown = text_html(text)
    return (
        f"<details><summary>{title}</summary>"
        f'<div class="text" dir="auto">{shown}</div></details>'
    )


def _edits(changes: Iterable[Piece]) -> str:
    """List the edits with their rules."""
    rows = []
    for piece in changes:
        rule = text_html(f"{piece.rule} {piece.confidence:.2f}")
        change = pieces_html([piece])
        rows.append(
            f'<tr><td class="rule">{rule}</td><td class="account">{change}</td></tr>'
        )
    return f"<details><summary>Edits</summary><table>{''.join(rows)}</table></details>"


def _pair(row: Row) -> str:
    left = "".join(_run(run, "here") for run in row.left)
    right = "".join(_run(run, "there") for run in row.right)
    return f'<div class="pair"><div dir="auto">{left}</div><div dir="auto">{right}</div></div>'


def _run(run: Run, kind: str) -> str:
    words = text_html(run.text)
    if run.is_shared or not run.text.strip():
        return words
    return f'<mark class="{kind}">{words}</mark>'
