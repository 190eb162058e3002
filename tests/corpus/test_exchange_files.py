"""The files of the formats as other tools make and expect them, faults that are named, and the two commands."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.vocab import Vocab
from typer.testing import CliRunner

import corpus
from corpus.build import BuildSummary
from corpus.cli import app
from corpus.errors import NothingThere, UsageProblem
from corpus.exchange import brat, cas, conllu, docbin, labelstudio
from corpus.exchange.formats import FormatName, exchange
from corpus.exchange.joined import joined, split
from corpus.exchange.published import from_corpus
from corpus.exchange.records import from_record, to_record
from corpus.exchange.shape import (
    AnnotatedArticle,
    Annotation,
    ExchangeError,
    Relation,
    cells,
    checked,
    layers,
    split_cells,
)
from nlp.evaluation.gold import read_gold

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold" / "articles.jsonl"
TEXT = "😀 Camat Budi diduga tidak netral."


def article(*spans: Annotation, **more: Any) -> AnnotatedArticle:
    return AnnotatedArticle("1", {"title": "Judul", "text": TEXT, "caption": ""}, spans, **more)


def budi(**values: Any) -> Annotation:
    start = TEXT.index("Budi")
    return Annotation("o1", "official", "text", start, start + 4, values)


def claim(**values: Any) -> Annotation:
    return Annotation("v1", "violation", "text", 2, len(TEXT), {"status": "alleged", **values})


# -- the shape


@pytest.mark.parametrize(("wrong", "said"), [
    (Annotation("x", "place", "text", 0, 1), "layer 'place' is unknown; there are region, official"),
    (Annotation("x", "region", "text", 3, 3, {"code": "33"}), r"text\[3:3\] is not a piece"),
    (Annotation("x", "region", "text", 0, 99, {"code": "33"}), r"text\[0:99\] is not a piece of its 33 characters"),
    (Annotation("x", "region", "caption", 0, 1, {"code": "33"}), r"caption\[0:1\]"),
    (Annotation("x", "region", "text", 2, 7), r"\('Camat'\): field 'code' has no value"),
    (Annotation("x", "violation", "text", 2, 7, {"status": "guilty"}), "status 'guilty' is unknown; it is one of proven"),
    (Annotation("x", "violation", "text", 2, 7, {"status": "proven", "forms": "umum"}), "'forms' takes a list"),
    (Annotation("x", "official", "text", 2, 7, {"role": ("source",)}), "'role' takes one value"),
    (Annotation("x", "official", "text", 2, 7, {"rank": "x"}), "a official has no field 'rank'; there are role, name"),
    (budi(), "two marks have the id 'o1'"),
])  # fmt: skip
def test_a_mark_that_is_none_is_named(wrong: Annotation, said: str) -> None:
    with pytest.raises(ExchangeError, match=f"^here: article '1'.*{said}"):
        checked(article(budi(), wrong), "here")


def test_relations_and_labels_are_checked() -> None:
    good = Relation("party", "v1", "o1")
    assert checked(article(budi(), claim(), relations=(good, good)), "x").relations == (good,)
    for wrong in (Relation("party", "o1", "v1"), Relation("party", "v1", "o9"), Relation("near", "v1", "o1")):
        with pytest.raises(ExchangeError, match="only 'party' from a violation to an official"):
            checked(article(budi(), claim(), relations=(wrong,)), "x")
    for labels, said in (({"topic": ("maybe",)}, "topic 'maybe'"), ({"topic": ("yes", "no")}, "takes one value"),
                         ({"mood": ("x",)}, "no field 'mood'")):  # fmt: skip
        with pytest.raises(ExchangeError, match=said):
            checked(article(labels=labels), "x")
    with pytest.raises(ExchangeError, match="no id"):
        checked(AnnotatedArticle("", {"title": "", "text": "", "caption": ""}), "x")


@pytest.mark.parametrize("values", [("Budi", "Camat"), (None, "guru | SD"), ("a\\", None), ("", "\\|"), ("a|b\\|c",)])
def test_values_in_one_cell(values: tuple[str | None, ...]) -> None:
    assert split_cells(cells(*values)) == [value or None for value in values]


def test_the_values_of_the_layers_are_those_of_the_gold_labels() -> None:
    """The vocabulary of layers.toml is the codebook's: each value stands in the gold, and no other."""
    rows = read_gold(GOLD)
    for name in ("status", "substatus", "reference", "temporal"):
        field = next(one for one in layers()["violation"] if one.name == name)
        assert {v[name] for row in rows for v in row["violations"]} <= set(field.values)
    for name in ("forms", "actors", "claimed_by", "sanctions"):
        field = next(one for one in layers()["violation"] if one.name == name)
        assert {one for row in rows for v in row["violations"] for one in v[name]} <= set(field.values)


