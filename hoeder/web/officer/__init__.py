"""What officers ask: their desk, and JSON for it, with a session and a second factor.

The desk is one page. Everything that it shows was opened in the officer's own browser.
"""
