"""What a data query asks for, and the rows of one or more releases that answer it."""
