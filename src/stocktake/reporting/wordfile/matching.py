"""Which words of a file that came back answer which question, and which answer none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from stocktake.reporting.wordfile.plan import Place
from stocktake.reporting.wordfile.stream import Token, What
from stocktake.reporting.workbook.grids import plain
from stocktake.reporting.workbook.report import Cells, Unread


_BREAKS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_MOST_SHOWN: Final = 400  # characters of what was not understood


@dataclass(frozen=True, slots=True)
class Piece:
    """A mark and the words up to the next one; without a place before the first mark."""

    place: Place | None
    label: str  # the words inside the mark
    words: str  # the words behind it
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands under a question now."""

    place: Place
    words: str
    bad: str = ""  # why it cannot be taken
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Matches:
    """Answers by the id of their question; what is none is named."""

    answers: dict[str, Answer] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    cells: Cells = field(default_factory=Cells)


def fold(text: str) -> str:
    """Words as they are compared: breaks of all kinds are one, ends of lines are trimmed."""
    return plain(_BREAKS.sub("\n", text))


def pieces(tokens: Iterable[Token], marks: Mapping[str, Place]) -> Iterator[Piece]:
    """Cut the stream at the marks that are ours."""
    place: Place | None = None
    label: list[str] = []
    words: list[str] = []
    odd: list[str] = []
    inside = False
    for token in tokens:
        if token.what is What.OPEN and token.text in marks:
            yield Piece(place, "".join(label), "".join(words), tuple(odd))
            place, inside = marks[token.text], True
            label, words, odd = [], [], []
        elif token.what is What.CLOSE and marks.get(token.text) is place:
            inside = False
        elif token.what is What.ODD:
            odd.append(token.text)
        elif token.what in (What.TEXT, What.END):
            text = "\n" if token.what is What.END else token.text
            (label if inside else words).append(text)
    yield Piece(place, "".join(label), "".join(words), tuple(odd))


@dataclass
class Matcher:
    """Gives every piece to its question, with what is missing in mind."""

    places: tuple[Place, ...]
    found: Matches = field(default_factory=Matches)
    seen: set[str] = field(default_factory=set)
    words: dict[str, list[str]] = field(default_factory=dict)
    lost: dict[str, str] = field(
        default_factory=dict
    )  # words under a question without mark

    def run(self, cut: Iterable[Piece]) -> Matches:
        """All pieces of a file."""
        every = list(cut)
        there = {piece.place.id for piece in every if piece.place}
        self.missing = {p.id: p for p in self.places if p.id not in there}
        for piece in every:
            self.piece(piece)
        self.collect()
        self.tell_missing()
        return self.found

    def piece(self, piece: Piece) -> None:
        """One piece: its label is checked, its words are kept with their question."""
        place = piece.place
        for code in piece.odd:
            self.refuse(place, code, "")
        if place is None:
            self.stray(None, piece.words)
            return
        if place.id in self.seen:
            self.refuse(place, "place-twice", f"{piece.label}\n{piece.words}")
            return
        self.seen.add(place.id)
        words = self.label(place, piece.label) + piece.words
        if place.address:
            kept = self.cut_at_lost(words, place)
            question = _question_of(place)
            self.words.setdefault(question, []).append(kept)
        else:
            self.stray(place, self.cut_at_lost(words, None))

    def label(self, place: Place, label: str) -> str:
        """What was written inside the mark below the question's own words, if anything."""
        own, given = fold(place.text), fold(label)
        if given == own:
            self.found.cells.labels += bool(own)
            return ""
        if given.startswith(f"{own}\n"):
            self.found.cells.labels += 1
            return given.removeprefix(own).lstrip("\n") + "\n"
        if given:
            code = "heading-changed" if place.kind != "note" else "note-changed"
            self.refuse(place, code, given)
        return ""

    def cut_at_lost(self, words: str, owner: Place | None) -> str:
        """The words before a heading whose mark is gone; those behind it are kept apart."""
        if not self.missing:
            return words
        kept: list[str] = []
        into: str | None = None
        for line in words.split("\n"):
            lost = self._lost_label(line)
            if lost is not None:
                into = lost.id if lost.is_question else ""
                if lost.is_question:
                    self.lost[lost.id] = ""
                elif lost.kind == "note" and owner and lost.address == owner.address:
                    into = None
            elif into is None:
                kept.append(line)
            elif into:
                self.lost[into] += f"{line}\n"
            else:
                self.stray(owner, line)
        return "\n".join(kept)

    def _lost_label(self, line: str) -> Place | None:
        text = fold(line)
        if not text:
            return None
        for place in self.missing.values():
            if fold(place.text) == text and place.id not in self.lost:
                return place
        return None

    def collect(self) -> None:
        """The answer of each question that was found."""
        for number, place in enumerate(self.places):
            if not place.is_question or place.id in self.missing:
                continue
            parts = map(fold, self.words.get(place.id, ()))
            words = "\n".join(filter(None, parts))
            is_same = words == fold(place.stands)
            bad = "runs-on" if not is_same and self._is_open_below(number) else ""
            self.found.answers[place.id] = Answer(place, words, bad)

    def _is_open_below(self, number: int) -> bool:
        """Whether a question that followed was deleted, so that its answer may stand here."""
        for place in self.places[number + 1 :]:
            if place.kind == "note":
                continue
            if place.id not in self.missing:
                return False
            if place.is_question and place.id not in self.lost:
                return True
        return False

    def tell_missing(self) -> None:
        """Questions whose mark is gone; their answers stay as they are online."""
        for place in self.missing.values():
            if not place.is_question:
                continue
            below = [self.lost.get(place.id, ""), *self.words.get(place.id, ())]
            words = "\n".join(filter(None, map(fold, below)))
            if words or place.id in self.lost:
                self.refuse(place, "mark-missing", words)
            else:
                self.unread(place, "place-missing", place.text)

    def stray(self, place: Place | None, words: str) -> None:
        """Words that stand under no question."""
        text = fold(words)
        if text:
            self.refuse(place, "stray-text", text)

    def refuse(self, place: Place | None, code: str, text: str) -> None:
        """Name words that answer nothing."""
        self.unread(place, code, text)
        self.found.cells.unread += bool(text.strip())

    def unread(self, place: Place | None, code: str, text: str) -> None:
        """Name something, with where it stands."""
        under, label, address = (
            (place.under, place.text, place.address) if place else ("", "", "")
        )
        shown = fold(text)[:_MOST_SHOWN]
        self.found.unread.append(Unread(under, label, shown, code, {}, address))


def _question_of(place: Place) -> str:
    """The id of the question that a place belongs to."""
    return place.id if place.is_question else place.address
