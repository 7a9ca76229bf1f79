/** What of a closed case is kept, as the server tells it to the reporter and to the desk. */

/** One class of records. With `destroyed_on` it is a declaration of destruction. */
export interface KeptRecord {
  readonly record: string;
  /** Nobody can destroy it: it names nobody and holds no content. */
  readonly stays: boolean;
  readonly not_before: string;
  readonly destroy_on: string | null;
  readonly ground: string | null;
  readonly offered_on: string | null;
  readonly begun_on: string | null;
  readonly destroyed_on: string | null;
  /** From this day no backup holds its key either; null where it has no key, or is still there. */
  readonly gone_on: string | null;
  readonly category: string | null;
  readonly action: string | null;
  readonly count: number | null;
  readonly leaf: number | null;
}

/** A legal hold that stands. */
export interface Hold {
  readonly id: string;
  readonly by: string;
  readonly since: string;
  readonly review_on: string;
  readonly confirmed_by: string | null;
  readonly lift_by: string | null;
}

export interface Retention {
  readonly number: number;
  /** Null while the case is open: nothing is decided about then. */
  readonly closed_on: string | null;
  readonly review_on: string | null;
  /** The law itself sets the day. */
  readonly fixed: boolean;
  readonly needs_category: boolean;
  readonly latest_review: string;
  readonly records: readonly KeptRecord[];
  readonly proposal: {
    readonly by: string;
    readonly on: string;
    readonly destroy: readonly string[];
    readonly review_on: string;
  } | null;
  readonly holds: readonly Hold[];
}

/** How one class stands: a code for the page. */
export function standOf(one: KeptRecord, review: string | null): string {
  // What has no key of its own is only deleted.
  if (one.destroyed_on !== null) return one.gone_on === null ? "deleted" : "destroyed";
  if (one.begun_on !== null) return "begun";
  if (one.stays) return "stays";
  if (one.destroy_on !== null) return "goes";
  return review === null ? "kept" : "reviewed";
}

/** What goes and has been offered, and is still there to be saved. */
export function offered(of: Retention): readonly KeptRecord[] {
  return of.records.filter((one) => one.offered_on !== null && one.begun_on === null);
}
