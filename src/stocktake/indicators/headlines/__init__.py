"""Series that pages show: of one State over time, of all States at one time."""
