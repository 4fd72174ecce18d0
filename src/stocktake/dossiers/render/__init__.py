"""How a dossier looks: one module a format, each reads the same content model."""
