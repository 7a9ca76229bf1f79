/** Tests a custodian's shares as soon as their keys are open, whatever page they look at. */

import { myCustody, testShares } from "../../desk/custody.js";
import type { Frame } from "./desk-app.js";
import { sayCount } from "./page.js";

/** Keys with which the shares were tested on this page. */
const tested = new WeakSet();

/** Test what was not tested yet, once for each unlocking. What fails is shown at the place of the shares. */
export async function testAfterUnlocking(frame: Frame): Promise<void> {
  const { desk } = frame;
  if (!desk.me.officer.roles.includes("custodian") || tested.has(desk.keys)) return;
  tested.add(desk.keys);
  try {
    const { shares } = await myCustody(desk);
    const untested = shares.filter((one) => one.tested_on === null).length;
    if (untested === 0) return;
    const bad = await testShares(desk, shares, () => { frame.busy(); });
    frame.announce(sayCount("custody.tested", untested - bad.length));
  } catch {
    // The line was lost, or the desk locked meanwhile: the place of the shares tests again, and says so.
  }
}
