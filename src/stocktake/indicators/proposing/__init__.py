"""A mapping proposed from a file: what its columns, codes and units seem to be."""
