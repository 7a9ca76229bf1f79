/**
 * Canonical JSON: RFC 8785 without fractions (docs/spec/envelope.md §3).
 *
 * One value has exactly one spelling, so that a signature over the text is a signature over the value.
 */

/** Anything that canonical JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** Deeper nesting is refused, so that a hostile text cannot exhaust the stack. */
const DEEPEST = 32;

const LONE_SURROGATE = /\p{Surrogate}/gu;
const HAS_LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Replace half characters (lone surrogates), which UTF-8 cannot carry, by U+FFFD.
 *
 * Text from an input field may contain them; canonical JSON refuses them rather than alter what
 * somebody signs, so that callers pass text from people through here first.
 */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, "\u{fffd}");
}

/**
 * Write a value as canonical JSON.
 *
 * @throws Error - for fractions, integers beyond 2^53-1, lone surrogates, `undefined`, anything that
 * is not plain JSON, and nesting deeper than 32
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (depth > DEEPEST) throw new Error("nested too deeply");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Error("not a safe integer");
    return JSON.stringify(value);
  }
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) {
    return `[${value.map((one: unknown) => write(one, depth + 1)).join(",")}]`;
  }
  if (typeof value === "object" && isPlain(value)) {
    // The default order of sort() is by UTF-16 code units, which RFC 8785 asks for.
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, one]) => `${quote(name)}:${write(one, depth + 1)}`).join(",")}}`;
  }
  throw new Error("not JSON");
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function quote(text: string): string {
  if (HAS_LONE_SURROGATE.test(text)) throw new Error("half a character");
  return JSON.stringify(text);
}

/**
 * Read canonical JSON and refuse any other spelling of the same value: white space, another order of
 * keys, a key twice, needless escapes.
 */
export function parseCanonical(text: string): Json {
  const value = JSON.parse(text) as Json;
  if (canonicalJson(value) !== text) throw new Error("not canonical JSON");
  return value;
}

/** Whether a value is an object with exactly these members. */
export function hasExactly(
  value: unknown,
  names: readonly string[],
): value is Readonly<Record<string, unknown>> {
  return (
    isObject(value) &&
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name))
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
