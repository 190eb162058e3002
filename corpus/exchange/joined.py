"""Title, text and caption as one string, for formats that know one text: joined by a line feed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.exchange.shape import PARTS, AnnotatedArticle, Annotation, ExchangeError
from nlp.records import Part

GAP = "\n"


def shown_parts(parts: Mapping[Part, str]) -> tuple[Part, ...]:
    """Parts that the string holds: title and text always, a caption where there is one."""
    return tuple(part for part in PARTS if part != "caption" or parts[part])


def joined(parts: Mapping[Part, str]) -> str:
    """The one string."""
    return GAP.join(parts[part] for part in shown_parts(parts))


def lengths(parts: Mapping[Part, str]) -> list[int]:
    """Code points of each part in the string: what `split` needs to take it apart again."""
    return [len(parts[part]) for part in shown_parts(parts)]


def offsets(parts: Mapping[Part, str]) -> Mapping[Part, int]:
    """Where each part begins in the string."""
    found, at = {}, 0
    for part in shown_parts(parts):
        found[part] = at
        at += len(parts[part]) + len(GAP)
    return found


def split(whole: str, sizes: Sequence[int] | None, where: str) -> dict[Part, str]:
    """The parts of a string; without sizes the first line is the title. Raises ExchangeError where the sizes do not
    fit: the text was changed."""
    if sizes is None:
        title, _, text = whole.partition(GAP)
        return {"title": title, "text": text, "caption": ""}
    if len(sizes) not in (2, 3) or sum(sizes) + len(sizes) - 1 != len(whole) or min(sizes) < 0:
        raise ExchangeError(
            f"{where}: parts of {', '.join(map(str, sizes))} characters do not make up the text of {len(whole)}: "
            "it was changed since it was exported"
        )
    found: dict[Part, str] = {"title": "", "text": "", "caption": ""}
    at = 0
    for part, size in zip(PARTS, sizes, strict=False):
        found[part] = whole[at : at + size]
        at += size + len(GAP)
    return found


def whole_spans(article: AnnotatedArticle) -> Iterator[tuple[Annotation, int, int]]:
    """Each mark with its place in the string."""
    start = offsets(article.parts)
    for span in article.spans:
        yield span, start[span.part] + span.start, start[span.part] + span.stop


def placed(span: Annotation, parts: Mapping[Part, str], start: int, stop: int, where: str) -> Annotation:
    """The mark at that place of the string, put into its part. Raises ExchangeError where it is in none."""
    for part, begin in offsets(parts).items():
        if begin <= start and stop <= begin + len(parts[part]):
            return replace(span, part=part, start=start - begin, stop=stop - begin)
    raise ExchangeError(f"{where}: mark {span.id!r} at {start} to {stop} crosses from one part into another")
