"""Pages about people and their keys, in plain HTML: who is who, and whose key waits.

They show no case and no content. A colleague confirms a key here after comparing its fingerprint
by telephone; nobody confirms their own.
"""
