"""Who is who: the organisation, its bodies, units, lines of reporting, officers and their keys.

An **organisation** has one root key, kept offline, and one signed **directory**. It holds
**bodies** (a service, or the commission above it), which hold **units**, which hold **functions**
that report to one another. An **officer** signs in, has **appointments** (a role at a body) and
**keys** made in their own browser; a second person confirms each key. A body's **custody** names
the five who keep the shares of its identity boxes.

Promise: nobody stands in the directory whose key was not confirmed by a second person and signed
by the root key, and everybody above and below a person can be found from the lines of reporting.
"""
