"""From a file to typed, checked observations in a database of its own."""
