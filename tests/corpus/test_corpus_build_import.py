"""The import door: what lands, what is skipped and named, what the tables then hold."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made_articles import NOW, RECORDS, write_jsonl

import corpus
from corpus.build import BuildSummary, build
from corpus.errors import InputError, NothingThere, TaggerError, UsageProblem
from corpus.gathering.importing import ALIASES, parse_map

PARTED = ("sentence_texts", "region_mentions", "official_mentions", "violation_mentions", "prevention_mentions",
          "election_mentions")  # fmt: skip


def rows(summary: BuildSummary, query: str) -> list[tuple[Any, ...]]:
    with corpus.open(summary.corpus) as opened:
        return opened.connection.execute(query).fetchall()


@pytest.mark.parametrize("table", PARTED)
def test_each_span_gives_its_surface_back(made: BuildSummary, table: str) -> None:
    found = rows(made, f"SELECT article_id, part, start, stop, surface FROM {table}")
    texts = {
        row[0]: dict(zip(("title", "text", "caption"), row[1:], strict=True))
        for row in rows(made, "SELECT article_id, title, text, caption FROM articles")
    }
    assert found
    assert [row for row in found if texts[row[0]][row[1]][row[2] : row[3]] != row[4]] == []
    in_sql = rows(
        made,
        f"SELECT count(*) FROM {table} m JOIN articles a USING (article_id) WHERE surface = "
        "substring(CASE part WHEN 'title' THEN a.title ELSE a.text END, start + 1, stop - start)",
    )
    assert in_sql == [(len(found),)]


def test_offsets_count_code_points(made: BuildSummary) -> None:
    """The thumb is two code points, the é two: a count of letters as seen would be off by two."""
    text = RECORDS[0]["isi"]
    found = rows(made, "SELECT start, surface FROM official_mentions WHERE surface = 'Budi'")
    assert found == [(text.index("Budi"), "Budi")]
    assert rows(made, "SELECT length(text) FROM articles WHERE title LIKE 'Camat%'") == [(len(text),)]


def test_columns_are_found_by_their_names(made: BuildSummary) -> None:
    found = rows(made, "SELECT title, outlet_id, published_date, published_at IS NULL, published_method, problems "
                       "FROM articles ORDER BY published_date NULLS LAST")  # fmt: skip
    assert found == [
        ("Camat Dipanggil Bawaslu 👍🏽", "koran-rakaan", date(2024, 9, 1), False, "words", []),
        ("Harga cabai naik", "koran-rakaan", date(2024, 9, 3), True, "iso_day", []),
        ("Ikrar netralitas", "warta-rekaan", None, True, None, ["no_date"]),
    ]
    assert rows(made, "SELECT name, family, status FROM outlets WHERE outlet_id = 'koran-rakaan'") == [
        ("Koran Rakaan", "imported", "imported")
    ]


def test_status_stands_beside_the_name(made: BuildSummary) -> None:
    assert rows(made, "SELECT name, office, status, substatus FROM breach_parties") == [
        ("Budi", "Camat", "alleged", "suspected")
    ]
    assert rows(made, "SELECT name, role, statuses FROM official_mentions ORDER BY name") == [
        ("Budi", "accused", ["alleged/suspected"]),
        ("Sari", "source", []),
    ]
    linked = rows(made, "SELECT o.name, o.statuses FROM breach_parties JOIN officials o USING (official_id)")
    assert linked == [("Budi", ["alleged/suspected"])]


def test_views_leave_rules_out_and_carry_what_was_read(made: BuildSummary) -> None:
    by_region = rows(made, "SELECT region, status, mentions FROM violations_by_region ORDER BY status")
    assert by_region == [("Kota Pekalongan", "alleged", 1), ("Kota Pekalongan", "denied", 1)]
    by_month = rows(made, "SELECT month, status, articles_read, active_outlets, articles_per_1000 "
                          "FROM violations_by_month WHERE status = 'alleged'")  # fmt: skip
    assert by_month == [(date(2024, 9, 1), "alleged", 3, 2, 333.33)]
    assert rows(made, "SELECT name, articles_as_source FROM officials_quoted") == [("Sari", 1)]


def test_coverage_shows_the_gap_and_reconciles(made: BuildSummary) -> None:
    found = rows(made, "SELECT day, urls_seen, articles, is_gap FROM coverage_by_outlet_day "
                       "WHERE outlet_id = 'koran-rakaan' ORDER BY day")  # fmt: skip
    assert found == [
        (date(2024, 9, 1), 1, 1, False),
        (date(2024, 9, 2), 0, 0, True),
        (date(2024, 9, 3), 1, 1, False),
    ]
    assert rows(made, "SELECT (SELECT sum(urls_seen) FROM coverage) = (SELECT count(*) FROM fetches)") == [(True,)]


@pytest.mark.usefixtures("fake_tagger")
def test_malformed_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = json.dumps(RECORDS[0])
    source = tmp_path / "campur.jsonl"
    source.write_bytes(
        b"\n".join(
            [good.encode(), b'{"judul": "putus', b'["bukan objek"]', b'{"judul": "\xff"}',
             b'{"judul": "", "isi": " "}',
             json.dumps({**RECORDS[1], "judul": "Setengah \ud83d emoji"}).encode()]
        )
    )  # fmt: skip
    summary = build(tmp_path / "data", articles=[source], workers=1, now=NOW)
    assert summary.row_counts["articles"] == 2
    assert [problem.split(" ")[0] for problem in summary.problems] == [f"campur.jsonl:{n}:" for n in (2, 3, 4, 5)]
    assert (summary.skipped, summary.whole) == (4, False)
    kept = rows(summary, "SELECT url, outcome FROM fetches WHERE outcome <> 'extracted' ORDER BY url")
    assert kept == [
        ("import:campur.jsonl#2", "malformed"),
        ("import:campur.jsonl#3", "malformed"),
        ("import:campur.jsonl#4", "malformed"),
        ("import:campur.jsonl#5", "empty"),
    ]
    assert rows(summary, "SELECT title FROM articles WHERE title LIKE 'Setengah%'") == [("Setengah \ufffd emoji",)]


@pytest.mark.usefixtures("fake_tagger")
def test_csv_with_a_column_map(tmp_path: Path) -> None:
    source = tmp_path / "tabel.csv"
    source.write_text(
        'kepala;tubuh;kapan\n"Camat ""netral""";"baris satu\nbaris dua";2024-05-01T08:00:00+08:00\nsatu;dua\n',
        encoding="utf-8-sig",
    )
    columns = parse_map(["title=kepala", "text=tubuh", "published=kapan"])
    summary = build(tmp_path / "data", articles=[source], columns=columns, workers=1, now=NOW)
    assert rows(summary, "SELECT title, text, published_date FROM articles") == [
        ('Camat "netral"', "baris satu\nbaris dua", date(2024, 5, 1))
    ]
    assert summary.problems == ("tabel.csv:4: expected 3 cells, got 2; line skipped",)


