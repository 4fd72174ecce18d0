"""A Word file of the offline round trip in the hands of somebody who writes in it."""

import copy
import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from stocktake.reporting.wordfile import writing
from stocktake.reporting.wordfile.plan import mark, places


NS = nsdecls("w")


class Word:
    """A Word file in the hands of a person: paragraphs found by the question they answer."""

    def __init__(self, layout, data=b""):
        self.layout = layout
        data = data or writing.document(layout)
        self.document = docx.Document(io.BytesIO(data))
        self.places = {place.id: place for place in places(layout)}

    def heading(self, place_id):
        """The paragraph of a question, heading or note."""
        name = mark(self.layout, self.places[place_id])
        for start in self.document.element.body.iter(qn("w:bookmarkStart")):
            if start.get(qn("w:name")) == name:
                return start.getparent()
        raise LookupError(place_id)

    def answer(self, place_id):
        """The paragraphs of an answer, those of guidance passed over."""
        found = []
        for paragraph in self.heading(place_id).itersiblings(qn("w:p")):
            starts = paragraph.findall(qn("w:bookmarkStart"))
            if not starts:
                found.append(paragraph)
            elif found:
                break
        return found

    def block(self, place_id):
        """A question with its guidance and its answer."""
        last = self.answer(place_id)[-1]
        found = [self.heading(place_id)]
        while found[-1] is not last:
            found.append(found[-1].getnext())
        return found

    def write(self, place_id, text):
        """Write an answer as a person does, one paragraph for each line."""
        first, *others = self.answer(place_id)
        for paragraph in others:
            paragraph.getparent().remove(paragraph)
        holder = docx.text.paragraph.Paragraph(first, self.document)
        lines = text.split("\n")
        for line in reversed(lines[1:]):
            new = copy.deepcopy(first)
            first.addnext(new)
            docx.text.paragraph.Paragraph(new, self.document).text = line
        holder.text = lines[0]

    def put(self, place_id, xml):
        """Put a piece of markup at the end of an answer's last paragraph."""
        self.answer(place_id)[-1].append(parse_xml(xml.replace(">", f" {NS}>", 1)))

    @property
    def data(self):
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()
