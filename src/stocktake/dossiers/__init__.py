"""What a dossier says, how it looks, how it is frozen and verified."""