def test_a_party_drawn_by_a_coder_is_added() -> None:
    drawn = article(budi(position="Camat"), claim(), relations=(Relation("party", "v1", "o1"),))
    assert to_record(drawn)["violations"][0]["parties"] == [{"name": "Budi", "office": "Camat"}]
    listed = article(budi(), claim(parties=(cells("Budi", None),)), relations=(Relation("party", "v1", "o1"),))
    assert to_record(listed)["violations"][0]["parties"] == [{"name": "Budi", "office": None}]


def test_an_article_without_topic_and_an_official_without_values() -> None:
    assert to_record(article())["topic"] == "no"
    told = to_record(article(budi(), claim()))
    assert told["topic"] == "yes"
    assert told["officials"] == [{"name": "Budi", "position": "", "region": None, "role": "other"}]


def test_a_quote_that_is_not_there_is_named() -> None:
    with pytest.raises(ExchangeError, match="'1': the quote 'Budi dicopot' stands neither"):
        from_record({"id": "1", "text": TEXT, "violations": [{"quote": "Budi dicopot"}]})


def test_parts_that_do_not_fit_the_text() -> None:
    assert split("a\nb\nc", None, "x") == {"title": "a", "text": "b\nc", "caption": ""}
    for sizes in ([1, 2], [1], [1, 1, 1, 1], [-1, 5]):
        with pytest.raises(ExchangeError, match="changed since it was exported"):
            split("a\nb\nc", sizes, "x")


# -- what the tools see


def test_cas_counts_utf_16_units(tmp_path: Path) -> None:
    cas.write([article(budi(name="Budi"))], tmp_path / "c")
    (file,) = (tmp_path / "c").glob("*.xmi")
    tree = etree.parse(str(file))
    (mark,) = [node for node in tree.iter() if etree.QName(node).localname == "Official"]
    start = len(f"Judul\n{TEXT}".partition("Budi")[0].encode("utf-16-le")) // 2
    assert (mark.get("begin"), mark.get("end")) == (str(start), str(start + 4))
    assert start == f"Judul\n{TEXT}".index("Budi") + 1  # one emoji before it


def test_cas_says_what_xml_cannot_hold(tmp_path: Path) -> None:
    bad = AnnotatedArticle("1", {"title": "a\x00b\x0bc\ufffe", "text": "x", "caption": ""})
    cas.write([bad], tmp_path / "c")
    (found,) = cas.read(tmp_path / "c")
    assert found.parts["title"] == "a\ufffdb\ufffdc\ufffd"
    assert "U+FFFD" in " ".join(cas.LOSES)


def test_label_studio_counts_code_points_and_older_files_are_told(tmp_path: Path) -> None:
    file = tmp_path / "t.json"
    labelstudio.write([article(budi(name="Budi"))], file)
    (task,) = json.loads(file.read_text("utf-8"))
    (mark, *_), start = task["predictions"][0]["result"], f"Judul\n{TEXT}".index("Budi")
    assert mark["value"] == {"start": start, "end": start + 4, "text": "Budi", "labels": ["official"]}
    for one in task["predictions"][0]["result"]:
        one["value"] |= {"start": start + 1, "end": start + 5}
    file.write_text(json.dumps([task]), "utf-8")
    (found,) = labelstudio.read(file)
    assert found.surface(found.spans[0]) == "Budi"


