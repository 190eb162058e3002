"""official_statistics: every figure with its source, loaded as it stands in the table."""

from datetime import date

from corpus.derived.statistics import read_statistics

MEASURES = {
    *("reported", "suspected", "registered", "referred", "recommended", "stopped"),
    *("proven", "not_proven", "sanctioned", "not_followed_up", "criminal"),
}


def test_every_figure_has_a_number_a_day_and_a_source() -> None:
    rows = read_statistics()
    assert len(rows) >= 60
    for row in rows:
        assert int(row["value"]) > 0, row
        assert date.fromisoformat(row["as_of"]).year >= 2018, row
        assert row["source"].startswith("http"), row
        assert row["measure"] in MEASURES, row
        assert row["at_least"] in ("true", "false"), row


def test_no_figure_stands_twice() -> None:
    keys = [(r["election"], r["region"], r["body"], r["measure"], r["about"], r["as_of"]) for r in read_statistics()]
    assert len(keys) == len(set(keys))
