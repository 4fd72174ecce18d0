"""The desk: pages of those who answer, check and decide. URLs, forms, templates; no rules, no tables."""
