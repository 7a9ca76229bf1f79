"""`python -m hoeder_proof.witness`."""

import sys

from hoeder_proof.witness.program import main

sys.exit(main(sys.argv[1:]))
