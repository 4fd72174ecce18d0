"""Methods: one pure, versioned file each, with a card that says what it does."""