def test_label_studio_takes_the_last_finished_annotation_of_a_person(tmp_path: Path) -> None:
    file = tmp_path / "t.json"
    labelstudio.write([article(budi(role="source"))], file)
    (task,) = json.loads(file.read_text("utf-8"))
    told = task["predictions"][0]["result"]
    other = json.loads(json.dumps(told).replace('"source"', '"accused"'))
    task["annotations"] = [{"result": []}, {"result": other}, {"result": [], "was_cancelled": True}]
    file.write_text(json.dumps([task]), "utf-8")
    assert next(labelstudio.read(file)).spans[0].values == {"role": "accused"}
    task["annotations"] = []
    file.write_text(json.dumps([task]), "utf-8")
    assert next(labelstudio.read(file)).spans[0].values == {"role": "source"}


def test_the_label_studio_configuration_names_each_control_of_a_task(tmp_path: Path) -> None:
    file = tmp_path / "t.json"
    labelstudio.write([from_record(row) for row in read_gold(GOLD)[:5]], file)
    config = etree.parse(str(file.with_suffix(".xml")))
    controls = {node.get("name") for node in config.iter() if node.get("toName") == "text"}
    used = {one["from_name"] for task in json.loads(file.read_text("utf-8"))
            for one in task["predictions"][0]["result"] if "from_name" in one}  # fmt: skip
    assert {"layer", "violation_status", "official_name", "article_topic"} <= used <= controls
    assert [node.get("value") for node in config.iter("Label")] == ["region", "official", "violation", "prevention",
                                                                   "election"]  # fmt: skip


def test_brat_files_are_standoff(tmp_path: Path) -> None:
    two_lines = Annotation("v1", "violation", "text", 0, 5, {"status": "proven", "forms": ("umum",)})
    sent = AnnotatedArticle("a", {"title": "T", "text": "ab\ncd", "caption": ""}, (two_lines,))
    brat.write([sent], tmp_path / "b")
    lines = (tmp_path / "b" / "000001-a.ann").read_text("utf-8").split("\n")
    assert lines[:2] == ["T1\tviolation 2 4;5 7\tab cd", "A1\tviolation_status T1 proven"]
    assert (tmp_path / "b" / "000001-a.txt").read_bytes() == b"T\nab\ncd"
    config = (tmp_path / "b" / "annotation.conf").read_text("utf-8")
    assert "violation_status\tArg:violation, Value:proven|alleged|denied|conditional|prohibited" in config
    assert re.findall(r"^\[(\w+)\]", config, re.M) == ["entities", "relations", "events", "attributes"]


def test_what_people_change_in_brat_counts(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    brat.write([article(claim(forms=("umum",)))], folder)
    file = folder / "000001-1.ann"
    changed = file.read_text("utf-8").replace("T1 alleged", "T1 proven")
    start = f"Judul\n{TEXT}".index("Budi")
    new = f"T7\tofficial {start} {start + 4}\tBudi\n#9\tAnnotatorNotes T7\tyakin?\nR1\tparty Arg1:T1 Arg2:T7\n"
    file.write_text(changed + new, "utf-8")
    (found,) = brat.read(folder)
    assert [(span.id, span.values) for span in found.spans] == [
        ("v1", {"status": "proven", "forms": ("umum",)}), ("T7", {"remark": "yakin?"}),
    ]  # fmt: skip
    assert found.relations == (Relation("party", "v1", "T7"),)
    assert to_record(found)["violations"][0]["parties"] == [{"name": "Budi", "office": None}]


@pytest.mark.parametrize(("line", "said"), [
    ("T1\tofficial 0 5\tLain", "line 1: 0 to 5 holds 'Judul', not 'Lain': the text was changed"),
    ("T1\tofficial 0 2;3 5\tJu ul", "several pieces with words between them"),
    ("T1\tofficial x y\tJudul", "line 1: .* cannot be read"),
    ("A1\tmood T1 good", "attribute 'mood' is unknown"),
    ("E1\tevent:T1", "is no line of standoff"),
])  # fmt: skip
def test_a_line_of_brat_that_cannot_be_read_is_named(tmp_path: Path, line: str, said: str) -> None:
    brat.write([article()], tmp_path / "b")
    (tmp_path / "b" / "000001-1.ann").write_text(line + "\n", "utf-8")
    with pytest.raises(ExchangeError, match=rf"^000001-1\.ann.*{said}"):
        list(brat.read(tmp_path / "b"))


def test_a_doc_of_others_is_read(tmp_path: Path) -> None:
    doc = Doc(Vocab(), words=["Judul", "\n", "Camat", "Budi", "."], spaces=[False, False, True, False, False])
    doc.spans["violation"] = SpanGroup(doc, spans=[Span(doc, 2, 5, label="proven")])
    doc.spans["noun_phrases"] = SpanGroup(doc, spans=[Span(doc, 2, 4, label="NP")])
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "x.spacy")
    (found,) = docbin.read(tmp_path / "x.spacy")
    assert (found.id, found.parts["title"], found.parts["text"]) == ("1", "Judul", "Camat Budi.")
    assert [(found.surface(s), s.values) for s in found.spans] == [("Camat Budi.", {"status": "proven"})]


