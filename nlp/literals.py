"""What a regex needs at least: a few words of which any match holds one, so that most texts are refused by `in`."""

from dataclasses import dataclass

_LEAST = 2


@dataclass
class _Reader:
    """Reads a regex source once from left to right (groups, classes, escapes, quantifiers of Python's `re`)."""

    source: str
    at: int = 0

    def alternatives(self) -> frozenset[str] | None:
        """The needed words of `a|b|c` up to the closing bracket or the end: all branches must need one."""
        found: set[str] | None = set()
        while True:
            branch = self._sequence()
            found = None if found is None or branch is None else found | branch
            if self.at < len(self.source) and self.source[self.at] == "|":
                self.at += 1
                continue
            return None if found is None else frozenset(found)

    def _sequence(self) -> frozenset[str] | None:
        best: frozenset[str] | None = None
        run = ""
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            piece, group = self._item()
            optional, repeated = self._quantifier()
            if group is not None or piece is None:
                best, run = _better(best, run), ""
                if group and not optional:
                    best = _better_set(best, group)
            elif optional:
                best, run = _better(best, run), ""
            else:
                run += piece
                if repeated:
                    best, run = _better(best, run), ""
        return _better(best, run)

    def _item(self) -> tuple[str | None, frozenset[str] | None]:
        """One item: (its literal character or None, the needs of a group or None)."""
        char = self.source[self.at]
        self.at += 1
        if char == "(":
            return None, self._group()
        if char == "[":
            self._skip_class()
            return None, None
        if char == "\\":
            escaped = self.source[self.at]
            self.at += 1
            return (None if escaped.isalnum() else escaped), None
        return (None if char in ".^$" else char.lower()), None

    def _group(self) -> frozenset[str]:
        looks = False
        if self.source.startswith("?", self.at):
            looks = self.source[self.at + 1] in "=!<"
            while self.source[self.at] not in ":=!":
                self.at += 1
            self.at += 1
        needs = self.alternatives()
        self.at += 1
        return frozenset() if looks or needs is None else needs

    def _skip_class(self) -> None:
        self.at += 1
        while self.source[self.at] != "]" or self.source[self.at - 1] == "\\":
            self.at += 1
        self.at += 1

    def _quantifier(self) -> tuple[bool, bool]:
        """(whether the item may be missing, whether it may repeat)."""
        if self.at >= len(self.source) or self.source[self.at] not in "?*+{":
            return False, False
        char = self.source[self.at]
        optional = char in "?*"
        if char == "{":
            stop = self.source.index("}", self.at)
            optional = self.source[self.at + 1 : stop].split(",")[0] in ("", "0")
            self.at = stop
        self.at += 1
        if self.at < len(self.source) and self.source[self.at] in "?+":
            self.at += 1
        return optional, True


def _better(best: frozenset[str] | None, run: str) -> frozenset[str] | None:
    return _better_set(best, frozenset([run])) if len(run) >= _LEAST else best


def _better_set(best: frozenset[str] | None, other: frozenset[str]) -> frozenset[str] | None:
    """The set whose shortest word is longer (ties: fewer words); an empty set says nothing."""
    if not other or min(map(len, other)) < _LEAST:
        return best
    if best is None:
        return other
    return max(best, other, key=lambda words: (min(min(map(len, words)), 5), -len(words)))


def needed_words(source: str) -> tuple[str, ...]:
    """Lower-case words of which every match of the regex holds at least one; () where none can be told."""
    needs = _Reader(source).alternatives()
    return tuple(sorted(needs)) if needs else ()
