"""Check the table of lines that sites had."""

from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates import TemplateLines, shape_hash
from cleaners.duplicates.template_lines import MAX_ARTICLES

LINE = 5 << 40
rows = st.lists(
    st.tuples(
        st.integers(0, 9).map(lambda number: f"{number:032x}"),
        st.sampled_from(["one.example", "two.example"]),
        st.integers(1, 5).map(lambda number: number << 40),
    ),
    max_size=20,
)


def content(table: TemplateLines) -> list[tuple[int, bytes]]:
    return list(zip(table.site_lines.tolist(), table.ids.tolist(), strict=True))


@given(rows, rows)
def test_the_order_of_rows_and_runs_does_not_matter(
    one: list[tuple[str, str, int]], other: list[tuple[str, str, int]]
) -> None:
    merged = TemplateLines.of(one).merged(TemplateLines.of(other))
    assert content(merged) == content(TemplateLines.of([*other, *one]))
    for article_id, site, line in one:
        assert article_id in merged.on_site(line, site)
        assert article_id not in merged.without([article_id]).on_site(line, site)
    assert merged.on_site(LINE, "three.example") == merged.on_site(LINE, None) == []


def test_no_more_articles_are_kept_than_prove_something() -> None:
    many = [(f"{number:032x}", "one.example", LINE) for number in range(200)]
    found = TemplateLines.of(many).on_site(LINE, "one.example")
    assert found == [f"{number:032x}" for number in range(MAX_ARTICLES)]


def test_a_line_without_a_shape_is_on_no_site() -> None:
    table = TemplateLines.of([("0" * 32, "one.example", shape_hash("0 min read"))])
    assert table.on_site(shape_hash("0 min read"), "one.example") == ["0" * 32]
    assert table.on_site(shape_hash(None), "one.example") == []
