"""Draw the pictures of docs/benchmarks.md as SVG; the same figures give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

# Sizes are in SVG units, which browsers show as pixels.
WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 40, 48  # margins
TICKS = 5  # intervals of an axis
BAR = 26  # height of a bar and the gap below it
LABEL = 200  # width of the labels beside bars
# The palette of Okabe and Ito, which colour-blind readers can tell apart.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
Point = tuple[float, float]
Range = tuple[float, float]  # lowest and highest value of an axis


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing; `name` is its file name without the extension, `caption` its alternative text."""

    name: str
    caption: str
    svg: str


def draw_curves(
    name: str,
    caption: str,
    labels: tuple[str, str],
    curves: Mapping[str, Sequence[Point]],
    ranges: tuple[Range, Range],
) -> Picture:
    """Draw a line with dots for each curve; `labels` and `ranges` are those of the x and y axis."""
    parts = list(_axes(labels, ranges))
    lowest_label = HEIGHT - BOTTOM - 12
    for number, (label, points) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        parts += _curve(points, colour, ranges)
        lines_below = len(curves) - 1 - number
        label_y = lowest_label - 18 * lines_below
        parts.append(_text(LEFT + 12, label_y, label, colour=colour))
    return Picture(name, caption, _svg(caption, parts, HEIGHT))


def _curve(
    points: Sequence[Point], colour: str, ranges: tuple[Range, Range]
) -> Iterator[str]:
    """Yield a line, and a dot for each of its points."""
    x_range, y_range = ranges
    placed = [(_x_position(x, x_range), _y_position(y, y_range)) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    stroke = f'stroke="{colour}" stroke-width="2"'
    yield f'<polyline points="{path}" fill="none" {stroke}/>'
    for x, y in placed:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'


def draw_bars(
    name: str, caption: str, bars: Sequence[tuple[str, float]], bar_range: Range
) -> Picture:
    """Draw one bar a row with its figure beside it; the first bar is highlighted."""
    parts = []
    for number, (label, figure) in enumerate(bars):
        top = TOP + 8 + BAR * number
        width = _bar_width(figure, bar_range)
        colour = COLOURS[1] if number == 0 else COLOURS[0]
        place = f'x="{LABEL}" y="{top}"'
        size = f'width="{width:.1f}" height="{BAR - 8}"'
        parts += [
            _text(LABEL - 8, top + 14, label, anchor="end"),
            f'<rect {place} {size} fill="{colour}"/>',
            _text(LABEL + width + 6, top + 14, f"{figure:.3f}"),
        ]
    return Picture(name, caption, _svg(caption, parts, TOP + 16 + BAR * len(bars)))


def _bar_width(figure: float, bar_range: Range) -> float:
    """Return the width of a bar; values below the range have none."""
    return max(0.0, _share(figure, bar_range)) * (WIDTH - LABEL - LEFT - RIGHT)


def _axes(labels: tuple[str, str], ranges: tuple[Range, Range]) -> Iterable[str]:
    """Yield the grid, the ticks and the labels of both axes."""
    right = WIDTH - RIGHT
    bottom = HEIGHT - BOTTOM
    for number in range(TICKS + 1):
        yield from _tick(number, ranges)
    yield _text((LEFT + right) / 2, HEIGHT - 10, labels[0], anchor="middle")
    middle = (TOP + bottom) / 2
    label = _text(16, middle, labels[1], anchor="middle")
    yield f'<g transform="rotate(-90 16 {middle:.0f})">{label}</g>'


def _tick(number: int, ranges: tuple[Range, Range]) -> Iterator[str]:
    """Yield the two grid lines of a tick, and its value on each axis."""
    right = WIDTH - RIGHT
    bottom = HEIGHT - BOTTOM
    x_range, y_range = ranges
    x = _value_at(number, x_range)
    y = _value_at(number, y_range)
    across = _x_position(x, x_range)
    down = _y_position(y, y_range)
    lines = f"M{across:.1f} {TOP}V{bottom}M{LEFT} {down:.1f}H{right}"
    yield f'<path d="{lines}" stroke="#ddd"/>'
    yield _text(across, bottom + 16, f"{x:g}", anchor="middle")
    yield _text(LEFT - 6, down + 4, f"{y:g}", anchor="end")


def _value_at(tick: int, values: Range) -> float:
    """Return the value of a tick."""
    lowest, highest = values
    return lowest + (highest - lowest) * tick / TICKS


def _share(value: float, values: Range) -> float:
    """Return how far a value is between the ends of a range, 0 for the lowest."""
    lowest, highest = values
    return (value - lowest) / (highest - lowest)


def _x_position(x: float, x_range: Range) -> float:
    return LEFT + _share(x, x_range) * (WIDTH - LEFT - RIGHT)


def _y_position(y: float, y_range: Range) -> float:
    return HEIGHT - BOTTOM - _share(y, y_range) * (HEIGHT - TOP - BOTTOM)


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#222"
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}">{escape(text)}</text>'


def _svg(title: str, parts: Iterable[str], height: int) -> str:
    """Return a drawing with a white background and its title."""
    box = f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    background = f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
    place = f'x="{WIDTH / 2:.0f}" y="24" text-anchor="middle" font-size="14"'
    heading = f"<text {place}>{escape(title)}</text>"
    return "\n".join([head, background, heading, *parts, "</svg>\n"])
