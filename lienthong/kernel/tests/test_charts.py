"""Charts: where marks stand, in text that no language changes."""

from __future__ import annotations

import doctest
import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from lienthong.kernel import charts
from lienthong.kernel.charts import Series, line_chart, spark


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(charts).failed == 0


def test_a_line_goes_through_its_values_and_skips_what_is_missing() -> None:
    chart = line_chart(["T45", "T46", "T47"], [Series("Đã gửi", [80.0, None, 100.0])], width=216, height=144)
    (line,) = chart.lines
    assert line.path == "M48.0,114.0 L148.0,14.0"
    assert line.last == ("148.0", "14.0", 100.0)
    assert [tick.at for tick in chart.periods] == ["48.0", "98.0", "148.0"]
    assert [value for _, value in chart.values] == [80, 85, 90, 95, 100]


def test_a_series_without_any_value_is_left_out_and_the_others_keep_their_colour() -> None:
    chart = line_chart(["T47"], [Series("a", [None]), Series("b", [3.0])])
    assert [(line.number, line.name) for line in chart.lines] == [(2, "b")]


def test_a_mark_stands_between_two_periods_with_its_words_inside_the_drawing() -> None:
    chart = line_chart(
        ["T45", "T46", "T47"],
        [Series("a", [80.0, 90.0, 100.0])],
        width=216,
        marks=[(0, "x"), (0.5, "y"), (2, "z")],
    )
    assert [tuple(mark) for mark in chart.marks] == [
        ("48.0", "x", "start"),
        ("73.0", "y", "middle"),
        ("148.0", "z", "end"),
    ]


def test_long_figures_and_their_unit_have_room_at_both_sides() -> None:
    short, long = (line_chart(["T46", "T47"], [Series("a", [0.0, most])]) for most in (9.0, 17_867_550.0))
    assert (short.left, 560 - short.right) == (48, 64)
    # "20.000.000" on the axis, "17.867.550,0" beside the last point.
    assert (long.left, 560 - long.right) == (127, 147)
    shares = line_chart(["T46", "T47"], [Series("a", [0.0, 100.0])], unit="%")
    assert (shares.left, 560 - shares.right) == (68, 88)


def test_one_period_stands_in_the_middle_and_none_is_refused() -> None:
    chart = line_chart(["T47"], [Series("a", [1.0])], width=212)
    assert chart.periods[0].at == "98.0"
    with pytest.raises(ValueError, match="a chart needs a period"):
        line_chart([], [])


def test_of_many_periods_some_are_named_the_last_always() -> None:
    names = [f"T{number}" for number in range(1, 53)]
    named = [tick.name for tick in line_chart(names, []).periods]
    assert named == [f"T{number}" for number in range(4, 53, 4)]


def test_a_spark_needs_two_values() -> None:
    assert spark([None, 5.0]) is None
    drawn = spark([1.0, 3.0, 2.0], width=28, height=28)
    assert drawn is not None
    assert drawn.path == "M4.0,24.0 L14.0,4.0 L24.0,14.0"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_language_turns_a_point_of_a_drawing_into_a_comma(language: str) -> None:
    chart = line_chart(["T45", "T46", "T47", "T48"], [Series("a", [81.25, 90.5, 88.0, 93.4])], unit="%")
    with translation.override(language):
        page = render_to_string("ui/line_chart.html", {"chart": chart, "label": "x"})
    numbers = re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|viewBox)="([^"]+)"', page)
    assert numbers
    assert [number for number in numbers if not re.fullmatch(r"-?[\d. ]+", number)] == []
    assert "93,4%" in page
