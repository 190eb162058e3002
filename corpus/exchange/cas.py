"""UIMA CAS (XMI with its type system), as INCEpTION and WebAnno read it; one file an article."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.exchange.joined import joined, lengths, offsets, placed, split, whole_spans
from corpus.exchange.names import check_new, file_names
from corpus.exchange.shape import (
    ARTICLE,
    PARTY,
    AnnotatedArticle,
    Annotation,
    ExchangeError,
    Relation,
    Value,
    checked,
    layers,
    marks,
)
from nlp.document import Document

LOSES = (
    "control characters and other code points that XML 1.0 does not allow: each becomes U+FFFD, one for one",
)  # fmt: skip
TYPES = "TypeSystem.xml"
_NAMESPACE = "netra"
_SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
_ARRAY = "uima.cas.StringArray"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _type(layer: str) -> str:
    return f"{_NAMESPACE}.{layer.capitalize()}"


def _cassis() -> Any:
    try:
        import cassis
    except ImportError as error:
        raise ExchangeError("the format cas needs dkpro-cassis: pip install 'netra-corpus[exchange]'") from error
    return cassis


def _typesystem() -> Any:
    cassis = _cassis()
    found = cassis.load_dkpro_core_typesystem()
    for layer, fields in layers().items():
        kind = found.create_type(_type(layer), "uima.tcas.Annotation", f"netra: {layer}")
        found.create_feature(kind, "ident", "uima.cas.String", description="Id of the mark in its article")
        for one in fields:
            range_ = _ARRAY if one.many else "uima.cas.String"
            found.create_feature(kind, _feature(one.name), range_, description=one.about or ", ".join(one.values))
    article = found.get_type(_type(ARTICLE))
    for name in ("articleId", "partLengths", "meta"):
        found.create_feature(article, name, "uima.cas.String")
    tie = found.create_type(_type(PARTY), "uima.tcas.Annotation", "netra: who is said to have done it")
    for end in ("Governor", "Dependent"):  # INCEpTION's names for the two ends of a relation
        found.create_feature(tie, end, "uima.tcas.Annotation")
    return found


def _feature(name: str) -> str:
    """As UIMA names features: primaryRegion."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def write(articles: Iterable[AnnotatedArticle], target: Path) -> int:
    """Write one XMI file an article into a new folder, with the type system beside; returns how many. Offsets are
    UTF-16 units, as UIMA counts."""
    types = _typesystem()
    check_new(target)
    types.to_xml(target / TYPES)
    names, count = file_names(), 0
    for article in articles:
        _cas(article, types).to_xmi(target / f"{names(article.id)}.xmi", pretty_print=False)
        count += 1
    return count


def _legal(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _cas(article: AnnotatedArticle, types: Any) -> Any:
    cas = _cassis().Cas(typesystem=types)
    whole = _legal(joined(article.parts))
    cas.sofa_string, cas.sofa_mime, cas.document_language = whole, "text/plain", "id"
    _add_sentences(article, cas, types)
    main = types.get_type(_type(ARTICLE))(
        begin=0, end=len(whole), articleId=_legal(article.id),
        partLengths=" ".join(map(str, lengths(article.parts))),
        meta=json.dumps(article.meta), **_features(types, ARTICLE, article.labels),
    )  # fmt: skip
    cas.add(main)
    made = {}
    for span, start, stop in whole_spans(article):
        kind = types.get_type(_type(span.label))
        made[span.id] = kind(begin=start, end=stop, ident=span.id, **_features(types, span.label, span.values))
        cas.add(made[span.id])
    tie = types.get_type(_type(PARTY))
    for relation in article.relations:
        source, to = made[relation.source], made[relation.target]
        cas.add(tie(begin=to.begin, end=to.end, Governor=source, Dependent=to))
    return cas


def _add_sentences(article: AnnotatedArticle, cas: Any, types: Any) -> None:
    """Netra's sentences; words are left to the tool: they would be nine tenths of the file."""
    document = Document(article.id, article.parts["title"], article.parts["text"], caption=article.parts["caption"])
    begin, kind = offsets(article.parts), types.get_type(_SENTENCE)
    for sentence in (*document.sentences, *document.caption_sentences):
        start = begin[sentence.part]
        cas.add(kind(begin=start + sentence.start, end=start + sentence.stop))


def _features(types: Any, layer: str, values: Mapping[str, Value]) -> dict[str, Any]:
    array = types.get_type(_ARRAY)
    found: dict[str, Any] = {}
    for one in layers()[layer]:
        value = values.get(one.name)
        if value:
            many = [value] if isinstance(value, str) else list(value)
            found[_feature(one.name)] = array(elements=[_legal(v) for v in many]) if one.many else _legal(many[0])
    return found


def read(source: Path) -> Iterator[AnnotatedArticle]:
    """Read a folder of XMI files with TypeSystem.xml, or one XMI file beside it. A file of others needs no netra.Article:
    its name is the id, its first line the title. Raises ExchangeError."""
    cassis = _cassis()
    files = sorted(source.rglob("*.xmi")) if source.is_dir() else [source]
    if not files:
        raise ExchangeError(f"{source}: no .xmi file in it; unpack the archive that the tool exported")
    systems: dict[Path, Any] = {}
    for file in files:
        types = file.parent / TYPES if (file.parent / TYPES).is_file() else source / TYPES
        if not types.is_file():
            raise ExchangeError(f"{file}: {TYPES} is missing beside it")
        try:
            if types not in systems:  # a tool's archive may hold one beside each file
                systems = {types: cassis.load_typesystem(types.read_bytes().decode("utf-8"))}
            with file.open("rb") as text:
                cas = cassis.load_cas_from_xmi(text, typesystem=systems[types], lenient=True)
        except Exception as error:  # cassis and lxml raise what they like on files that are none
            raise ExchangeError(f"{file.name}: not a UIMA CAS ({type(error).__name__}: {error})") from error
        yield _article(cas, file)


def _article(cas: Any, file: Path) -> AnnotatedArticle:
    known = {one.name for one in cas.typesystem.get_types()}
    about = next(iter(cas.select(_type(ARTICLE))), None) if _type(ARTICLE) in known else None
    sizes = [int(size) for size in about.partLengths.split()] if about is not None and about.partLengths else None
    parts = split(cas.sofa_string or "", sizes, file.name)
    ids: dict[int, str] = {}
    spans = []
    for layer in marks():
        for number, one in enumerate(cas.select(_type(layer)) if _type(layer) in known else ()):
            ident = one.ident or f"{layer}-new-{number}"
            ids[one.xmiID] = ident
            span = Annotation(ident, layer, "text", 0, 0, _values(one, layer))
            spans.append(placed(span, parts, one.begin, one.end, file.name))
    ties = cas.select(_type(PARTY)) if _type(PARTY) in known else ()
    relations = [Relation(PARTY, ids.get(tie.Governor.xmiID, "?"), ids.get(tie.Dependent.xmiID, "?")) for tie in ties]
    values = _values(about, ARTICLE) if about is not None else {}
    labels = {name: (value,) if isinstance(value, str) else value for name, value in values.items()}
    ident = about.articleId if about is not None else None
    meta = json.loads(about.meta) if about is not None and about.meta else {}
    return checked(
        AnnotatedArticle(ident or file.stem, parts, tuple(spans), tuple(relations), labels, meta), file.name
    )


def _values(one: Any, layer: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for field in layers()[layer]:
        value = getattr(one, _feature(field.name), None)
        if field.many and value is not None:
            value = tuple(v for v in value.elements or () if v)
        if value:
            found[field.name] = value
    return found
