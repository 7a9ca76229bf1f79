/** The directory of officers' keys, signed by the organisation's root (docs/spec/rooms.md §5). */

import { isObject, parseCanonical } from "./canonical.js";
import { atLeast, day, from, hash, id, isRising, list, or, recipient, text, type Form } from "./forms.js";
import { DirectoryRefused } from "./problems.js";
import { isSigned } from "./statement.js";

export interface Names {
  readonly nl: string;
  readonly en: string;
}

/** The signed document. Members that later versions of the document add are kept and ignored. */
export interface Directory {
  readonly v: 1;
  readonly organisation: {
    readonly id: string;
    readonly slug: string;
    readonly names: Names;
    readonly root: string;
  };
  readonly version: number;
  readonly day: string;
  /** `policy`: who must have witnessed the log (C2SP tlog-policy); absent while nobody has to. */
  readonly log: { readonly origin: string; readonly key: string; readonly policy?: string };
  readonly bodies: readonly {
    readonly id: string;
    readonly slug: string;
    readonly kind: string;
    readonly names: Names;
    readonly above: string | null;
    readonly law: string;
    readonly time_zone: string;
  }[];
  readonly units: readonly {
    readonly id: string;
    readonly body: string;
    readonly names: Names;
    readonly parent: string | null;
  }[];
  readonly functions: readonly {
    readonly id: string;
    readonly unit: string;
    readonly titles: Names;
    readonly holder_name: string | null;
    readonly officer: string | null;
    readonly reports_to: string | null;
  }[];
  readonly officers: readonly {
    readonly id: string;
    readonly name: string;
    readonly body: string;
    readonly roles: readonly string[];
    readonly key: { readonly id: string; readonly recipient: string; readonly verify: string } | null;
  }[];
  /** Keys of officers that no longer open or sign anything new; what they signed before still holds. */
  readonly former: readonly {
    readonly id: string;
    readonly officer: string;
    readonly verify: string;
    readonly withdrawn_on: string;
  }[];
  readonly channels: readonly {
    readonly id: string;
    readonly body: string;
    readonly slug: string;
    readonly titles: Names;
    readonly readers: readonly string[];
  }[];
  /** Who keeps the shares of a body's identity boxes; `id` is the body. Only bodies whose custody is in force. */
  readonly custody: readonly {
    readonly id: string;
    /** Five officers, in their order. */
    readonly custodians: readonly string[];
    readonly deputies: readonly string[];
    readonly authority: string;
  }[];
}

const CONTEXT = "hoeder-directory-v1\n";
const CUSTODIANS = 5;

export function openDirectory(
  signed: { readonly document: string; readonly signature: string },
  root: string,
  minimum: number,
): Directory {
  if (!isSigned(CONTEXT, signed.document, signed.signature, root)) throw new DirectoryRefused("signature");
  // A directory without former keys or custody may leave these lists out.
  const document = { former: [], custody: [], ...parsed(signed.document) };
  if (document.v !== 1) throw new DirectoryRefused("version");
  if (!isDirectory(document)) throw new DirectoryRefused("malformed");
  const directory = document as unknown as Directory;
  if (directory.organisation.root !== root) throw new DirectoryRefused("root");
  if (directory.version < minimum) throw new DirectoryRefused("older");
  return directory;
}

function parsed(document: string): { readonly v?: unknown } {
  try {
    const value = parseCanonical(document);
    if (isObject(value)) return value;
  } catch {
    // Falls through to the same refusal.
  }
  throw new DirectoryRefused("malformed");
}

/** A list in the order of its ids, none twice. */
function sorted(members: Readonly<Record<string, Form>>): Form {
  const form = list(atLeast({ id, ...members }));
  return (value) => form(value) && isRising((value as { id: string }[]).map((one) => one.id));
}

const names = atLeast({ nl: text, en: text });

const isDirectory = atLeast({
  organisation: atLeast({ id, slug: text, names, root: hash }),
  version: from(1),
  day,
  log: (value) =>
    atLeast({ origin: text, key: text })(value) &&
    or(undefined, text)((value as { policy?: unknown }).policy),
  bodies: sorted({
    slug: text,
    kind: text,
    names,
    above: or(null, id),
    law: text,
    time_zone: text,
  }),
  units: sorted({ body: id, names, parent: or(null, id) }),
  functions: sorted({
    unit: id,
    titles: names,
    holder_name: or(null, text),
    officer: or(null, id),
    reports_to: or(null, id),
  }),
  officers: sorted({
    name: text,
    body: id,
    roles: list(text),
    key: or(null, atLeast({ id, recipient, verify: hash })),
  }),
  former: sorted({ officer: id, verify: hash, withdrawn_on: day }),
  channels: sorted({
    body: id,
    slug: text,
    titles: names,
    readers: (value) => list(id)(value) && isRising(value as string[]),
  }),
  custody: sorted({
    custodians: (value) => list(id)(value) && (value as string[]).length === CUSTODIANS,
    deputies: list(id),
    authority: id,
  }),
});
