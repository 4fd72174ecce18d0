"""Protected sources: pseudonyms in the records, identities sealed in a vault of their own."""
