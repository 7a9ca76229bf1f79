"""Faults and attacks against a Hoeder that really runs."""
