"""Pages of the way in: parse, call one thing, answer."""
