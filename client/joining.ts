/** Reporting together: four words, and what they open (docs/spec/api.md, Reporting together). */

import { publicApi, type Api } from "./api.js";
import { joinId, newJoinCode, type Directory, type JoinCode } from "./crypto/index.js";
import { excluded, type Named, type Remaining } from "./readers.js";
import { type Deployment } from "./sending.js";

/** What a join code opens. */
export interface Joint {
  /** What the server knows the code by. */
  readonly id: string;
  readonly channel: string;
  readonly readers: readonly string[];
}

/** Make four words with which others report to the same readers. */
export async function makeJoinCode(api: Api, deployment: Deployment): Promise<JoinCode> {
  const code = newJoinCode();
  await api.post("/api/my/joint", { joint: joinId(code, deployment.id) });
  return code;
}

/**
 * See what four words open.
 *
 * @throws Problem - kind `not-found` when they open nothing (any more)
 */
export async function openJoint(deployment: Deployment, code: JoinCode): Promise<Joint> {
  const id = joinId(code, deployment.id);
  const api = publicApi(deployment.origin, deployment.language);
  const { channel, readers } = (await api.post("/api/joint", { joint: id })) as Omit<Joint, "id">;
  return { id, channel, readers };
}

/**
 * Who may read a report that joins another: nobody whom the first one left out.
 *
 * @param asked - id of the channel that the reporter came to
 * @param named - whom she herself leaves out besides
 */
export function remainingAmong(
  directory: Directory,
  joint: Joint,
  asked: string,
  named: readonly Named[],
  but: ReadonlySet<string>,
): Remaining {
  const out = new Set([...excluded(directory, named), ...but]);
  const channel = directory.channels.find((one) => one.id === joint.channel) ?? null;
  const body = directory.bodies.find((one) => one.id === channel?.body) ?? null;
  const readers = directory.officers.filter(
    ({ id, key }) => joint.readers.includes(id) && key !== null && !out.has(id),
  );
  if (readers.length === 0) return { readers, body: null, channel: null, movedUp: true, out };
  return { readers, body, channel, movedUp: joint.channel !== asked, out };
}
