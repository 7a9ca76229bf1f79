"""Protection: what happens when a reporter's name gets out.

An *incident* is opened by the reporter in one press, or by Hoeder itself when somebody keeps
trying for what is not theirs. Nobody asks her for proof. It freezes who may be let into the case,
tells the commission above and the data protection officer, starts two clocks, and asks everybody
who knows, or could know, to *account* for what they did with it.

Promise: nobody in the line of the body can close an incident, slow it down, or be told of it
before the commission is.
"""