@pytest.mark.parametrize(
    ("content", "maps", "words"),
    [
        ('{"a": 1}\n', [], "no column for title or text among a"),
        ('{"title": "x"}\n', ["text=isi"], "--map text=isi: no such column; there are title"),
    ],
)
def test_unusable_columns_say_what_to_do(tmp_path: Path, content: str, maps: list[str], words: str) -> None:
    source = tmp_path / "x.jsonl"
    source.write_text(content)
    with pytest.raises(InputError, match=words):
        build(tmp_path / "data", articles=[source], columns=parse_map(maps), workers=1)
    assert not (tmp_path / "data" / "corpus.duckdb").exists()


@pytest.mark.parametrize("pair", ["judul", "nonsense=a", "title="])
def test_wrong_map_names_the_fields(pair: str) -> None:
    with pytest.raises(UsageProblem, match="expected FIELD=COLUMN with FIELD one of title"):
        parse_map([pair])


@pytest.mark.usefixtures("fake_tagger")
def test_same_article_twice_counts_once(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "ganda.jsonl", [RECORDS[0], RECORDS[1], RECORDS[0]])
    summary = build(tmp_path / "data", articles=[source], workers=1, now=NOW)
    assert (summary.row_counts["articles"], summary.whole) == (2, True)
    assert rows(summary, "SELECT url, reason FROM fetches WHERE outcome = 'duplicate'") == [
        ("import:ganda.jsonl#3", "the article stands in line 1")
    ]
    assert rows(summary, "SELECT sum(urls_seen), sum(urls_extracted), sum(articles) FROM coverage") == [(3, 2, 2)]


@pytest.mark.usefixtures("fake_tagger")
def test_a_tagger_that_fails_costs_one_article(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [RECORDS[0], {**RECORDS[1], "judul": "BOOM"}, RECORDS[2]])
    summary = build(tmp_path / "data", articles=[source], workers=1, now=NOW)
    assert (summary.tagging_failures, summary.whole, summary.row_counts["articles"]) == (1, False, 3)
    assert "the tagger failed: RuntimeError: made to fail" in summary.problems[0]
    found = rows(summary, "SELECT topic, problems FROM articles WHERE title = 'BOOM'")
    assert found == [(None, ["tagging_failed: RuntimeError: made to fail"])]


@pytest.mark.usefixtures("fake_tagger")
def test_a_broken_tagger_publishes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    build(data, articles=[write_jsonl(tmp_path / "a.jsonl", RECORDS)], workers=1, now=NOW)
    before = (data / "corpus.duckdb").read_bytes()
    broken = [{**record, "judul": f"BOOM {record['judul']}"} for record in RECORDS]
    with pytest.raises(TaggerError, match="failed on 3 of 3 articles, so nothing is published"):
        build(data, articles=[write_jsonl(tmp_path / "b.jsonl", broken)], workers=1, now=NOW)
    assert (data / "corpus.duckdb").read_bytes() == before


def test_nothing_to_build_from(tmp_path: Path) -> None:
    with pytest.raises(NothingThere, match="netra crawl"):
        build(tmp_path / "data", workers=1)
    with pytest.raises(NothingThere, match="no such file"):
        build(tmp_path / "data", articles=[tmp_path / "tidak-ada.jsonl"], workers=1)


def test_aliases_are_documented() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "importing.md").read_text("utf-8")
    missing = [name for names in ALIASES.values() for name in names if f"`{name}`" not in page]
    assert missing == []


def test_builds_row_says_what_made_it(made: BuildSummary) -> None:
    found = rows(made, "SELECT build_id, tagger, row_counts['articles'], parameters['articles'] FROM builds")
    assert found == [(made.build_id, "fake-1", 3, "rekaan.jsonl")]
    assert rows(made, "SELECT file, kind, records FROM build_inputs") == [("rekaan.jsonl", "import", 3)]
