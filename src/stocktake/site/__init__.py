"""How the rooms are put together into one running site: settings, URLs, tables."""
