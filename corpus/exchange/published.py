"""Annotated articles out of a published corpus."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from corpus.exchange.records import from_record
from corpus.exchange.shape import AnnotatedArticle

if TYPE_CHECKING:
    from corpus.query import Corpus

_BATCH = 200
_TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "regions": ("region_mentions", {"region_code": "code"}),
    "officials": ("official_mentions", {"role": "role", "name": "name", "position": "position", "region_code": "region"}),
    "violations": (
        "violation_mentions",
        {name: name for name in ("status", "substatus", "reference", "temporal", "forms", "actors", "claimed_by",
                                 "sanctions", "sanction_modality")},
    ),
    "prevention": ("prevention_mentions", {"kind": "kind"}),
    "elections": ("election_mentions", {"election_id": "election"}),
}  # fmt: skip
"""Key of the codebook -> table, and its columns under the codebook's names."""


def from_corpus(
    corpus: "Corpus", topics: tuple[str, ...] = (), limit: int | None = None
) -> Iterator[AnnotatedArticle]:
    """The articles of a corpus with their marks, by day and id; `topics`: only those with one of these. Raises
    duckdb.Error."""
    asked = " WHERE topic IN (SELECT unnest($topics))" if topics else ""
    most = " LIMIT $most" if limit is not None else ""
    given: dict[str, Any] = ({"topics": list(topics)} if topics else {}) | ({"most": limit} if most else {})
    order = " ORDER BY published_date NULLS LAST, article_id"
    idents = [
        row[0]
        for row in corpus.connection.execute(
            f"SELECT article_id FROM articles{asked}{order}{most}", given or None
        ).fetchall()
    ]
    for at in range(0, len(idents), _BATCH):
        yield from _batch(corpus, idents[at : at + _BATCH])


def _rows(corpus: "Corpus", query: str, idents: list[str]) -> list[dict[str, Any]]:
    found = corpus.connection.execute(query, [idents])
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _batch(corpus: "Corpus", idents: list[str]) -> Iterator[AnnotatedArticle]:
    here = "WHERE article_id IN (SELECT unnest($1::VARCHAR[]))"
    articles = _rows(
        corpus,
        "SELECT article_id AS id, title, text, caption, published_date AS published, outlet_id AS outlet, url, topic, "
        f"primary_region_code AS primary_region, tagger FROM articles {here}",
        idents,
    )
    spans: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(dict)
    for kind, (table, columns) in _TABLES.items():
        fields = ", ".join(f"{column} AS {name}" for column, name in columns.items())
        query = f"SELECT article_id, mention, part, start, stop, {fields} FROM {table} {here} ORDER BY ALL"
        for row in _rows(corpus, query, idents):
            spans[row["article_id"]].setdefault(kind, []).append(row)
    parties: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    query = f"SELECT article_id, mention, name, office FROM breach_parties {here} ORDER BY article_id, mention, party"
    for row in _rows(corpus, query, idents):
        parties[row["article_id"], row["mention"]].append(row)
    for ident, kinds in spans.items():
        for row in kinds.get("violations", ()):
            row["parties"] = parties[ident, row["mention"]]
    by_id = {row["id"]: row for row in articles}
    for ident in idents:
        yield from_record({**by_id[ident], "spans": spans.get(ident, {})}, str(corpus.file.name))
