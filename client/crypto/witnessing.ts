/** ML-DSA-44 (FIPS 204), with which witnesses of today co-sign (C2SP tlog-cosignature). Verifying only. */

import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";

export function verifiesMlDsa44(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ml_dsa44.verify(signature, message, key);
  } catch {
    // noble throws on lengths that cannot be; to us that is one more false signature.
    return false;
  }
}
