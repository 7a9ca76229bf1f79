/**
 * Statements: canonical JSON, signed but not sealed (docs/spec/identities.md §2).
 *
 * A context that only one kind of statement has is signed with it, so that none passes for another.
 */

import { fromHex, toHex, utf8 } from "./bytes.js";
import { canonicalJson, parseCanonical } from "./canonical.js";
import type { Form } from "./forms.js";
import { Tampered } from "./problems.js";
import { sign, verifyNow, type SigningKey } from "./signing.js";

/** A statement as it is kept and handed out. */
export interface Signed {
  /** Canonical JSON. */
  readonly statement: string;
  /** 128 hex digits. */
  readonly signature: string;
}

/** What a kind of statement or record has inside. */
export interface Format<T> {
  /** Ends with a line feed. */
  readonly context: string;
  readonly form: Form;
  /** For the compiler only: the type that the form stands for. */
  readonly type?: T;
}

/** @throws Error - when the value has not the form: ours is never a bad statement */
export async function signStatement<T>(
  { context, form }: Format<T>,
  value: T,
  key: SigningKey,
): Promise<Signed> {
  if (!form(value)) throw new Error("not of this form");
  const statement = canonicalJson(value);
  return { statement, signature: toHex(await sign(utf8(context + statement), key)) };
}

/**
 * Read a statement that says itself whose it is, or one by a key that the caller knows.
 *
 * @throws Tampered - `body` or `signature`
 */
export function readStatement<T>({ context, form }: Format<T>, signed: Signed, key?: string): T {
  const value = parsed(signed.statement);
  if (!form(value)) throw new Tampered("body");
  const author = key ?? (value as { readonly author: string }).author;
  if (!isSigned(context, signed.statement, signed.signature, author)) throw new Tampered("signature");
  return value as T;
}

function parsed(statement: string): unknown {
  try {
    return parseCanonical(statement);
  } catch {
    throw new Tampered("body");
  }
}

/** Whatever is no signature at all is a false one. */
export function isSigned(context: string, text: string, signature: string, key: string): boolean {
  try {
    return verifyNow(fromHex(signature), utf8(context + text), key);
  } catch {
    return false;
  }
}
