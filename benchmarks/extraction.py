"""Body, title, time, authors, dateline and time for a page: netra beside four general extractors, in one run.

python benchmarks/extraction.py PAGES [--repeat 5]

PAGES: a folder of saved pages with INDEX.tsv and gold.jsonl; score_extraction.py beside it or in it judges. The others
come with `pip install netra-corpus[benchmarks]`; one that is not installed is left out and said. Prints Markdown."""

import argparse
import importlib.util
import json
import logging
import re
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from types import ModuleType
from typing import Any

import lxml.html
import trafilatura

from crawler.article import Article
from crawler.catalogue.family_match import outlet_for_page
from crawler.extract import extract_page
from crawler.extract_files import as_record, read_index

Record = Mapping[str, Any]
Extractor = Callable[[bytes, str | None], Record | None]
FIGURES = (("F1", "body F1"), ("P", "precision"), ("F1_under_.8", "under .8"), ("title", "title"), ("pub", "time"))
PEOPLE = (("aut", "authors"), ("autfalse", "invented"), ("dl", "dateline"))


def netra(body: bytes, url: str | None) -> Record | None:
    """As `netra extract` reads it: the outlet's or family's rules where the address or markup tells, else generic."""
    found = extract_page(body, url, outlet_for_page(url, body))
    return {**as_record("", found), "method": found.method} if isinstance(found, Article) else None


def netra_generic(body: bytes, url: str | None) -> Record | None:
    """The same with every host taken as unknown."""
    found = extract_page(body, url, None)
    return as_record("", found) if isinstance(found, Article) else None


def with_trafilatura(body: bytes, url: str | None) -> Record | None:
    """trafilatura in precision mode, with metadata."""
    found = trafilatura.bare_extraction(body, url=url, favor_precision=True, with_metadata=True)
    if found is None:
        return None
    return {"title": found.title, "text": found.text, "authors": found.author or "", "published": found.date}


def with_readability(body: bytes, _url: str | None) -> Record | None:
    """readability-lxml; it gives a headline and the column as markup, paragraphs are its block elements."""
    from readability import Document

    document = Document(body.decode("utf-8", "replace"))
    column = lxml.html.fromstring(document.summary())
    for element in column.iter("p", "div", "br", "li", "h2", "h3", "blockquote", "tr"):
        element.tail = "\n" + (element.tail or "")
    return {"title": document.short_title(), "text": column.text_content(), "authors": [], "published": None}


def with_newspaper(body: bytes, url: str | None) -> Record | None:
    """newspaper4k, Indonesian."""
    import newspaper

    article = newspaper.Article(url or "https://contoh.id/", language="id", fetch_images=False)
    article.download(input_html=body.decode("utf-8", "replace"))
    article.parse()
    when = article.publish_date
    return {
        "title": article.title,
        "text": article.text,
        "authors": list(article.authors),
        "published": when.isoformat() if when else None,
    }


