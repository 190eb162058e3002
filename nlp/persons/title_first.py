"""Introductions with the title before the name: "Sekda X, Nama", "Anggota X A, B dan C", "kepala puskesmas bernama A"."""

from dataclasses import replace

from nlp.persons.line_names import Introduction, LineNames
from nlp.persons.names import Name, is_common_name, read_name
from nlp.persons.office_tables import grammar_words, speech_words
from nlp.persons.title_parts import phrase, read_place, read_unit
from nlp.persons.titles import Title


class TitleFirst(LineNames):
    """The forms in which a name follows its title."""

    def after(self, title: Title) -> list[Introduction]:
        tokens, at = self.tokens, title.stop
        if title.start and tokens[title.start - 1].lower in grammar_words("thing"):
            return []
        if title.head.needs in ("pegawai", "asn", "guru") and not self._somebody(title) and not self._beside(title):
            called = at < len(tokens) and tokens[at].lower == "bernama"
            return self._named(title) if called else []
        direct = self._direct(title)
        if direct is not None:
            return self._listed(title, direct)
        unknown = self.name_at(at) if title.complete else None
        if unknown is not None and (self._better_behind(unknown) or self._building(title, unknown)):
            at = self.comma_behind(unknown)
        if self._attached(title):
            return []
        if at < len(tokens) and (tokens[at].text == "," or self._dashed(at)):
            name = self.name_at(self.past_place(at) + 1)
            if name is not None and self._appositive(title, name):
                return self._listed(title, Introduction(self.line, name, title, "title, name"))
        return self._named(title) or self._place_as_name(title) or self._far(title)

    def _attached(self, title: Title) -> bool:
        """ "istri Camat X, A", "sopir wakil bupati, A": the name behind the comma is not the holder's."""
        return title.start > 0 and self.tokens[title.start - 1].lower in grammar_words("attached")

    def _dashed(self, at: int) -> bool:
        """ "Camat X - Arga Wirana - menolak": a name between dashes."""
        name = self.name_at(at + 1) if self.tokens[at].text == "-" else None
        return name is not None and name.after < len(self.tokens) and self.tokens[name.after].text == "-"

    def _far(self, title: Title) -> list[Introduction]:
        """ "Kepala Kanreg BKN yang membawahi Jambi, Arga Wirana, ...": a name of two words, between commas, behind
        words that only say more of the office."""
        tokens, at = self.tokens, title.stop
        if not title.complete or self.headline or at >= len(tokens) or self._counted(title):
            return []
        known = tokens[at].lower in grammar_words("more") or tokens[at - 1].lower in ("baru", "lama")
        if not known and tokens[at].kind != "num":
            return []
        for here in range(at, min(len(tokens), at + 14)):
            token = tokens[here]
            said = token.lower in speech_words("verb") | speech_words("noun")
            if (
                token.text in (".", ";", '"', ":")
                or said
                or (here > at and here in self.starts and tokens[at + 1].lower != "juga")
            ):
                return []
            if token.text != "," or here == at:
                continue
            name = self.name_at(here + 1)
            if name is None or (name.stop - name.start == 1 and not name.marked):
                return []
            closed = name.after >= len(tokens) or tokens[name.after].text in (",", ".")
            return [Introduction(self.line, name, title, "title more, name")] if closed else []
        return []

    def _somebody(self, title: Title) -> bool:
        """Whether one person is meant by a word for all: "seorang guru", "oknum ASN", "guru SDN 1 Kaligangsa"."""
        before = [t.lower for t in self.tokens[max(0, title.start - 2) : title.start]]
        if grammar_words("somebody").intersection(before) or self.tokens[title.stop - 1].lower in ("tersebut", "itu"):
            return True
        if self.tokens[title.start].kind == "upper":
            return title.place is not None and not self.headline
        return " " in title.position or title.place is not None

    def _beside(self, title: Title) -> bool:
        """ "Bidan Ratri Lestari": a capital title of one word and at once a name of two words that is plain."""
        name = self.name_at(title.stop) if title.capital and not self.headline else None
        single = self.tokens[title.start].kind == "cap" and title.stop - title.start == 1
        return name is not None and single and name.stop - name.start > 1 and self._evidence(name)

    def _direct(self, title: Title) -> Introduction | None:
        """ "Sekda Kota X Nama": a name at once behind the title; of a local office the words may be a place."""
        at = title.stop
        if at < len(self.tokens) and self.tokens[at].text in ("(", "-", "/"):
            return None
        name = self.name_at(at) if title.head.needs != "utusan" else None
        if name is None or not (title.complete or name.marked or self._resolved(title, name)):
            return None
        ranked = self._ranked(name)
        if ranked is not None:
            return Introduction(self.line, ranked, title, "title place name")
        local = title.level in ("desa", "kecamatan") or title.head.needs == "satuan"
        if local and not name.marked and title.place is None:
            name = self._local_name(name)
        if name is None or not self._likely(title, name) or self._better_behind(name) or self._building(title, name):
            return None
        return Introduction(self.line, name, title, "title name")

    def _ranked(self, name: Name) -> Name | None:
        """ "Kapolsek Padang Ratu AKP Arga": a rank or degree behind the words says that they are the place."""
        if name.marked or name.stop >= len(self.tokens) or self.tokens[name.stop].kind != "affix":
            return None
        behind = self.name_at(name.stop)
        return behind if behind is not None and behind.marked else None

    def _resolved(self, title: Title, name: Name) -> bool:
        """ "Ketua Majelis A B" where an earlier sentence names the body."""
        return title.body is not None and title.capital and name.stop - name.start > 1 and self._evidence(name)

    def _likely(self, title: Title, name: Name) -> bool:
        """One bare word behind a title needs more: a word of saying, a capital title and a verb, a common name."""
        if name.marked or name.stop - name.start > 1:
            return True
        word = self.tokens[name.start]
        behind = self.tokens[name.stop].lower if name.stop < len(self.tokens) else ""
        if behind in ("itu", "tersebut") and not is_common_name(word):
            return False  # "Kepala KUA Padangan itu"
        if word.lower in self.words.speakers or is_common_name(word):
            return True
        following = self.tokens[name.stop] if name.stop < len(self.tokens) else None
        if following is None or not title.capital:
            return False
        return (
            following.kind == "low" and following.lower not in grammar_words("and") | {"yang"}
        ) or following.text in (",", "(")

    def _local_name(self, name: Name) -> Name | None:
        """Which words behind "Camat", "Lurah", "Kades" are the place and which the name: a name behind a comma makes
        all of them the place; else the first word that is a common name or speaks begins the name."""
        tokens = self.tokens
        if name.stop < len(tokens) and tokens[name.stop].text == "," and self.name_at(name.stop + 1) is not None:
            return None
        for at in range(name.start, name.stop):
            if is_common_name(tokens[at]) or tokens[at].lower in self.words.speakers:
                return Name(at, name.stop, at, name.after, name.marked)
        return None

    def _appositive(self, title: Title, name: Name) -> bool:
        """Whether a name behind "title," is the holder, not a place or the next item of a list."""
        if not title.complete and title.body is None:
            return False
        single = name.stop - name.start == 1 and not name.marked
        counted = self._counted(title) and not single  # "dua anggota, A B dan C D"
        if not title.complete and not title.capital and not self._definite(title) and not counted:
            return False
        if single and title.head.needs == "utusan" and not self._evidence(name):
            return False  # "Perwakilan DP3A, Hadir pula ..."
        if single and title.place is not None and self._counted(title):
            return False  # "tiga kades di Panumbangan, Rancah dan Banjaranyar"
        return not (single and title.place is None and self.tokens[name.start].lower in self._place_words())

    def _definite(self, title: Title) -> bool:
        before = self.tokens[title.start - 1].lower if title.start else ""
        own = self.tokens[title.stop - 1].lower.endswith("nya")
        return own or before in ("sang", "si") or before in speech_words("noun")

    def _named(self, title: Title) -> list[Introduction]:
        """ "kepala puskesmas bernama drg. A", "anggota majelis yakni A, B dan C", "Pj Bupati yang dijabat A"."""
        tokens = self.tokens
        if not title.complete and title.body is None:
            return []
        for here in range(title.stop, min(len(tokens), title.stop + 10)):
            if tokens[here].text in (".", ";", '"') or here in self.starts:
                break
            word = tokens[here].lower
            joins = (
                word in grammar_words("naming")
                or word == "dijabat"
                or (word == "oleh" and tokens[here - 1].lower == "dijabat")
            )
            full = joins and here + 1 < len(tokens) and tokens[here + 1].lower == "lengkap"  # "bernama lengkap A"
            name = self.name_at(here + 1 + full) if joins else None
            if name is not None and tokens[name.start].lower not in self._place_words():
                return self._listed(title, Introduction(self.line, name, title, f"title {word} name"))
        return []

    def _place_as_name(self, title: Title) -> list[Introduction]:
        """ "Camat Sukoharjo mengatakan" where the article lets Sukoharjo speak: the place is the holder's name."""
        if title.place is None or title.head.needs != "desa":
            return []
        start, stop = title.place
        name = read_name(self.tokens, start)
        if name is None or name.stop != stop or self.tokens[start].lower not in self.words.speakers:
            return []
        return [Introduction(self.line, name, title, "title name")]

    def _listed(self, title: Title, first: Introduction) -> list[Introduction]:
        """A person and the others of the list, each with the unit that "dari" gives them ("Dua kabid yakni A dari Bidang
        X dan B dari Bidang Y")."""
        if self.tokens[title.start].lower not in grammar_words("plural") and not self._counted(title):
            return [first]
        whole = [first, *self._more(title, first)]
        return [replace(found, title=self._with_unit(title, found.name)) for found in whole]

    def _unit_end(self, at: int) -> int:
        """The token behind "dari Bidang X", with its place; `at` where no such words stand."""
        if at + 1 >= len(self.tokens) or self.tokens[at].lower != "dari":
            return at
        stop = read_unit(self.tokens, at + 1, self.places)
        return read_place(self.tokens, stop, self.places, False) if stop > at + 1 and stop < len(self.tokens) else at

    def _with_unit(self, title: Title, name: Name) -> Title:
        end = self._unit_end(name.after)
        if end == name.after:
            return title
        unit = phrase(self.tokens, name.after + 1, read_unit(self.tokens, name.after + 1, self.places))
        kind = unit.split()[0]
        if f" {kind}" in title.position:
            return replace(title, position=title.position.replace(kind, unit, 1))
        return replace(title, position=f"{title.position} {unit}") if title.position == title.head.position else title

    def _more(self, title: Title, first: Introduction) -> list[Introduction]:
        """The others of "Anggota Bawaslu A, B dan C"; none where the list does not close with "dan"."""
        tokens = self.tokens
        at = self._unit_end(first.name.after)
        others: list[Introduction] = []
        while at < len(tokens):
            comma = tokens[at].text == ","
            closing = tokens[at].lower in grammar_words("and") or (
                comma and at + 1 < len(tokens) and tokens[at + 1].lower in grammar_words("and")
            )
            step = at + 2 if comma and closing else at + 1
            name = self.name_at(step) if comma or closing else None
            if name is None or (name.after + 1 in self.starts and tokens[name.after].text in (",", "(")):
                return []
            others.append(Introduction(self.line, name, title, "title name, name"))
            at = self._unit_end(name.after)
            if closing:
                return others
        return []
