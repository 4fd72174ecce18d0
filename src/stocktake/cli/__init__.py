"""Commands: they parse, call one thing, and print."""
