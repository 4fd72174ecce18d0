"""The compact as data: editions, checked and read."""
