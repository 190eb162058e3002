"""A bundle's pages fetched again from the replica portals: equal, changed, gone, unreached."""

import csv
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from corpus.commands.crawl import crawl_here
from corpus.commands.rehydrate import rehydrate as command
from corpus.errors import InputError, NothingThere
from corpus.export.rehydrate import Rehydration, names_of, read_listed, rehydrate
from corpus.replicas import replica_script, replicas
from crawler.storage.ledger import read_ledger

NOW = datetime(2025, 5, 1, 5, 0, tzinfo=UTC)
WANTED = {"radar-tegal": 4, "riauantara": 2, "tribun-jateng": 3}
Rows = list[dict[str, str]]


def rows_of(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write_rows(file: Path, rows: Rows) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def some_names(bundle: Path, folder: Path) -> Path:
    """The bundle with a few articles of three outlets, and two that cannot be fetched."""
    shutil.copytree(bundle, folder)
    names = folder.with_name(f"{folder.name}-names")
    shutil.copytree(bundle.with_name("bundle-names"), names)
    found = rows_of(names / "articles.csv")
    rows = [row for outlet, n in WANTED.items() for row in [r for r in found if r["outlet_id"] == outlet][:n]]
    nowhere = {**rows[0], "article": "0" * 20, "article_id": "0" * 20, "url": ""}
    unknown = {**rows[0], "article": "1" * 20, "article_id": "1" * 20, "outlet_id": "no-such-outlet"}
    write_rows(names / "articles.csv", [*rows, nowhere, unknown])
    return folder


def changed_site(folder: Path, rows: Rows) -> tuple[Path, str, str]:
    """A server whose articles differ from the demo's: the text of one was edited, another was taken down. Returns the
    server's script and the addresses of the two."""
    articles = shutil.copytree(replica_script().parent / "articles", folder / "articles")
    mine = [row for row in rows if row["outlet_id"] == "radar-tegal"]
    files = {
        piece["title"]: file
        for file in (articles / "radar-tegal").glob("*.toml")
        if "body" in (piece := tomllib.loads(file.read_text()))  # not a copy of another
    }
    edited, gone = [row for row in mine if row["title"] in files][:2]
    file = files[edited["title"]]
    file.write_text(
        file.read_text().replace(
            'body = """\n', 'body = """\nAcara di aula balai kota itu dihadiri dua puluh orang tua murid.\n\n'
        )
    )
    files[gone["title"]].unlink()
    script = folder / "serve.py"
    script.write_text(
        f"import runpy, sys\nsys.argv = ['serve.py', '--articles', {str(articles)!r}]\n"
        f"runpy.run_path({str(replica_script())!r}, run_name='__main__')\n"
    )
    return script, edited["url"], gone["url"]


@pytest.fixture(scope="module")
def again(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Rehydration, str, str, Path]:
    folder = tmp_path_factory.mktemp("rehydrate")
    names = names_of(some_names(bundle, folder / "bundle"))
    script, edited, gone = changed_site(folder, rows_of(names / "articles.csv"))
    data = folder / "data"
    with replicas(script) as env:

        def crawl(outlets: Sequence[str], settings: Mapping[str, str]) -> int:
            own = {**settings, "DOWNLOAD_DELAY": "0"}
            return int(crawl_here(data, outlets, env=env, settings=own, now=NOW))

        return rehydrate(names, data, crawl, NOW), edited, gone, data


def test_what_is_the_same_is_equal(again: tuple[Rehydration, str, str, Path]) -> None:
    found, edited, gone, _ = again
    others = [one for one in found.verdicts if one.listed.url not in (edited, gone, None)]
    equal = [one for one in others if one.verdict == "equal"]
    assert len(equal) == sum(WANTED.values()) - 2
    assert {one.listed.outlet_id for one in equal} == set(WANTED)
    assert all(one.digest == one.listed.digest for one in equal)


def test_an_edited_text_is_changed_and_a_missing_page_gone(again: tuple[Rehydration, str, str, Path]) -> None:
    found, edited, gone, _ = again
    by_url = {one.listed.url: one for one in found.verdicts if one.listed.outlet_id == "radar-tegal"}
    assert (by_url[edited].verdict, by_url[edited].changed) == ("changed", ("text",))
    assert by_url[gone].verdict == "gone"
    assert by_url[gone].reason.startswith("gone")


def test_what_has_no_address_or_outlet_is_said(again: tuple[Rehydration, str, str, Path]) -> None:
    found = again[0]
    reasons = [one.reason for one in found.verdicts if one.verdict == "unreached"]
    assert reasons == ["it was imported without an address", "this netra has no outlet file no-such-outlet"]
    assert found.counts == {"equal": sum(WANTED.values()) - 2, "changed": 1, "gone": 1, "unreached": 2}


def test_nothing_but_the_listed_articles_is_asked_for(again: tuple[Rehydration, str, str, Path]) -> None:
    data = again[3]
    rows = list(read_ledger(data / "archive"))
    assert {row.role for row in rows} <= {"article", "page", "robots"}
    assert {row.role for row in rows} >= {"article", "robots"}, "robots.txt is asked for first"
    asked = [row for row in rows if row.role == "article" and row.outcome != "redirected"]
    assert len(asked) == sum(WANTED.values())
    assert all(row.surface == "list" for row in asked)


def test_the_verdicts_stand_in_a_file(again: tuple[Rehydration, str, str, Path]) -> None:
    found, *_, data = again
    rows = rows_of(data / "rehydration.csv")
    assert found.file == data / "rehydration.csv"
    assert [(row["article"], row["verdict"], row["changed"]) for row in rows] == [
        (one.listed.article, one.verdict, " ".join(one.changed)) for one in found.verdicts
    ]


def test_a_second_run_asks_for_nothing(again: tuple[Rehydration, str, str, Path]) -> None:
    found, *_, data = again
    names = names_of(data.parent / "bundle")

    def crawl(outlets: Sequence[str], settings: Mapping[str, str]) -> int:
        # nobody listens there: an address that is asked for would not be reached
        nowhere = {"https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
        return int(crawl_here(data, outlets, env=nowhere, settings={**settings, "DOWNLOAD_DELAY": "0"}, now=NOW))

    second = rehydrate(names, data, crawl, NOW)
    assert [one.verdict for one in second.verdicts] == [one.verdict for one in found.verdicts]


def test_another_version_of_netra_is_named(again: tuple[Rehydration, str, str, Path]) -> None:
    data = again[3]
    names = names_of(data.parent / "bundle")
    rows = rows_of(names / "articles.csv")
    old = [{**row, "extractor": "netra 0.0.1", "text_digest": "sha256:0"} for row in rows]
    folder = shutil.copytree(names, data.parent / "old-names", dirs_exist_ok=True)
    write_rows(folder / "articles.csv", old)
    found = rehydrate(folder, data, lambda _outlets, _settings: 0, NOW)
    reasons = {one.reason for one in found.verdicts if one.verdict == "changed"}
    assert reasons == {"another version of netra read it then: the words may be the same"}


def test_without_names_it_says_who_has_them(bundle: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(bundle, tmp_path / "alone")
    with pytest.raises(NothingThere, match="ask the project"):
        command(alone, None, tmp_path / "data")
    with pytest.raises(NothingThere, match=r"no datapackage\.json"):
        command(tmp_path, None, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_names_of_another_build_are_refused(bundle: Path, tmp_path: Path) -> None:
    other = shutil.copytree(bundle.with_name("bundle-names"), tmp_path / "other")
    package = other / "datapackage.json"
    package.write_text(package.read_text().replace('"build_id": "', '"build_id": "x'))
    with pytest.raises(InputError, match="hashes may not match"):
        names_of(bundle, other)


def test_a_names_file_without_its_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "articles.csv").write_text("article,url\n")
    with pytest.raises(InputError, match="'article_id' is missing"):
        read_listed(tmp_path)


def test_the_command_says_how_many_are_what(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Sequence[str], Mapping[str, str]]] = []

    def nothing(_data: Path, outlets: Sequence[str], *, settings: Mapping[str, str], now: datetime) -> int:
        assert now.tzinfo is not None
        asked.append((outlets, settings))
        return 0

    monkeypatch.setattr("corpus.commands.rehydrate.crawl_here", nothing)
    with pytest.raises(typer.Exit) as ended:
        command(bundle, None, tmp_path / "data")
    assert ended.value.exit_code == 3
    rows = rows_of(tmp_path / "data" / "rehydration.csv")
    assert {row["verdict"] for row in rows} == {"unreached"}
    assert f"rehydration.csv: 0 equal, 0 changed, 0 gone, {len(rows)} unreached" in capsys.readouterr().err
    ((outlets, settings),) = asked
    assert len(outlets) == 7
    assert set(settings) == {"NETRA_SPIDER", "NETRA_LISTED"}, "pauses and robots are those of every crawl"


def test_a_masked_address_is_not_asked_for(bundle: Path, tmp_path: Path) -> None:
    names = shutil.copytree(bundle.with_name("bundle-names"), tmp_path / "names")
    rows = rows_of(names / "articles.csv")[:2]
    rows[0]["url"] += "-suppressed-1a2b"
    write_rows(names / "articles.csv", rows)
    asked: list[str] = []

    def crawl(_outlets: Sequence[str], settings: Mapping[str, str]) -> int:
        asked.append(Path(settings["NETRA_LISTED"]).read_text())
        return 0

    found = rehydrate(names, tmp_path / "data", crawl, NOW)
    assert "suppressed" in found.verdicts[0].reason
    assert rows[1]["url"] in asked[0]
    assert "suppressed-" not in asked[0]
