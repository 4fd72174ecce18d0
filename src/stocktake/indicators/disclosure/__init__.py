"""Disclosure control: nobody can work out a small group from what is published."""
