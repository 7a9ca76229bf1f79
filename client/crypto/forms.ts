/** What a value must look like. A form says nothing about whether the value is true. */

import { isRecipient } from "./age.js";
import { hasExactly, isObject } from "./canonical.js";

export type Form = (value: unknown) => boolean;

function matches(pattern: RegExp): Form {
  return (value) => typeof value === "string" && pattern.test(value);
}

/** Lower-case hex of this many bytes. */
export function hex(bytes: number): Form {
  return matches(new RegExp(`^[0-9a-f]{${String(2 * bytes)}}$`));
}

export const text: Form = (value) => typeof value === "string";
/** An id: 32 hex digits. */
export const id = hex(16);
/** A hash, or a public Ed25519 key: 64 hex digits. */
export const hash = hex(32);
export const day = matches(/^\d{4}-\d{2}-\d{2}$/);
/** A kind, or a code: `contact`, `legal_aid`. */
export const code = matches(/^[a-z][a-z_-]{0,31}$/);
export const holder = matches(/^(?:reporter|officer:[0-9a-f]{32})$/);
export const recipient: Form = isRecipient;

export function from(least: number, most: number = Number.MAX_SAFE_INTEGER): Form {
  return (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

export function only(...values: readonly unknown[]): Form {
  return (value) => values.includes(value);
}

export function or(none: unknown, form: Form): Form {
  return (value) => value === none || form(value);
}

export function list(form: Form): Form {
  return (value) => Array.isArray(value) && value.every(form);
}

/** Exactly these members. */
export function exactly(members: Readonly<Record<string, Form>>): Form {
  const names = Object.keys(members);
  return (value) => hasExactly(value, names) && names.every((name) => members[name]?.(value[name]));
}

/** These members, and perhaps others. */
export function atLeast(members: Readonly<Record<string, Form>>): Form {
  return (value) =>
    isObject(value) && Object.entries(members).every(([name, form]) => form(value[name]));
}

/** An object whose members are named freely. */
export function every(form: Form): Form {
  return (value) => isObject(value) && Object.values(value).every(form);
}

export function isRising(values: readonly string[]): boolean {
  return values.every((one, i) => i === 0 || (values[i - 1] ?? "") < one);
}
