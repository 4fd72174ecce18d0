"""States, organisations, and the treaties States act on."""