def test_words_of_the_docbin_are_words(tmp_path: Path) -> None:
    docbin.write([article(budi())], tmp_path / "x.spacy")
    (doc,) = DocBin().from_disk(tmp_path / "x.spacy").get_docs(Vocab())
    assert [token.text for token in doc] == ["Judul", "\n", "😀", "Camat", "Budi", "diduga", "tidak", "netral", "."]
    assert doc.text == joined(article().parts)


def test_conllu_has_ten_columns_and_says_which_words_a_mark_covers(tmp_path: Path) -> None:
    conllu.write([article(budi(), claim())], tmp_path / "x.conllu")
    lines = (tmp_path / "x.conllu").read_text("utf-8").split("\n")
    words = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert {len(columns) for columns in words} == {10}
    assert [columns[:2] for columns in words[:4]] == [["1", "Judul"], ["1", "😀"], ["2", "Camat"], ["3", "Budi"]]
    assert words[3][9] == "Netra=o1,v1"
    assert f"# text = {TEXT}" in lines


def test_columns_that_a_parser_filled_do_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "x.conllu"
    conllu.write([article(budi(), claim())], file)
    file.write_text(file.read_text("utf-8").replace("Budi\t_\t_", "Budi\tbudi\tPROPN"), "utf-8")
    assert list(conllu.read(file)) == [checked(article(budi(), claim()), "x")]


@pytest.mark.parametrize(("text", "said"), [
    ("1\tBudi" + "\t_" * 8, "line 1: words before the first"),
    ("# newdoc id = 1\n1\tBudi" + "\t_" * 8, "line 2: no `# netra part"),
    ("# newdoc id = 1\n# netra part = text\n1\tBudi", "line 3: ten columns are expected, not 2"),
    ("# newdoc id = 1\n# netra part = text\n1-2\tBudi" + "\t_" * 8, "joined and empty words"),
    ("# newdoc id = 1\n# netra part = lead", "part 'lead' is unknown"),
    ("# newdoc id = 1\n# netra article = {", "line 2: cannot be read"),
    ("\xff# newdoc", "line 1"),
])  # fmt: skip
def test_a_line_of_conllu_that_cannot_be_read_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "x.conllu"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(ExchangeError, match=said):
        list(conllu.read(file))


def broken(make: Callable[[Path], object], form: FormatName) -> Any:
    return pytest.param(form, make, id=f"{form.value}-{make.__name__}")


def no_json(path: Path) -> None:
    path.write_text("{")


def an_object(path: Path) -> None:
    path.write_text("{}")


def no_task(path: Path) -> None:
    path.write_text('[{"id": 1}]')


def an_empty_folder(path: Path) -> None:
    path.mkdir()


def a_text_alone(path: Path) -> None:
    path.mkdir()
    (path / "a.txt").write_text("x")


def xmi_alone(path: Path) -> None:
    path.mkdir()
    (path / "a.xmi").write_text("<x/>")


