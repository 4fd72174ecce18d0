"""Languages, labels, stances and summaries of passages."""
