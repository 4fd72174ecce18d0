"""What each page of the desk shows, as frozen values."""
