"""Label Studio: one JSON file of tasks, and the labelling configuration beside it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from corpus.exchange.joined import joined, lengths, placed, split, whole_spans
from corpus.exchange.shape import (
    ARTICLE,
    PARTY,
    AnnotatedArticle,
    Annotation,
    ExchangeError,
    Field,
    Relation,
    Value,
    checked,
    layers,
    marks,
)

LOSES = (
    "several annotations of one task (several coders): the last one that was not cancelled is read",
)  # fmt: skip
_TEXT = "text"


def write(articles: Iterable[AnnotatedArticle], target: Path) -> int:
    """Write tasks to a .json file and the configuration beside it (same name, .xml); returns how many. Offsets are code
    points, as Label Studio has written them since the end of 2021."""
    target.with_suffix(".xml").write_text(configuration(), encoding="utf-8")
    count = 0
    with target.open("w", encoding="utf-8", newline="\n") as out:
        out.write("[")
        for article in articles:
            out.write(",\n" if count else "\n")
            out.write(json.dumps(_task(article), ensure_ascii=False))
            count += 1
        out.write("\n]\n")
    return count


def configuration() -> str:
    """The labelling configuration: marks, their fields (shown for a mark of that layer) and labels of the article."""
    lines = ["<View>", "  <Style>.htx-text{white-space:pre-wrap}</Style>", '  <Labels name="layer" toName="text">']
    lines += [f"    <Label value={quoteattr(layer)}/>" for layer in marks()]
    lines += ["  </Labels>", f'  <Relations><Relation value="{PARTY}"/></Relations>',
              '  <Text name="text" value="$text" granularity="symbol" saveTextResult="yes"/>']  # fmt: skip
    for layer in (*marks(), ARTICLE):
        per = "" if layer == ARTICLE else ' perRegion="true"'
        shown = "" if layer == ARTICLE else f' visibleWhen="region-selected" whenLabelValue="{layer}"'
        lines.append(f"  <View{shown}>")
        for one in layers()[layer]:
            lines += _control(layer, one, per)
        lines.append("  </View>")
    return "\n".join([*lines, "</View>"]) + "\n"


def _name(layer: str, field: str) -> str:
    return f"{layer}_{field}"


def _control(layer: str, one: Field, per: str) -> list[str]:
    head = f'    <Header size="5" value={quoteattr(one.name + (": " + one.about if one.about else ""))}/>'
    name = f'name="{_name(layer, one.name)}" toName="text"{per}'
    if not one.values:
        most = "" if one.many else ' maxSubmissions="1"'
        return [head, f'    <TextArea {name} rows="1" editable="true"{most}/>']
    choice = "multiple" if one.many else "single"
    values = [f"      <Choice value={quoteattr(value)}/>" for value in one.values]
    return [head, f'    <Choices {name} choice="{choice}">', *values, "    </Choices>"]


def _task(article: AnnotatedArticle) -> dict[str, Any]:
    whole = joined(article.parts)
    result: list[dict[str, Any]] = []
    for span, start, stop in whole_spans(article):
        place = {"start": start, "end": stop, "text": whole[start:stop]}
        base = {"id": span.id, "to_name": _TEXT}
        result.append({**base, "from_name": "layer", "type": "labels", "value": {**place, "labels": [span.label]}})
        for one in layers()[span.label]:
            if value := span.values.get(one.name):
                result.append({**base, **_answer(span.label, one, value, place)})
    for one in layers()[ARTICLE]:
        if values := article.labels.get(one.name):
            answer = _answer(ARTICLE, one, values, {})
            result.append({"id": _name(ARTICLE, one.name), "to_name": _TEXT, **answer})
    for tie in article.relations:
        result.append(
            {"type": "relation", "from_id": tie.source, "to_id": tie.target, "direction": "right",
             "labels": [tie.label]}
        )  # fmt: skip
    data = {"text": whole, "netra_id": article.id, "netra_parts": lengths(article.parts), "netra_meta": article.meta}
    return {"data": data, "predictions": [{"model_version": article.meta.get("tagger", "netra"), "result": result}]}


def _answer(layer: str, one: Field, value: Value, place: Mapping[str, Any]) -> dict[str, Any]:
    values = [value] if isinstance(value, str) else list(value)
    kind = "choices" if one.values else "textarea"
    key = "choices" if one.values else "text"
    spot = {k: v for k, v in place.items() if k != "text"}
    return {"from_name": _name(layer, one.name), "type": kind, "value": {**spot, key: values}}


def read(source: Path) -> Iterator[AnnotatedArticle]:
    """Read tasks: a JSON export of Label Studio (the annotations of people, where a task has none its predictions).
    Raises ExchangeError."""
    try:
        tasks = json.loads(source.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ExchangeError(f"{source.name}: not JSON ({error})") from error
    if not isinstance(tasks, list):
        raise ExchangeError(f"{source.name}: a list of tasks is expected; export as JSON, not JSON-MIN")
    for number, task in enumerate(tasks, start=1):
        where = f"{source.name}: task {number}"
        try:
            yield _article(task, number, where)
        except (KeyError, TypeError, AttributeError) as error:
            raise ExchangeError(f"{where}: not a task of Label Studio ({type(error).__name__}: {error})") from error


def _result(task: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    asked = done or task.get("predictions") or ()
    found: Sequence[Mapping[str, Any]] = asked[-1]["result"] if asked else ()
    return found


def _article(task: Mapping[str, Any], number: int, where: str) -> AnnotatedArticle:
    data, result = task["data"], _result(task)
    whole = data["text"]
    parts = split(whole, data.get("netra_parts"), where)
    places = [one for one in result if one["type"] == "labels"]
    code_point = _unit(whole, places, where)
    answers: dict[str, dict[str, Value]] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for one in result:
        if one["type"] in ("choices", "textarea"):
            layer, _, name = one["from_name"].partition("_")
            values = tuple(one["value"]["choices" if one["type"] == "choices" else "text"])
            if layer == ARTICLE:
                labels[name] = values
            else:
                answers.setdefault(one["id"], {})[name] = values if _many(layer, name) else values[0]
    spans = [
        placed(
            Annotation(one["id"], one["value"]["labels"][0], "text", 0, 0, answers.get(one["id"], {})),
            parts, code_point[one["value"]["start"]], code_point[one["value"]["end"]], where,
        )
        for one in places
    ]  # fmt: skip
    ties = [
        Relation((one.get("labels") or [PARTY])[0], one["from_id"], one["to_id"])
        for one in result
        if one["type"] == "relation"
    ]
    ident = str(data.get("netra_id") or task.get("id") or number)
    meta = data.get("netra_meta") or {}
    return checked(AnnotatedArticle(ident, parts, tuple(spans), tuple(ties), labels, meta), where)


def _many(layer: str, name: str) -> bool:
    return any(one.name == name and one.many for one in layers().get(layer, ()))


def _unit(whole: str, places: Sequence[Mapping[str, Any]], where: str) -> Mapping[int, int]:
    """From the file's offsets to code points: the file's words say whether it counts code points or, as older
    versions did, UTF-16 units."""
    points = {at: at for at in range(len(whole) + 1)}
    units = dict(zip(accumulate((len(c.encode("utf-16-le")) // 2 for c in whole), initial=0), points, strict=True))
    for table in (points, units):
        if all(_fits(whole, one["value"], table) for one in places):
            return table
    wrong = next(one for one in places if not _fits(whole, one["value"], points))
    value = wrong["value"]
    raise ExchangeError(
        f"{where}: mark {wrong['id']!r} at {value['start']} to {value['end']} does not hold its words "
        f"{str(value.get('text'))[:60]!r}: the text was changed"
    )


def _fits(whole: str, value: Mapping[str, Any], table: Mapping[int, int]) -> bool:
    if value["start"] not in table or value["end"] not in table:
        return False
    words = value.get("text")
    return words is None or "".join(words.split()) == "".join(
        whole[table[value["start"]] : table[value["end"]]].split()
    )
