"""What a pattern can spell, to prove that a cheap first test never shuts out what the pattern would find."""

import re
from itertools import accumulate


def spellings(source: str) -> set[str]:
    """What a regular expression of brackets, bars and optional pieces can begin to spell; other signs stay."""
    parts, depth = [""], 0
    for char in source:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    if len(parts) > 1:
        return set().union(*(spellings(part) for part in parts))
    bracket = re.search(r"\((?:\?(?:-i)?:|\?<=|\?!)", source)
    if bracket is None:
        return {source.replace("?", "").lower()}
    depths = accumulate((c == "(") - (c == ")") for c in source[bracket.start() :])
    end = bracket.start() + next(n for n, depth in enumerate(depths) if depth == 0)
    inner = {""} if bracket[0] in ("(?<=", "(?!") else spellings(source[bracket.end() : end])
    after = source[end + 1 :]
    if after.startswith(("?", "*", "{0,")):
        inner, after = inner | {""}, re.sub(r"^(?:\?|\*|\{0,\d\})", "", after)
    return {source[: bracket.start()] + middle + tail for middle in inner for tail in spellings(after)}
