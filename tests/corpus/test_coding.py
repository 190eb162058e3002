"""Coding in Excel and CSV: traps of spreadsheets are told or undone, and agreement is what a hand reckons."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from corpus.build import BuildSummary
from corpus.cli import app
from corpus.coding.agreement import compare
from corpus.coding.coded import Coded, CodedRow, objects, read_coding
from corpus.coding.maps import SheetMap, read_map
from corpus.coding.sheets import read_sheet
from corpus.errors import InputError, NothingThere, UsageProblem

GOLD = Path(__file__).resolve().parents[1] / "gold" / "articles.jsonl"
MAP = """
id = "No"
separator = ";"
[columns.topic]
column = "Topik"
values = { ya = "yes", tidak = "no", sekilas = "mention", "?" = "" }
[columns.regions]
column = "Wilayah"
[columns.primary_region]
column = "Tempat"
[columns.prevention.flags]
"Imbauan" = "imbauan"
"B : Ikrar" = "ikrar"
"""


def layout(text: str = MAP) -> SheetMap:
    import tomllib

    return SheetMap.model_validate(tomllib.loads(text))


def csv_file(folder: Path, *rows: str, name: str = "coding.csv") -> Path:
    file = folder / name
    file.write_text("\n".join(rows) + "\n", encoding="utf-8-sig")
    return file


def workbook(folder: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = folder / "coding.xlsx"
    book.save(file)
    return file


HEAD = "No;Topik;Wilayah;Tempat;Imbauan;A : Ikrar"


def read(folder: Path, *rows: str) -> Coded:
    return read_coding(csv_file(folder, HEAD, *rows), layout())


def test_a_sheet_gives_the_object_of_the_codebook_for_its_columns(tmp_path: Path) -> None:
    coded = read(tmp_path, "1 : g101;Ya;33.75; Kota Tegal ;1;0", ";;;;;", "g102;?;33.75; ;;x", "g103;tidak;;;2;0,00")
    assert coded.problems == []
    assert objects(coded.rows, layout()) == [
        {"id": "g101", "topic": "yes", "regions": ["33.75"], "primary_region": "33.76", "prevention": ["imbauan"]},
        {"id": "g102", "topic": None, "regions": ["33.75"], "primary_region": None, "prevention": ["ikrar"]},
        {"id": "g103", "topic": "no", "regions": [], "primary_region": None, "prevention": ["imbauan"]},
    ]
    assert [row.row for row in coded.rows] == [2, 4, 5]


@pytest.mark.parametrize(("word", "code"), [
    ("33.1", "33.10"), ("33,75", "33.75"), ("33.01", "33.01"), ("11", "11"), ("33.10", "33.10"), ("11.00", None),
    ("kabupaten  tegal", "33.28"), ("Tegal", None), ("99.99", None),
])  # fmt: skip
def test_codes_that_a_spreadsheet_took_for_numbers(tmp_path: Path, word: str, code: str | None) -> None:
    coded = read(tmp_path, f"a;ya;{word};;;")
    assert coded.rows[0].values.get("regions") == (frozenset({code}) if code else None)
    assert bool(coded.problems) == (code is None)
    if code is None:
        assert f"C2: {word!r} is neither a Kemendagri code nor the name of a region" in coded.problems[0]


def test_cells_of_a_workbook(tmp_path: Path) -> None:
    head = HEAD.split(";")
    file = workbook(
        tmp_path, head, [7, "ya", 33.1, 33.75, True, 0], ["007", "ya", 33, None, 1.0, False],
        ["a", "=1+1", "x", None, None, None], ["b", "#NAME?", datetime(2024, 1, 11), None, "mungkin", None],
        [1.5e17, "ya"], [datetime(2024, 1, 1), "ya"], [None, "ya"],
    )  # fmt: skip
    coded = read_coding(file, layout())
    assert [(row.key, row.values.get("regions")) for row in coded.rows] == [
        ("7", frozenset({"33.10"})), ("007", frozenset({"33"})), ("a", None), ("b", None),
    ]  # fmt: skip
    assert coded.rows[0].values["primary_region"] == "33.75"
    assert coded.rows[0].values["prevention"] == {"imbauan"}
    for number, said in ((4, "B4 holds a formula without a stored value"), (4, "C4: 'x' is neither"),
                         (5, "B5 holds #NAME?: the words were taken for a formula"), (5, "C5 holds a date"),
                         (5, "E5: 'mungkin' is neither yes nor no"), (6, "A6 holds 150000000000000000: the program"),
                         (7, "A7 holds a date"), (8, "A8: no article is named")):  # fmt: skip
        assert any(f"row {number}: {said}" in problem for problem in coded.problems), said
    assert len(coded.problems) == 8


def test_what_a_formula_gave_when_the_file_was_saved_counts(tmp_path: Path) -> None:
    file = workbook(tmp_path, ["No", "Topik"], ["a", '=IF(1>0,"ya","tidak")'])
    import zipfile

    inside = {one: zipfile.ZipFile(file).read(one) for one in zipfile.ZipFile(file).namelist()}
    sheet = inside["xl/worksheets/sheet1.xml"]
    inside["xl/worksheets/sheet1.xml"] = (
        sheet.replace(b"<v></v>", b"<v>ya</v>")
        .replace(b"<v />", b"<v>ya</v>")
        .replace(b'<c r="B2"', b'<c r="B2" t="str"')
    )
    with zipfile.ZipFile(file, "w") as out:
        for name, data in inside.items():
            out.writestr(name, data)
    coded = read_coding(file, layout('id = "No"\n[columns.topic]\ncolumn = "Topik"\nvalues = { ya = "yes" }\n'))
    assert (coded.problems, coded.rows[0].values) == ([], {"topic": "yes"})


def test_formulas_in_csv_are_not_taken_and_guarded_text_is(tmp_path: Path) -> None:
    text = 'id = "No"\nrow = "violation"\nquote = "Kutipan"\n[columns.status]\ncolumn = "Status"\n'
    file = csv_file(
        tmp_path, "No,Kutipan,Status", 'a,"=HYPERLINK(""http://x"")",proven', "a,'-ASN tidak netral,alleged",
        'a,"- Ia, \"\"netral\"\"",denied', "a,'=satu,proven", "a,,proven",
    )  # fmt: skip
    coded = read_coding(file, layout(text))
    assert [row.quote for row in coded.rows] == ["-ASN tidak netral", '- Ia, "netral"', "=satu"]
    assert [problem.split(": ")[1][:20] for problem in coded.problems] == [
        "B2 holds a formula w",
        "no words in 'Kutipan",
    ]


def test_a_value_that_is_none_says_what_to_do(tmp_path: Path) -> None:
    coded = read(tmp_path, "a;entah;;;;")
    assert coded.problems == [
        "coding.csv, row 2: B2: 'entah' is no value of topic (yes, mention, no); "
        "translate it under columns.topic.values; cell skipped"
    ]
    assert "topic" not in coded.rows[0].values


@pytest.mark.parametrize(("content", "said"), [
    (b"", "row 1 should hold the names"), (b";;\n1;2;3\n", "the header row is empty"),
    (b"No;No\n1;2\n", "two columns are named 'No'"), (b"No;Topik\n1;2\n", "no column 'Wilayah'; there are No, Topik"),
    (b"No\xff\n", "not UTF-8"), (b'No;"a\n', "not CSV"),
])  # fmt: skip
def test_a_sheet_that_cannot_be_used(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(InputError, match=rf"a\.csv.*{said}"):
        read_coding(tmp_path / "a.csv", layout())


def test_a_workbook_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK no")
    with pytest.raises(InputError, match="not an XLSX workbook"):
        list(read_sheet(tmp_path / "a.xlsx"))
    with pytest.raises(InputError, match="no sheet 'Kode'; there are Sheet"):
        list(read_sheet(workbook(tmp_path, ["No"]), "Kode"))


def test_a_missing_extra_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = workbook(tmp_path, ["No"])
    monkeypatch.setitem(sys.modules, "openpyxl.reader.excel", None)
    with pytest.raises(InputError, match=r"netra-corpus\[exchange\]"):
        list(read_sheet(file))


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.coding.sheets._MOST_BYTES", 1000)
    with pytest.raises(InputError, match="no coding sheet"):
        list(read_sheet(workbook(tmp_path, ["No"])))


@pytest.mark.parametrize(("text", "said"), [
    ("id = 1", "id: "), ("id = ", "not TOML"), ('id = "a"\n[columns]', "no field is mapped"),
    ('id = "a"\n[columns.mood]\ncolumn = "b"', "columns.mood: a row of an article has no such field; it has topic"),
    ('id = "a"\n[columns.topic]\n', "columns.topic: give either column or flags"),
    ('id = "a"\n[columns.topic]\nflags = { x = "yes" }', "columns.topic: takes one value"),
    ('id = "a"\n[columns.topic]\ncolumn = "b"\nvalues = { x = "ya" }', "'ya' is no value; it is one of yes, mention, no"),
    ('id = "a"\nrow = "violation"\n[columns.status]\ncolumn = "b"', "quote: a row of a violation needs"),
    ('id = "a"\nquote = "q"\n[columns.topic]\ncolumn = "b"', "quote: a row of a violation needs"),
    ('id = "a"\nseparator = ""\n[columns.topic]\ncolumn = "b"', "an empty separator"),
    ('id = "a"\nhead = 1\n[columns.topic]\ncolumn = "b"', "head: Extra inputs"),
])  # fmt: skip
def test_a_map_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "m.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=f"^m.toml: .*{said}"):
        read_map(tmp_path / "m.toml")


# -- agreement


def rows(name: str, *values: Any) -> list[CodedRow]:
    return [CodedRow(str(n), n, None, {name: value}) for n, value in enumerate(values)]


def test_kappa_of_a_textbook() -> None:
    """Two coders, 50 applications: both yes 20, both no 15, only A yes 5, only B yes 10: kappa 0.4."""
    labels = ["yes"] * 25 + ["no"] * 25
    tags = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    found = compare(rows("topic", *labels), layout(), [{"id": str(n), "topic": t} for n, t in enumerate(tags)])
    figure = found.figures["topic"]
    assert (figure.units, figure.percent, round(figure.kappa or 0, 10)) == (50, 70.0, 0.4)
    assert figure.tally.f1 == pytest.approx(0.7)
    assert len(found.differences) == 15


def test_one_and_the_same_answer_has_no_kappa() -> None:
    found = compare(rows("topic", "yes", "yes"), layout(), [{"id": "0", "topic": "yes"}, {"id": "1", "topic": "yes"}])
    assert (found.figures["topic"].percent, found.figures["topic"].kappa) == (100.0, None)


def test_sets_are_judged_value_by_value() -> None:
    coded = rows("prevention", frozenset({"imbauan", "ikrar"}), frozenset())
    found = compare(coded, layout(), [{"id": "0", "prevention": ["ikrar"]}, {"id": "1", "prevention": []}])
    figure = found.figures["prevention"]
    assert (figure.percent, figure.tally.precision, figure.tally.recall) == (50.0, 1.0, 0.5)
    # 16 judgements, 15 alike; both say yes to 1, labels to 2, tags to 1
    chance = (2 * 1 + 14 * 15) / 16**2
    assert figure.kappa == pytest.approx((15 / 16 - chance) / (1 - chance))
    assert found.differences[0].coded == "ikrar; imbauan"
    places = compare(rows("regions", frozenset({"33.75"})), layout(), [{"id": "0", "regions": ["33.75"]}])
    assert (places.figures["regions"].tally.f1, places.figures["regions"].kappa) == (1.0, None)


@pytest.mark.parametrize(("match", "cell", "name"), [
    ("id", "7", "007"), ("id", "7.0", "7"), ("id", "g 1", "g 1"),
    ("url", "https://www.rekaan.test/a/?utm=1", "http://rekaan.test/a"), ("url", "rekaan.test/a", "https://rekaan.test/a/"),
    ("title", "\u201cCamat\u00a0Budi\u201d  dipanggil", "Camat Budi Dipanggil!"),
])  # fmt: skip
def test_names_of_articles_meet(match: str, cell: str, name: str) -> None:
    asked = layout(MAP.replace("separator", f'match = "{match}"\nseparator'))
    coded = [CodedRow(cell, 2, None, {"topic": "yes"})]
    assert compare(coded, asked, [{match: name, "topic": "yes"}]).figures["topic"].units == 1
    lost = compare(coded, asked, [{match: "lain", "topic": "yes"}])
    assert (dict(lost.figures), lost.problems) == (
        {},
        [f"row 2: no article is named {cell!r} ({match}); row skipped"],
    )


def test_rows_and_articles_that_come_twice() -> None:
    again = [*rows("topic", "yes"), CodedRow("0", 9, None, {"topic": "no"})]
    found = compare(again, layout(), [{"id": "0", "topic": "yes"}])
    assert found.figures["topic"].units == 1
    assert found.problems == ["row 9: '0' stands in row 0 already; row skipped"]
    twice = compare(rows("topic", "yes"), layout(), [{"id": "0"}, {"id": "00"}])
    assert "2 articles are named '0'" in twice.problems[0]


def test_officials_are_the_same_by_their_names_and_sets_of_entries_are_of_the_whole_article() -> None:
    text = MAP + '[columns.officials]\ncolumn = "Pejabat"\n[columns.status]\ncolumn = "Status"\n'
    coded = [CodedRow("0", 2, None, {"officials": frozenset({"Budi Santoso"}), "status": frozenset({"proven"})})]
    tags = {"id": "0", "officials": [{"name": "H. Budi Santoso"}, {"name": "Sari"}],
            "violations": [{"status": "proven", "forms": ["umum"]}, {"status": "proven", "forms": []}]}  # fmt: skip
    found = compare(coded, layout(text), [tags])
    assert (found.figures["officials"].tally.recall, found.figures["officials"].tally.precision) == (1.0, 0.5)
    assert found.figures["status"].percent == 100.0


def test_entries_are_matched_by_their_words() -> None:
    text = (
        'id = "No"\nrow = "violation"\nquote = "K"\n[columns.status]\ncolumn = "S"\n[columns.forms]\ncolumn = "F"\n'
    )
    full = "Camat\u00a0Budi diduga \u201ctidak netral\u201d.\nASN dilarang berkampanye."
    tags = {"id": "1", "title": "Judul", "text": full, "violations": [
        {"quote": full.split("\n")[0], "status": "alleged", "forms": ["umum"]},
        {"quote": full.split("\n")[1], "status": "prohibited", "forms": ["kampanye"]},
    ]}  # fmt: skip
    coded = [
        CodedRow(
            "1", 2, '... Camat Budi diduga "tidak  netral" ...', {"status": "proven", "forms": frozenset({"umum"})}
        ),
        CodedRow("1", 3, "Kalimat lain sama sekali", {"status": "proven", "forms": frozenset()}),
    ]
    found = compare(coded, layout(text), [tags])
    tally = found.figures["violations"].tally
    assert (tally.hits, tally.labelled, tally.tagged) == (1, 2, 2)
    assert (found.figures["status"].percent, found.figures["forms"].percent) == (0.0, 100.0)
    assert found.problems == ["row 3: its words stand nowhere in '1'; counted as not found"]


# -- the command


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


@pytest.fixture
def sheet(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A sheet of two gold articles, its map, and the gold itself."""
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").split("\n")[:2]]
    words = {"yes": "ya", "no": "tidak", "mention": "sekilas"}
    lines = [f"{row['id']};{words[row['topic']]};{';'.join(['|'.join(row['regions']), row['primary_region'] or ''])};"
             f"{int('imbauan' in row['prevention'])};{int('ikrar' in row['prevention'])}" for row in gold]  # fmt: skip
    (tmp_path / "m.toml").write_text(MAP.replace('separator = ";"', 'separator = "|"'), "utf-8")
    (tmp_path / "gold.jsonl").write_text("\n".join(json.dumps(row) for row in gold), "utf-8")
    return csv_file(tmp_path, HEAD, *lines), tmp_path / "m.toml", tmp_path / "gold.jsonl"


