"""Write labels, stances and summaries."""

from stocktake.texts.actions.confirming import Decision, decide_labels
from stocktake.texts.actions.labelling import label_documents, make_ready
from stocktake.texts.actions.summarising import summarise_round


__all__ = [
    "Decision",
    "decide_labels",
    "label_documents",
    "make_ready",
    "summarise_round",
]