@pytest.mark.parametrize(("form", "make"), [
    broken(no_json, FormatName.DOCBIN), broken(no_json, FormatName.LABELSTUDIO),
    broken(an_object, FormatName.LABELSTUDIO), broken(no_task, FormatName.LABELSTUDIO),
    broken(an_empty_folder, FormatName.BRAT), broken(a_text_alone, FormatName.BRAT),
    broken(an_empty_folder, FormatName.CAS), broken(xmi_alone, FormatName.CAS),
])  # fmt: skip
def test_a_file_that_is_none_is_named(tmp_path: Path, form: FormatName, make: Callable[[Path], object]) -> None:
    make(tmp_path / "x")
    with pytest.raises(ExchangeError, match=r"x|a\.(txt|ann|xmi)"):
        list(exchange(form).read(tmp_path / "x"))


def test_files_of_two_exports_are_not_mixed(tmp_path: Path) -> None:
    brat.write([article()], tmp_path / "b")
    with pytest.raises(ExchangeError, match="there is something already"):
        brat.write([article()], tmp_path / "b")


def test_a_missing_extra_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(ExchangeError, match=r"netra-corpus\[exchange\]"):
        cas.write([article()], tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_each_format_and_what_it_loses_is_documented() -> None:
    page = " ".join((ROOT / "docs" / "exchange.md").read_text("utf-8").split())
    for name in FormatName:
        assert f"| `{name.value}` |" in page
        for loss in exchange(name).loses:
            assert loss in page


# -- the commands


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.mark.parametrize("name", [one.value for one in FormatName])
def test_coded_articles_are_scored_after_a_round_trip(tmp_path: Path, name: str) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(GOLD.read_text("utf-8").split("\n")[:3]), "utf-8")
    target = tmp_path / f"out{exchange(FormatName(name)).suffix}"
    sent = run("export", "annotations", "--format", name, "--articles", few, "-o", target)
    assert sent.exit_code == 0, sent.output
    back = run("import", "annotations", target, "--format", name, "-o", tmp_path / "coded.jsonl")
    assert back.exit_code == 0, back.output
    scored = run("evaluate", tmp_path / "coded.jsonl", few, "--json")
    assert {figure["f1"] for figure in json.loads(scored.stdout)["figures"].values()} == {1.0}


def test_a_corpus_is_exported(made: BuildSummary, tmp_path: Path) -> None:
    done = run("export", "annotations", "--format", "labelstudio", "--data", made.corpus, "--topic", "yes", "-o",
               tmp_path / "t.json")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "not for the public" in done.output
    found = {one.parts["title"]: one for one in labelstudio.read(tmp_path / "t.json")}
    assert set(found) == {"Camat Dipanggil Bawaslu 👍🏽", "Ikrar netralitas"}
    first = found["Camat Dipanggil Bawaslu 👍🏽"]
    marked = {(span.label, first.surface(span)) for span in first.spans}
    assert {("official", "Budi"), ("region", "PEKALONGAN"), ("election", "Pilkada 2024")} <= marked
    alleged = next(span for span in first.spans if span.values.get("status") == "alleged")
    assert alleged.values["parties"] == (cells("Budi", "Camat"),)
    assert [relation.source for relation in first.relations] == [alleged.id]
    with corpus.open(made.corpus) as opened:
        assert [one.id for one in from_corpus(opened, limit=1)] == [found["Camat Dipanggil Bawaslu 👍🏽"].id]


def test_wrong_options_are_named(tmp_path: Path) -> None:
    out = tmp_path / "x.json"
    assert isinstance(
        run("export", "annotations", "--format", "brat", "--topic", "maybe", "-o", out).exception, UsageProblem
    )
    assert isinstance(run("export", "annotations", "--format", "conllu", "-o", tmp_path).exception, UsageProblem)
    for arguments in (("export", "annotations", "--format", "docbin", "--articles", tmp_path / "no.jsonl", "-o", out),
                      ("import", "annotations", tmp_path / "no.json", "--format", "docbin", "-o", out)):  # fmt: skip
        assert isinstance(run(*arguments).exception, NothingThere)
    assert not out.exists()


def test_an_article_without_topic_is_told(tmp_path: Path) -> None:
    brat.write([article()], tmp_path / "b")
    done = run("import", "annotations", tmp_path / "b", "--format", "brat", "-o", tmp_path / "o.jsonl")
    assert "1 articles have no topic" in done.output
