"""The way in: invitations, sign-in, second factors, sessions, who else is here."""
