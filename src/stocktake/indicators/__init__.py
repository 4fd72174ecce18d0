"""Official statistics: in and out, in releases, without exposing anyone."""
