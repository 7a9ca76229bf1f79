"""Cases: a report that is being handled.

A *case* has a number in its body, a *status*, at most one *handler*, a dialogue room with the
reporter and perhaps an investigation room. Who sees a case is who holds a live membership in one
of its rooms. A *recusal* is an officer's own step back, an *exclusion* a cut because they or their
line were named later; both are for good. A *declaration* comes before an officer's first read.

Promise: those whom the reporter kept out never appear here; the handler is one of those she sent
the key to, or to whom such a person handed it; every step and every missed date is in the ledger.
"""
