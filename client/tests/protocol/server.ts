/** A room on a server that can be made to lie: the routes of docs/spec/api.md, kept in memory. */

import { type Api, ConnectionLost, Problem } from "../../api.js";
import { NO_PREVIOUS, fromBase64, sha256Hex } from "../../crypto/index.js";
import type { RoomState } from "../../rooms.js";

export interface Stored {
  id: string;
  sequence: number;
  epoch: number;
  by: string;
  day: string;
  sealed: string;
}

type Grants = { holder: string; sealed: string }[];

export class RoomServer {
  state: RoomState;
  items: Stored[] = [];
  /** Who asks: decides which grants are shown. */
  grants: { holder: string; epoch: number; by: string; sealed: string }[] = [];
  /** Run before each request that writes, to let something else happen first. */
  meanwhile: (() => Promise<void>) | null = null;
  /** Answers are lost after the server acted, and the next try is answered. */
  loseAnswers = 0;
  /** Answers are lost after the server acted, and no try is answered. */
  silent = 0;

  constructor(state: RoomState) {
    this.state = state;
  }

  shown(holder: string): RoomState {
    const grants = this.grants.filter((one) => one.holder === holder);
    return { ...this.state, grants };
  }

  /** End a membership, as when somebody was cut off. */
  end(holder: string): void {
    const members = this.state.members.map((one) =>
      one.holder === holder ? { ...one, removed_on: "2026-11-23" } : one,
    );
    this.state = { ...this.state, members, stale: true };
  }

  /** List somebody again, without a word from anybody. */
  begin(holder: string): void {
    const members = this.state.members.map((one) =>
      one.holder === holder ? { ...one, removed_on: null } : one,
    );
    this.state = { ...this.state, members };
  }

  as(holder: string): Api {
    const post = async (path: string, body: unknown): Promise<unknown> => {
      const first = this.meanwhile;
      this.meanwhile = null;
      await first?.();
      const answer = await this.#write(holder, path, body as Record<string, unknown>);
      if (this.loseAnswers > 0) {
        this.loseAnswers -= 1;
        throw new Problem(409, path.endsWith("/epochs") ? "epoch-moved-on" : "room-moved-on", "", {});
      }
      if (this.silent > 0) {
        this.silent -= 1;
        throw new ConnectionLost();
      }
      return answer;
    };
    return {
      get: (path, query = "") => {
        if (!path.endsWith("/items")) return Promise.resolve(this.shown(holder));
        const after = Number(query.replace("after=", ""));
        const items = this.items.filter((one) => one.sequence > after);
        return Promise.resolve({ items, head: this.state.head });
      },
      getBytes: () => Promise.reject(new Error("no attachments here")),
      post,
      postEncoded: () => Promise.reject(new Error("no reports here")),
      put: () => Promise.reject(new Error("nothing to put here")),
      putBytes: () => Promise.reject(new Error("no attachments here")),
    };
  }

  async #write(by: string, path: string, body: Record<string, unknown>): Promise<unknown> {
    if (path.endsWith("/epochs")) return this.#epoch(by, body);
    if (path.endsWith("/members")) return this.#member(by, body);
    const item = (body["item"] ?? body) as Stored & { previous: string };
    if (this.state.stale || item.epoch !== this.state.epoch) {
      throw new Problem(409, "new-epoch-needed", "", {});
    }
    const { sequence, hash } = this.state.head;
    if (item.sequence !== sequence + 1 || item.previous !== hash) {
      throw new Problem(409, "room-moved-on", "", {});
    }
    this.items.push({ ...item, by, day: "2026-11-23" });
    const head = { sequence: item.sequence, hash: await sha256Hex(fromBase64(item.sealed)) };
    this.state = { ...this.state, head };
    return head;
  }

  #epoch(by: string, body: Record<string, unknown>): null {
    const epoch = body["number"] as number;
    const removed = body["removed"] as string[];
    const recipient = body["recipient"] as string;
    if (epoch !== this.state.epoch + 1) throw new Problem(409, "epoch-moved-on", "", {});
    for (const one of body["grants"] as Grants) this.grants.push({ ...one, epoch, by });
    this.state = {
      ...this.state,
      epoch,
      epochs: [...this.state.epochs, { number: epoch, recipient }],
      stale: false,
      members: this.state.members.map((one) =>
        removed.includes(one.holder) ? { ...one, removed_on: "2026-11-23" } : one,
      ),
    };
    return null;
  }

  #member(by: string, body: Record<string, unknown>): null {
    const many = body["grants"] as Grants | undefined;
    const grants = many ?? [{ holder: body["holder"] as string, sealed: body["sealed"] as string }];
    for (const { holder, sealed } of grants) {
      this.grants.push({ holder, epoch: this.state.epoch, by, sealed });
      const others = this.state.members.filter((one) => one.holder !== holder);
      this.state = {
        ...this.state,
        members: [...others, { holder, until: null, removed_on: null }],
      };
    }
    return null;
  }
}

/** A dialogue with the reporter and some officers in it, before anything was written. */
export function emptyRoom(id: string, holders: readonly string[], caseId: string): RoomServer {
  return new RoomServer({
    id,
    kind: "dialogue",
    case: caseId,
    epoch: 1,
    stale: false,
    head: { sequence: 0, hash: NO_PREVIOUS },
    epochs: [],
    members: holders.map((holder) => ({ holder, until: null, removed_on: null })),
    grants: [],
  });
}
