"""What outsiders run: it proves what this system promises, and trusts no server of it.

It runs on any machine with Python, `cryptography` and `rfc3161_client`: no Django, no database.
Of the server it uses the few modules that are pure, so that a rule of the log is written once.
"""
