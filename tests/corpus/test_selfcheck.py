"""The last step of set-up names what is missing."""

import pytest

from corpus.selfcheck import failures, required

LINES = ["scrapy<3,>=2.19", "lxml_html_clean>=0.4", 'torch==2.13.0; extra == "stanza"', 'ruff>=0.17; extra == "dev"']


@pytest.mark.parametrize(
    ("extras", "expected"),
    [(set(), ["scrapy", "lxml-html-clean"]), ({"stanza", "dev"}, ["scrapy", "lxml-html-clean", "torch"])],
)
def test_required_takes_the_extras_that_were_asked_for(extras: set[str], expected: list[str]) -> None:
    assert required(LINES, extras) == expected


def test_a_line_that_is_no_requirement_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a requirement"):
        required(["==1.0"], set())


def test_what_does_not_import_is_named() -> None:
    found = failures(["json", "absent-thing"], {"json": ["json"], "absent-thing": ["absent_thing_of_netra"]})
    assert found == [
        "absent-thing: import absent_thing_of_netra: ModuleNotFoundError: No module named 'absent_thing_of_netra'"
    ]


def test_what_is_not_installed_is_named() -> None:
    assert failures(["absent-thing"], {})[0].startswith("absent-thing: ")
