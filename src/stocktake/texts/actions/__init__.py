"""Write labels, stances and summaries."""

from stocktake.texts.actions.labelling import label_documents
from stocktake.texts.actions.summarising import summarise_round


__all__ = ["label_documents", "summarise_round"]
