"""An independent reader of Hoeder's formats, written from docs/spec/ alone.

It shares no line and no library with the client: TypeScript uses age-encryption and noble, this
uses `cryptography` (OpenSSL). What both read alike, the specification says. Tests only.
"""
