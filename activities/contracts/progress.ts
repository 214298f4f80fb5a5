import type { Info } from '@temporalio/activity';
import { activityInfo, heartbeat } from '@temporalio/activity';

/** By activity: what it has left itself. */
const left = new WeakMap<Info, unknown>();

/** Leaves word for the attempt after this one; later heartbeats of the worker carry it along. */
export function leaveProgress(details: unknown): void {
  left.set(activityInfo(), details);
  heartbeat(details);
}

/** What the newest word is: of this attempt, else of the one before. */
export function progressOf(info: Info): unknown {
  return left.has(info) ? left.get(info) : info.heartbeatDetails;
}
