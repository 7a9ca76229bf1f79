"""The organisation's root key: made, kept and used offline, never on the server.

The root key signs the directory that says who is who. It opens nothing. Whoever holds it can name
officers, so it belongs on paper shares in several hands, and on a machine that is not a network's.

Words: *seed* (32 secret bytes), *root* (the public half), *share* (one of several SLIP-39 word
lists, of which some together restore the seed), *draft* (a directory that waits for a signature).
"""
