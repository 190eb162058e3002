"""A search box's words: terms for BM25, phrases that must stand together."""

import re
from typing import TYPE_CHECKING

import pandas as pd

from corpus.answers import fts
from corpus.answers.filters import Filters
from corpus.errors import UsageProblem
from corpus.tables.portions import Portion, portions

if TYPE_CHECKING:
    from corpus.query import Corpus

_PHRASE = re.compile(r'"([^"]*)"')


def parse_query(query: str) -> tuple[str, list[str]]:
    """All words of the query, and its phrases in lower case. Raises UsageProblem where there is no word."""
    phrases = [" ".join(found.lower().split()) for found in _PHRASE.findall(query)]
    terms = " ".join(re.findall(r"\w+", query))
    if not terms:
        raise UsageProblem(f"search {query!r}: expected at least one word")
    return terms, [phrase for phrase in phrases if phrase]


def find_articles(corpus: "Corpus", words: str, phrases: list[str], where: Filters, limit: int) -> pd.DataFrame:
    """The articles by relevance, as Corpus.search gives them."""
    scores = _scores(corpus, words, phrases, where, None if phrases else limit)
    frames: list[pd.DataFrame] = []
    for some in portions(list(scores)):
        frames.append(_articles(corpus, some, phrases))
        if sum(map(len, frames)) >= limit:
            break
    found = pd.concat(frames) if frames else _articles(corpus, Portion([]), [])
    exact = found["article_id"].map(scores).astype("float64")
    found.insert(0, "score", exact.round(3))
    order = found.assign(exact=exact).sort_values(["exact", "article_id"], ascending=[False, True], kind="stable")
    return order.drop(columns="exact").head(limit).reset_index(drop=True)


def _scores(corpus: "Corpus", words: str, phrases: list[str], where: Filters, limit: int | None) -> dict[str, float]:
    """article_id -> score, best first: articles with one of the words, and with all words of each phrase."""
    params = {**where.params, "stems": fts.stems(corpus.connection, words)}
    conditions = [where.sql()]
    for n, phrase in enumerate(phrases):
        if found := fts.stems(corpus.connection, phrase):
            params |= {f"phrase{n}": found}
            conditions.append(
                "a.article_id IN (SELECT article_id FROM search.docs WHERE marked OR doc IN ("
                f"SELECT doc FROM search.postings JOIN search.terms USING (term) WHERE list_contains($phrase{n}, stem) "
                f"GROUP BY doc HAVING count(*) = {len(found)}))"
            )
    if limit is not None:
        params["limit"] = limit
    # without a condition the table of articles need not be read
    articles = (
        "" if conditions == ["TRUE"] else f"JOIN articles a USING (article_id) WHERE {' AND '.join(conditions)}"
    )
    frame = corpus.sql(
        f"SELECT f.article_id, f.score FROM search_stems($stems) f {articles} "
        f"ORDER BY f.score DESC, f.article_id {'' if limit is None else 'LIMIT $limit'}",
        params,
    )
    return dict(zip(frame["article_id"], frame["score"], strict=True))


def _articles(corpus: "Corpus", some: Portion, phrases: list[str]) -> pd.DataFrame:
    """What is shown of these articles, if they hold the phrases."""
    if not some.ids:
        chosen, params = "FALSE", []
    else:
        chosen, params = some.condition("a.article_id"), some.params
    holds = "".join(" AND contains(lower(a.title || ' ' || a.text), ?)" for _ in phrases)
    return corpus.sql(
        f"""
        SELECT a.article_id, a.outlet_id, a.published_date, a.title,
               coalesce((SELECT list_sort(list(DISTINCT status || '/' || substatus)) FROM violation_mentions v
                         WHERE v.article_id = a.article_id AND reference <> 'rule'), []) AS statuses,
               a.text[1:160] AS lead, a.url
        FROM articles a WHERE {chosen}{holds}
        """,
        [*params, *phrases],
    )
