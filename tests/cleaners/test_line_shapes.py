"""Check that lines of one template have one shape, and that other lines have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.boilerplate import line_shape


@pytest.mark.parametrize(
    ("shape", "lines"),
    [
        (
            "published 0 N 0",
            ("Published 3 May 2024, 14:05", "Published 28 June 2023, 9:30"),
        ),
        ("0 min read", ("5 min read", "12 min read")),
        ("photo : N / N", ("Photo: Ann Keller / Nordpress", "Photo: Per Å. Dahl / AP")),
        (
            "story by N",
            ("Story by Ann Keller, Staff", "Story by José María Ruiz, Lantern"),
        ),
        ("0 N 0", ("3 May 2024", "28 June 2023")),
        ("mehr zum N", ("Mehr zum Hafen", "Mehr zum Großen Krieg")),
        ("0 von 0 N", ("1 von 12 Bildern", "3 von 4 Bildern")),
        ("обновлено : 0 мая 0", ("Обновлено: 3 мая 2024", "Обновлено: 14 мая 2023")),
    ],
)
def test_lines_of_a_template_have_one_shape(shape: str, lines: tuple[str, ...]) -> None:
    assert {line_shape(line) for line in lines} == {shape}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("no words", "— | —"),
        ("two words", "Page 2"),
        ("nothing to replace", "Read more about this"),
        ("figures alone", "1 2 3"),
        ("a heading of a list", "4. Mind The Corners"),
        ("a name", "Ann Keller Dahl"),
        ("a title in capitals", "The Great Harbour Market"),
        ("running text", "On Monday the harbour office counted 90 boats. " * 8),
    ],
)
def test_a_line_has_no_shape(name: str, line: str) -> None:
    assert line_shape(line) is None, name


@given(st.text(max_size=80))
def test_a_shape_is_made_of_any_text_and_does_not_depend_on_its_figures(
    text: str,
) -> None:
    shape = line_shape(text)
    assert shape is None or shape
    assert line_shape(f"Page 1 of {text}") == line_shape(f"Page 27 of {text}")
