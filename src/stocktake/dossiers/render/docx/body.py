"""The blocks of a dossier as WordprocessingML, with their footnotes kept beside."""

from collections.abc import Iterable

from stocktake.dossiers.render import view
from stocktake.dossiers.render.docx import tables
from stocktake.dossiers.render.docx.writer import Writer
from stocktake.dossiers.render.docx.xml import (
    INK_2,
    LINE,
    VOICES,
    Run,
    cell,
    paragraph,
    row,
    run,
    table,
)
from stocktake.dossiers.rules import (
    Bars,
    Block,
    Dossier,
    Guidance,
    Map,
    Matrix,
    Paragraph,
    Reference,
    Reply,
    Section,
    Source,
    Statement,
    Table,
    walk,
)
from stocktake.kernel.languages import direction


_QUOTES = {"en": "“{}”", "zh": "“{}”", "fr": "«\u00a0{}\u00a0»"}


class Body(Writer):
    """Writes a dossier: cover, contents, sections, paragraphs with their footnotes."""

    _bookmarks = 0

    def cover(self, dossier: Dossier) -> None:
        """The first page."""
        cover = dossier.cover
        if cover.illustrative:
            self.add(cover.illustrative, Run(bold=True, colour="FFFFFF"), style="Strip")
        self.add(cover.title, style="Title")
        self.add(cover.subtitle, style="Subtitle")
        rows = "".join(
            row(
                cell(self.in_cell(name, Run(colour=INK_2)), 3000)
                + cell(self.in_cell(value, Run(bold=True)), LINE - 3000)
            )
            for name, value in cover.facts
        )
        self.parts.append(table(rows, [3000, LINE - 3000], rtl=self.rtl))
        for note in cover.notes:
            self.add(note, style="Note")

    def contents(self, dossier: Dossier) -> None:
        """The table of contents: a real field, already filled in, each line a link."""
        self.add(
            self.words("contents"), style="ContentsHead", extra="<w:pageBreakBefore/>"
        )
        entries = [(depth, one) for depth, one in walk(dossier.sections) if depth <= 2]
        for place, (depth, one) in enumerate(entries):
            before = _BEGIN if place == 0 else ""
            after = _END if place == len(entries) - 1 else ""
            text = run(one.title, Run(bold=depth == 1), rtl=self.rtl)
            link = f'<w:hyperlink w:anchor="{_bookmark(one.anchor)}" w:history="1">{text}</w:hyperlink>'
            self.parts.append(
                paragraph(before, link, after, style=f"TOC{depth}", rtl=self.rtl)
            )

    def section(self, section: Section, depth: int = 1) -> None:
        """A heading and what stands under it."""
        self._bookmarks += 1
        mark = f'w:id="{self._bookmarks}"'
        start = f'<w:bookmarkStart {mark} w:name="{_bookmark(section.anchor)}"/>'
        end = f"<w:bookmarkEnd {mark}/>"
        text = run(section.title, rtl=self.rtl)
        first = (
            "<w:pageBreakBefore/>"
            if depth == 1 and (section.tally or section.anchor == "reading")
            else ""
        )
        style = f"Heading{min(depth, 4)}"
        self.parts.append(
            paragraph(start, text, end, style=style, rtl=self.rtl, extra=first)
        )
        for block in section.blocks:
            self.block(block)
        for inner in section.sections:
            self.section(inner, depth + 1)

    def block(self, block: Block) -> None:
        """Any block."""
        match block:
            case Paragraph():
                self._paragraph(block)
            case Guidance():
                self.add(block.text, style="Guidance")
            case Table():
                tables.ledger(self, block)
            case Bars():
                tables.bars(self, block)
            case Reply():
                self._reply(block)
            case Matrix():
                tables.matrix(self, block)
            case Map():
                tables.world(self, block)

    def _paragraph(self, block: Paragraph) -> None:
        ours = [one for one in block.statements if not one.language]
        numbered = True
        if block.voice is not None:
            self.parts.append(
                paragraph(
                    *self._voice(block),
                    style="Numbered",
                    numbered=True,
                    rtl=self.rtl,
                    extra="<w:keepNext/>",
                )
            )
            numbered = False
        if ours:
            pairs = zip(block.statements, view.noted(block), strict=True)
            runs = [
                run(one.text, rtl=self.rtl) + self._noted(notes) + run(" ")
                for one, notes in pairs
                if not one.language
            ]
            style = "Numbered" if numbered else "Continued"
            self.parts.append(
                paragraph(*runs, style=style, numbered=numbered, rtl=self.rtl)
            )
        for one in block.statements:
            if one.language:
                self.parts.append(self._quote(one))
        under = self.words.words["semicolon"].join(
            one.title for one in view.footing(block)
        )
        if under:
            small = Run(colour=INK_2, size=8)
            line = run(self.words("source", source=under), small, rtl=self.rtl)
            self.parts.append(paragraph(line, style="Continued", rtl=self.rtl))
        if block.also:
            self.parts.append(
                paragraph(*self._also(block), style="Continued", rtl=self.rtl)
            )

    def _noted(self, sources: Iterable[Source]) -> str:
        """The notes of a statement, with a raised comma between them."""
        comma = run(", ", Run(style="FootnoteReference"))
        return comma.join(map(self._footnote, sources))

    def _footnote(self, source: Source) -> str:
        """A footnote that leads to its section here, or to the passage in the page beside."""
        number = len(self.footnotes) + 1
        text = run(" " + view.note(source, self.words), rtl=self.rtl)
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        inside = paragraph(
            mark, self._leading(source, text), style="FootnoteText", rtl=self.rtl
        )
        self.footnotes.append(f'<w:footnote w:id="{number}">{inside}</w:footnote>')
        return (
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )

    def _leading(self, source: Source, text: str) -> str:
        if isinstance(source, Reference):
            if not source.anchor:
                return text
            return f'<w:hyperlink w:anchor="{_bookmark(source.anchor)}" w:history="1">{text}</w:hyperlink>'
        if not self.beside:
            return text
        key = view.passage_key(source.document, source.order)
        field = f" HYPERLINK &quot;{self.beside}&quot; \\l &quot;{key}&quot; "
        return f'<w:fldSimple w:instr="{field}">{text}</w:fldSimple>'

    def _reply(self, block: Reply) -> None:
        """What a State replies to a finding, in its words."""
        said = self.words("reply_on", state=block.state, day=block.day)
        colour = VOICES["state"]
        head = [
            run(f"{view.STRANDS['state']} ", Run(colour=colour), rtl=self.rtl),
            run(said, Run(bold=True, colour=colour), rtl=self.rtl),
        ]
        self.parts.append(paragraph(*head, style="Continued", rtl=self.rtl))
        self.parts.append(self._spoken(block.text, block.language, ""))

    def _voice(self, block: Paragraph) -> list[str]:
        voice = block.voice
        assert voice is not None
        colour = VOICES[voice.strand]
        about = " " + self.words("about", state=voice.about) if voice.about else ""
        tags = view.tags(voice, block.statements[0].language, self.words)
        small = " · ".join(("", *tags))
        return [
            run(f"{view.STRANDS[voice.strand]} ", Run(colour=colour), rtl=self.rtl),
            run(voice.name, Run(bold=True, colour=colour), rtl=self.rtl),
            run(about, rtl=self.rtl),
            run(small, Run(colour=INK_2, size=9), rtl=self.rtl),
        ]

    def _quote(self, statement: Statement) -> str:
        notes = self._noted(statement.sources)
        return self._spoken(statement.text, statement.language, notes)

    def _spoken(self, words: str, language: str, notes: str) -> str:
        """Other people's words, in their language and direction."""
        right = direction(language) == "rtl"
        text = _QUOTES.get(language, "«{}»").format(words)
        inside = run(text, Run(serif=True, language=language), rtl=right) + notes
        against = self.rtl and not right  # the style runs from right to left
        return paragraph(inside, style="Quote", rtl=right, ltr=against)

    def _also(self, block: Paragraph) -> list[str]:
        how = Run(colour=INK_2, size=9)
        runs = [run(self.words("also") + " ", how, rtl=self.rtl)]
        for place, one in enumerate(block.also):
            comma = self.words("comma") if place else ""
            runs.append(
                run(
                    f"{comma}{one.sender_name} ({view.place(one, self.words)})",
                    how,
                    rtl=self.rtl,
                )
            )
        if block.more:
            runs.append(
                run(" " + self.words("also_more", count=block.more), how, rtl=self.rtl)
            )
        return runs


def _bookmark(anchor: str) -> str:
    """A name Word accepts: letters, digits, underscores; starts with a letter."""
    return "s_" + "".join(sign if sign.isalnum() else "_" for sign in anchor)


_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\n \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