def with_resiliparse(body: bytes, _url: str | None) -> Record | None:
    """resiliparse; main content as plain text, the title element."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(body.decode("utf-8", "replace"))
    text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
    return {"title": tree.title, "text": text, "authors": [], "published": None}


EXTRACTORS: Mapping[str, tuple[str, Extractor]] = {
    "netra": ("netra-corpus", netra),
    "netra, hosts unknown": ("netra-corpus", netra_generic),
    "trafilatura, precision": ("trafilatura", with_trafilatura),
    "readability-lxml": ("readability-lxml", with_readability),
    "newspaper4k": ("newspaper4k", with_newspaper),
    "resiliparse": ("resiliparse", with_resiliparse),
}


def installed(package: str) -> str | None:
    """The version of a package, None where it is not installed."""
    try:
        return version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def load_scorer(pages: Path) -> ModuleType:
    """The scorer in the pages' folder or beside it. Ends the run where there is none."""
    for folder in (pages, pages.parent):
        if (path := folder / "score_extraction.py").is_file():
            spec = importlib.util.spec_from_file_location("score_extraction", path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
    sys.exit(f"{pages}: expected score_extraction.py in it or beside it")


def run(
    names: Sequence[str], pages: Path, gold: Sequence[Mapping[str, Any]], repeat: int
) -> tuple[dict[str, dict[str, Record | None]], dict[str, dict[str, float]]]:
    """(records, milliseconds) by extractor and file. The extractors take turns on each page, the best turn counts: what
    else the machine does slows them alike."""
    index = read_index(pages)
    records: dict[str, dict[str, Record | None]] = {name: {} for name in names}
    times: dict[str, dict[str, float]] = {name: {} for name in names}
    for page in gold:
        file = page["file"]
        body, url = (pages / file).read_bytes(), index.get(file)
        for _ in range(repeat + 1):
            for name in names:
                begun = perf_counter()
                try:
                    found = EXTRACTORS[name][1](body, url)
                except Exception as error:  # a library's failure on a page is its result
                    print(f"{name} failed on {file}: {type(error).__name__}: {error}", file=sys.stderr)
                    found = None
                spent = (perf_counter() - begun) * 1000
                records[name][file] = found
                times[name][file] = min(spent, times[name].get(file, spent))
    return records, times


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if value > 1 else f"{value:.3f}".replace("0.", ".", 1).replace("1.000", "1")


def _row(name: str, overall: Mapping[str, Any], time: float, unit: float) -> str:
    cells = [_cell(overall.get(key)) for key, _ in (*FIGURES, *PEOPLE)]
    return f"| {name} | {' | '.join(cells)} | {time:.0f} | {time / unit:.2f} |"


def report(
    scorer: ModuleType,
    gold: Sequence[Mapping[str, Any]],
    records: Mapping[str, Mapping[str, Record | None]],
    times: Mapping[str, Mapping[str, float]],
) -> str:
    """The tables: all pages, those that rules read, the others; and the ten pages on which netra is worst."""
    by_rules = {
        file for file, record in records["netra"].items() if str((record or {}).get("method")).startswith("rules")
    }
    files = [page["file"] for page in gold]
    groups = {
        f"all {len(files)} article pages": files,
        f"{len(by_rules)} pages read by rules": [file for file in files if file in by_rules],
        f"{len(files) - len(by_rules)} other pages": [file for file in files if file not in by_rules],
    }
    rows = {
        name: {page["file"]: scorer.score_page(page, found[page["file"]]) for page in gold}
        for name, found in records.items()
    }
    unit = "trafilatura, precision"
    out: list[str] = []
    for title, group in groups.items():
        heads = [label for _, label in (*FIGURES, *PEOPLE)]
        out += [f"\n{title[0].upper()}{title[1:]}\n", f"| | {' | '.join(heads)} | ms | ratio |"]
        out.append("| --- " * (len(heads) + 3) + "|")
        for name in records if group else ():
            time = median(times[name][file] for file in group)
            base = median(times[unit][file] for file in group)
            out.append(_row(name, scorer.overall([rows[name][file] for file in group]), time, base))
    out += ["\nThe ten pages on which netra with hosts unknown is worst\n", "| page | netra | best of the others |"]
    out.append("| --- | --- | --- |")
    own = rows["netra, hosts unknown"]
    others = [name for name in records if not name.startswith("netra")]

    def rank(file: str) -> tuple[float, float, str]:
        return own[file]["F1"], max(rows[name][file]["F1"] for name in others), file

    for file in sorted(files, key=rank)[:10]:
        best = max(others, key=lambda name: rows[name][file]["F1"])
        out.append(f"| {file} | {own[file]['F1']:.3f} | {rows[best][file]['F1']:.3f} ({best}) |")
    return "\n".join(out)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    gold_file = given.pages / "gold.jsonl"
    if not gold_file.is_file():
        sys.exit(f"{gold_file}: no such file; expected the gold of the saved pages beside them")
    lines = gold_file.read_text(encoding="utf-8").splitlines()
    gold = [page for line in lines if line for page in [json.loads(line)] if page["page_type"] == "article"]
    versions = {name: installed(package) for name, (package, _) in EXTRACTORS.items()}
    names = [name for name, found in versions.items() if found]
    print(", ".join(f"{re.sub(',.*', '', name)} {found}" for name, found in versions.items() if found))
    for name in (name for name, found in versions.items() if not found):
        print(f"{name}: not installed, left out (pip install netra-corpus[benchmarks])")
    records, times = run(names, given.pages, gold, given.repeat)
    print(report(load_scorer(given.pages), gold, records, times))


if __name__ == "__main__":
    main()
