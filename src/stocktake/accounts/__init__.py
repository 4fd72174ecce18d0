"""People, their roles, and what these may do."""
