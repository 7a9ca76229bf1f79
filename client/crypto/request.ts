/** Signed requests: a fixed profile of HTTP Message Signatures, RFC 9421 (docs/spec/api.md). */

import { sha256, toBase64, utf8 } from "./bytes.js";
import { sign, type SigningKey } from "./signing.js";

export interface UnsignedRequest {
  /** In capitals. */
  readonly method: string;
  /** As it is sent: begins with a slash, percent-encoded, without query. */
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
  readonly body: Uint8Array;
  /** Seconds since 1970. */
  readonly created: number;
}

export interface SignedHeaders extends Record<string, string> {
  "Content-Digest": string;
  "Signature-Input": string;
  Signature: string;
}

export async function signRequest(
  request: UnsignedRequest,
  key: SigningKey,
  keyid: string,
): Promise<SignedHeaders> {
  const digest = `sha-256=:${toBase64(await sha256(request.body))}:`;
  const parameters =
    `("@method" "@path" "@query" "content-digest")` +
    `;created=${String(request.created)};keyid="${keyid}";alg="ed25519"`;
  // RFC 9421 §2.5: one line per component, no line feed at the end.
  const base = [
    `"@method": ${request.method}`,
    `"@path": ${request.path}`,
    `"@query": ?${request.query}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${parameters}`,
  ].join("\n");
  const signature = await sign(utf8(base), key);
  return {
    "Content-Digest": digest,
    "Signature-Input": `hoeder=${parameters}`,
    Signature: `hoeder=:${toBase64(signature)}:`,
  };
}
