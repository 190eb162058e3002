"""Dates in files: the zone written counts, else WIB; nonsense is no date."""

import pytest

from corpus.gathering.dates import read_date


@pytest.mark.parametrize(
    ("raw", "day", "time", "method"),
    [
        ("Tayang: Selasa, 10 Juni 2025 08:52 WITA", "2025-06-10", "2025-06-10T08:52:00+08:00", "words"),
        ("3 Agt 2024 | 23.05", "2024-08-03", "2024-08-03T23:05:00+07:00", "words_zone_assumed"),
        ("05/11/2024", "2024-11-05", None, "words_day"),
        ("2024-11-05", "2024-11-05", None, "iso_day"),
        ("2024-11-05 07:00:00", "2024-11-05", "2024-11-05T07:00:00+07:00", "iso_zone_assumed"),
        ("2024-11-05T20:00:00Z", "2024-11-06", "2024-11-05T20:00:00+00:00", "iso"),
    ],
)
def test_read(raw: str, day: str, time: str | None, method: str) -> None:
    found = read_date(raw)
    assert found is not None
    assert (found.day.isoformat(), found.time, found.method) == (day, time, method)


@pytest.mark.parametrize("raw", ["kemarin", "31 Februari 2024", "10 Foo 2024", "", "2024-13-01", "1 Mei 2024 25:10"])
def test_no_date(raw: str) -> None:
    assert read_date(raw) is None
