"""The gate: no figure on the real pages of ../shared/pages falls below its bound in extraction_floors.toml; a bound is
made looser only by the command that writes down why."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from extraction_figures import DOWN, UP, WAYS, figures
from extraction_floors import FILE, FloorsError, digest_of, keeps, lowered_to, raised, read_floors, written

TEXT = FILE.read_text(encoding="utf-8")
BOUNDS = read_floors(TEXT)


@cache
def measured(shared: Path, way: str) -> Mapping[str, float]:
    return figures(shared, way)


@pytest.mark.shared
@pytest.mark.parametrize("name", [*UP, *DOWN])
@pytest.mark.parametrize("way", WAYS)
def test_figure(shared: Path, way: str, name: str) -> None:
    value = measured(shared, way)[name]
    assert keeps(name, value, BOUNDS[way][name]), f"{way} {name}: {value:.3f}, bound {BOUNDS[way][name]}"


def test_the_bounds_are_as_the_command_left_them() -> None:
    assert set(BOUNDS) == set(WAYS)
    assert all(set(bounds) == {*UP, *DOWN} for bounds in BOUNDS.values())
    assert written(BOUNDS, tomllib.loads(TEXT).get("lowered", [])) == TEXT


def test_an_edit_by_hand_is_told() -> None:
    with pytest.raises(FloorsError, match="--lower"):
        read_floors(TEXT.replace('"P" = 0.99', '"P" = 0.1', 1))
    with pytest.raises(FloorsError, match="by hand"):
        read_floors(TEXT + "\n# a remark\n")
    with pytest.raises(FloorsError):
        read_floors("")


def test_a_looser_bound_keeps_its_reason() -> None:
    text = lowered_to(TEXT, "rules", "pub", 0.9, "pages of a new era show no time")
    assert read_floors(text)["rules"]["pub"] == 0.9
    entry = tomllib.loads(text)["lowered"][-1]
    assert (entry["name"], entry["to"], entry["why"]) == ("pub", "0.9", "pages of a new era show no time")
    assert digest_of(text) != digest_of(TEXT)
    assert tomllib.loads(lowered_to(text, "rules", "pub", 0.8, "and one more page of it"))["lowered"][-2] == entry


@pytest.mark.parametrize(
    ("way", "name", "why"),
    [("rules", "pub", ""), ("rules", "nosuch", "a long enough reason here"), ("x", "P", "a b c d")],
)
def test_a_looser_bound_without_reason_or_name_is_refused(way: str, name: str, why: str) -> None:
    with pytest.raises(FloorsError):
        lowered_to(TEXT, way, name, 0.5, why)


def test_raising_loosens_nothing() -> None:
    worse = {way: {name: 9.0 if name in DOWN else 0.1 for name in (*UP, *DOWN)} for way in WAYS}
    assert raised(BOUNDS, worse) == {way: dict(BOUNDS[way]) for way in WAYS}
    better = {way: dict.fromkeys(UP, 1.0) | dict.fromkeys(DOWN, 0.0) for way in WAYS}
    for way, bounds in raised(BOUNDS, better).items():
        assert all(keeps(name, better[way][name], bound) for name, bound in bounds.items())
        assert all(bound >= BOUNDS[way][name] for name, bound in bounds.items() if name in UP)


def test_which_way_a_figure_is_good() -> None:
    assert keeps("F1", 0.99, 0.98)
    assert not keeps("F1", 0.97, 0.98)
    assert keeps("leak", 0.01, 0.02)
    assert not keeps("leak", 0.03, 0.02)
