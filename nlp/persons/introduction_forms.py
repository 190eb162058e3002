"""The forms that give a person an office: those with the title first (`title_first.py`), "Nama, Sekda X", "Nama
(Sekda X)", and which of them holds where both could."""

from collections.abc import Sequence

from nlp.persons.line_names import Introduction
from nlp.persons.names import Name
from nlp.persons.office_tables import grammar_words
from nlp.persons.title_first import TitleFirst
from nlp.persons.titles import Title


class Forms(TitleFirst):
    """The forms of an introduction, tried around one title of a line after the other."""

    def around(self, title: Title, given: Sequence[Introduction]) -> list[Introduction]:
        """The introductions that belong to one title; `given`: those before it, whose names have an office already. A
        former office leaves room for "yang kini maju sebagai calon bupati"."""
        after = self.after(title)
        taken = {i.name.start: i.title.former for i in given}
        before = [
            i
            for i in self._before(title)
            if i.name.start not in taken or (taken[i.name.start] and i.rule != "name, title")
        ]
        pairs_left = bool(after) and self._pairs_left(after[0]) and not self._title_leads(title, given)
        if before and after and (before[0].rule != "name, title" or pairs_left or self._weak(after[0])):
            return before
        return after or before

    def _title_leads(self, title: Title, given: Sequence[Introduction]) -> bool:
        """Whether the list that the title goes on with has the title first ("Kadis X, A, Kepala Y, B, Camat Z, C")."""
        last = given[-1] if given else None
        between = self.tokens[last.name.after : title.start] if last is not None else ()
        return last is not None and last.rule == "title, name" and not any(t.text in ".;" for t in between)

    def _weak(self, found: Introduction) -> bool:
        """One word behind the title that nothing marks as a name: a place that the gazetteer lacks."""
        name = found.name
        return found.rule == "title name" and name.stop - name.start == 1 and not self._evidence(name)

    def _pairs_left(self, right: Introduction) -> bool:
        """ "A, Sekda X, B, Camat Y": the name behind the title has its own title behind it."""
        end = right.name.after
        follows = self.tokens[end].text if end < len(self.tokens) else ""
        return right.rule == "title, name" and follows in (",", "(") and end + 1 in self.starts

    def _before(self, title: Title) -> list[Introduction]:
        """ "Nama, Sekda X", "Nama selaku Sekda X", "Nama (Sekda X)"."""
        tokens, at, aged = self.tokens, title.start - 1, False
        bare = title.head.needs == "pegawai" and " " not in title.position and title.stop - title.start == 1
        if at < 1 or not title.complete or bare:
            return []
        article, at = tokens[at].lower == "sang", self._before_article(at)
        word = tokens[at]
        if word.text in (",", "("):
            rule = "name, title" if word.text == "," else "name (title)"
            if at > 3 and tokens[at - 1].text == ")" and tokens[at - 2].kind == "num" and tokens[at - 3].text == "(":
                at, aged = at - 3, True  # "Sulastri (41), perawat"
            elif at > 3 and tokens[at - 1].lower == "tahun" and tokens[at - 3].text == ",":
                at, aged = at - 3, True  # "Sulastri, 41 tahun, perawat"
        elif word.lower in grammar_words("join"):
            rule = f"name {word.lower} title"
            while at > 0 and (
                tokens[at].lower in grammar_words("filler") or tokens[at].lower in grammar_words("join")
            ):
                at -= 1
            at = at if tokens[at].text == "," else at + 1
        else:
            return []
        behind = self.name_at(title.stop) if rule == "name, title" else None
        if behind is not None and (behind.stop - behind.start > 1 or self._evidence(behind)):
            return []
        name = self.ending_at(at, alone=aged or article or word.lower in grammar_words("alone"))
        return [Introduction(self.line, name, title, rule)] if name is not None else []

    def _before_article(self, at: int) -> int:
        """The token before "sang", "seorang", "salah seorang", where a comma stands there; else `at`."""
        words = [t.lower for t in self.tokens[max(0, at - 1) : at + 1]]
        back = 2 if words in (["salah", "seorang"], ["salah", "satu"]) else int(words[-1:] in (["sang"], ["seorang"]))
        return at - back if back and at > back and self.tokens[at - back].text == "," else at

    def ending_at(self, end: int, alone: bool) -> Name | None:
        """The name (with its degrees) that ends before token `end`; a single word (unless `alone` is enough) only
        where the article lets it speak or a word of saying stands before it."""
        at = max(0, end - 14)
        while at < end:
            name = self.name_at(at)
            if name is None or self._inside_title(name.start):
                at += 1
                continue
            if end in (name.stop, name.after):
                enough = alone or name.stop - name.start > 1 or name.marked or self._speaks(name)
                return name if enough else None
            at = max(name.after, at + 1)
        return None

    def _inside_title(self, at: int) -> bool:
        return any(t.start <= at < t.stop for t in self.titles)
