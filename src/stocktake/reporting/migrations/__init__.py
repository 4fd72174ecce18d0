"""Schema changes of this room."""
