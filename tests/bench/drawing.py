"""Draw the pictures of docs/benchmarks.md as SVG text: the same figures give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 40, 48
TICKS = 5
BAR = 26  # height of a bar and the gap below it
LABEL = 200  # width of the labels beside bars
COLOURS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
)  # Okabe and Ito, told apart by all eyes
Point = tuple[float, float]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: `name` is its file's, without the ending; `caption` stands in for it where it is not shown."""

    name: str
    caption: str
    svg: str


def draw_curves(
    name: str,
    caption: str,
    axes: tuple[str, str],
    curves: Mapping[str, Sequence[Point]],
    spans: tuple[Span, Span],
) -> Picture:
    """Draw a line with dots for each curve; `spans` are what the two axes cover."""
    parts = [*_axes(axes, spans)]
    for number, (label, points) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        placed = [(_across(x, spans[0]), _down(y, spans[1])) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
            for x, y in placed
        ]
        parts.append(
            _text(
                LEFT + 12,
                HEIGHT - BOTTOM - 12 - 18 * (len(curves) - 1 - number),
                label,
                colour=colour,
            )
        )
    return Picture(name, caption, _svg(caption, parts, HEIGHT))


def draw_bars(
    name: str, caption: str, bars: Sequence[tuple[str, float]], span: Span
) -> Picture:
    """Draw one bar a row, its figure at its end; `span` is what a bar can cover."""
    parts = []
    for number, (label, figure) in enumerate(bars):
        top = TOP + 8 + BAR * number
        width = max(0.0, (figure - span[0]) / (span[1] - span[0])) * (
            WIDTH - LABEL - LEFT - RIGHT
        )
        parts.append(_text(LABEL - 8, top + 14, label, anchor="end"))
        colour = COLOURS[number == 0]
        parts.append(
            f'<rect x="{LABEL}" y="{top}" width="{width:.1f}" height="{BAR - 8}" fill="{colour}"/>'
        )
        parts.append(_text(LABEL + width + 6, top + 14, f"{figure:.3f}"))
    return Picture(name, caption, _svg(caption, parts, TOP + 16 + BAR * len(bars)))


def _axes(labels: tuple[str, str], spans: tuple[Span, Span]) -> Iterable[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for number in range(TICKS + 1):
        x, y = (low + (high - low) * number / TICKS for low, high in spans)
        across, down = _across(x, spans[0]), _down(y, spans[1])
        yield f'<path d="M{across:.1f} {TOP}V{bottom}M{LEFT} {down:.1f}H{right}" stroke="#ddd"/>'
        yield _text(across, bottom + 16, f"{x:g}", anchor="middle")
        yield _text(LEFT - 6, down + 4, f"{y:g}", anchor="end")
    yield _text((LEFT + right) / 2, HEIGHT - 10, labels[0], anchor="middle")
    middle = (TOP + bottom) / 2
    yield f'<g transform="rotate(-90 16 {middle:.0f})">{_text(16, middle, labels[1], anchor="middle")}</g>'


def _across(x: float, span: Span) -> float:
    return LEFT + (x - span[0]) / (span[1] - span[0]) * (WIDTH - LEFT - RIGHT)


def _down(y: float, span: Span) -> float:
    return (
        HEIGHT - BOTTOM - (y - span[0]) / (span[1] - span[0]) * (HEIGHT - TOP - BOTTOM)
    )


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#222"
) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _svg(title: str, parts: Iterable[str], height: int) -> str:
    box = f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    paper = f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    name = f'<text x="{WIDTH / 2:.0f}" y="24" text-anchor="middle" font-size="14">{escape(title)}</text>'
    return "\n".join([head, paper, name, *parts, "</svg>\n"])
