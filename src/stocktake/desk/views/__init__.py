"""Views of the desk: parse, call one thing, answer."""
