"""Areas and groupings of the world, by date, in six languages."""
