"""One test per field per fixture page: tests/pages/<family>/<era>.html, its fields in the TOML beside it."""

import os
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.article import Article
from crawler.catalogue.family_match import outlet_for_page
from crawler.extract import extract_page

PAGES = Path(__file__).resolve().parent.parent / "pages"


def expected(name: str) -> dict[str, Any]:
    with (PAGES / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


NAMES = sorted(str(file.relative_to(PAGES).with_suffix("")) for file in PAGES.glob("*/*.toml"))
CASES = [(name, field) for name in NAMES for field in expected(name)["expected"]]


@cache
def article(name: str) -> Article:
    body = (PAGES / f"{name}.html").read_bytes()
    url = expected(name)["url"]
    found = extract_page(body, url, outlet_for_page(url, body))
    assert isinstance(found, Article), found
    return found


def test_every_family_has_a_page() -> None:
    families = {name.split("/")[0] for name in NAMES}
    assert {"tribun", "disway", "wordpress", "blogger", "promedia", "prokal"} <= families
    assert {"tribun/2017", "tribun/2020", "tribun/2025"} <= set(NAMES)


@pytest.mark.parametrize(("name", "field"), CASES, ids=lambda value: str(value))
def test_field(name: str, field: str) -> None:
    value = getattr(article(name), field)
    want = expected(name)["expected"][field]
    if field == "text":
        assert value.split("\n") == want
    elif isinstance(want, list):
        assert list(value) == want
    else:
        assert (value or "") == want


@pytest.mark.parametrize("name", NAMES)
def test_same_bytes_same_article(name: str) -> None:
    body = (PAGES / f"{name}.html").read_bytes()
    url = expected(name)["url"]
    outlet = outlet_for_page(url, body)
    assert extract_page(body, url, outlet) == extract_page(body, url, outlet)


SOME = NAMES[::4]
_READ = """
import sys, tomllib
from pathlib import Path
from crawler.extract import extract_page
from crawler.catalogue.family_match import outlet_for_page
for name in sys.argv[2:]:
    path = Path(sys.argv[1]) / name
    body = path.with_suffix(".html").read_bytes()
    url = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))["url"]
    print(ascii(extract_page(body, url, outlet_for_page(url, body))))
"""


def test_any_order_and_any_process_give_the_same() -> None:
    """Sets of elements have another order in each process; no result may hang on it."""
    command = [sys.executable, "-c", _READ, str(PAGES), *reversed(SOME)]
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=PAGES.parent.parent, env=environment
    )
    assert done.stdout.splitlines() == [ascii(article(name)) for name in reversed(SOME)]
