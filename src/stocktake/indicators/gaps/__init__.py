"""What is expected of a series and what is there: breakdowns, freshness, States."""