def test_a_sheet_is_scored_against_tags(sheet: tuple[Path, Path, Path]) -> None:
    file, map_, gold = sheet
    done = run(gold, gold, "--sheet", file, "--map", map_, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert {one["percent"] for name, one in told["columns"].items() if name != "prevention"} == {100.0}
    assert run(gold, "--sheet", file, "--map", map_).exit_code == 0


def test_a_sheet_is_scored_against_a_corpus(made: BuildSummary, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('id = "Judul"\nmatch = "title"\n[columns.topic]\ncolumn = "T"\n', "utf-8")
    file = csv_file(tmp_path, "Judul,T", "camat dipanggil bawaslu,no", "Harga Cabai Naik,no", "Hilang,yes")
    done = run("--sheet", file, "--map", tmp_path / "m.toml", "--data", made.corpus, "--errors", 1)
    assert done.exit_code == 3, done.output
    assert "50.0" in done.output
    assert "camat dipanggil bawaslu" in done.output
    assert "row 4: no article is named 'Hilang' (title)" in done.output


def test_wrong_options(tmp_path: Path) -> None:
    assert isinstance(run("--sheet", tmp_path / "a.csv").exception, UsageProblem)
    assert isinstance(run("--sheet", tmp_path / "a.csv", "--map", tmp_path / "m.toml").exception, NothingThere)
    assert isinstance(run().exception, UsageProblem)


def test_the_map_in_the_page_is_one() -> None:
    page = (GOLD.parents[2] / "docs" / "coding.md").read_text("utf-8")
    asked = layout(page.split("```toml\n")[1].split("```")[0])
    assert set(asked.columns) == {"topic", "regions", "prevention"}
