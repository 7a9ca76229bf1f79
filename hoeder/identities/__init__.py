"""Identities: who a reporter is, kept apart from what she reports, and who came to know it.

Each case has one *box*, whether or not there is a name in it. Custodians hold *shares* of its key.
An *opening* is one request to show it to one person: by *consent* of the reporter, or by an
*override* that the law demands. A custodian *approves* or refuses. The *circle* says who knows; an
*alias* is the name under which one officer sees her; a *pledge* is a promise of secrecy; a *drill*
proves that a share can be opened.

Promise: nobody opens a box alone, and the reporter knows before anybody does. Nothing that is
stored or answered here differs between a box with a name in it and an empty one.
"""
