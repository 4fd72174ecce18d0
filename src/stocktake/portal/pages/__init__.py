"""What each page shows, as frozen values: the templates' contract."""
