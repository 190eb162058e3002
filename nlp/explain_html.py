"""The explanation of articles as one HTML page: the text with its marks by displaCy, and a table of reasons."""

from collections.abc import Iterable
from html import escape

from spacy import displacy

from nlp.document import Document
from nlp.explain import Section, explain, marks
from nlp.records import Annotations

_COLOURS = {
    "PROVEN": "#e4572e", "ALLEGED": "#f3a712", "DENIED": "#a8c686", "CONDITIONAL": "#c9d7f8", "PROHIBITED": "#d8c7f0",
    "BREACH": "#f7c4b4", "SANCTION": "#f0d0a0", "OFFICIAL": "#bfe3d0", "REGION": "#cfe8f7", "PREVENTION": "#e0e0e0",
    "ELECTION": "#eeeeee",
}  # fmt: skip
_STYLE = """
body { font-family: sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
article { border-top: 2px solid #ccc; padding: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .3rem 0 1rem; }
td { border-bottom: 1px solid #eee; padding: .15rem .5rem; vertical-align: top; }
td:first-child { width: 7rem; color: #666; } td:nth-child(2) { width: 13rem; }
h3 { font-size: 1rem; margin: .8rem 0 0; } .why { color: #555; }
"""


def page(articles: Iterable[tuple[Document, Annotations]]) -> str:
    """One HTML page without scripts or links; all text of the articles is escaped."""
    body = "\n".join(_article(document, tags) for document, tags in articles)
    return (
        f'<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"><title>netra explain</title>'
        f"<style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _article(document: Document, tags: Annotations) -> str:
    ents = [{"start": start, "end": stop, "label": label.upper()} for start, stop, label in marks(document, tags)]
    text = f"{document.title}\n{document.text}" + (f"\n{document.caption}" if document.caption else "")
    marked = displacy.render(
        {"text": text, "ents": ents, "title": None},
        style="ent", manual=True, page=False, jupyter=False, options={"colors": _COLOURS},
    )  # fmt: skip
    sections = "\n".join(_section(section) for section in explain(tags))
    return f"<article><h2>{escape(document.id)}</h2>\n{marked}\n{sections}</article>"


def _section(section: Section) -> str:
    rows = "".join(
        f"<tr><td>{escape(line.field)}</td><td>{escape(line.value)}</td><td>{escape(line.words)}</td>"
        f'<td class="why">{escape(line.because)}</td></tr>'
        for line in section.lines
    )
    table = f"<table>{rows}</table>" if rows else ""
    return f"<h3>{escape(section.kind)}: {escape(section.heading)}</h3>{table}"
