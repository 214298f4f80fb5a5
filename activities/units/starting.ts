import type { RunOnHost } from '../../clients/commands/command.ts';
import type { Facts } from '../../model/remediation/plan.ts';
import { lookAtUnit } from './looking.ts';

interface UnitOnHost {
  readonly host: string;
  readonly unit: string;
}

/** How long the start of a unit may take. */
export const startMs = 2 * 60_000;

/** What a start depends on: how the unit is, and which of its starts that was. */
export async function factsOfUnit(unit: UnitOnHost, runOnHost: RunOnHost): Promise<Facts> {
  const shown = await lookAtUnit(unit, runOnHost);
  if ('problem' in shown) return { state: 'unknown' };
  const { LoadState, ActiveState = 'unknown', InvocationID } = shown.properties;
  return { state: LoadState === 'loaded' ? ActiveState : (LoadState ?? 'unknown'), start: InvocationID ?? '' };
}

/** Whether a unit was started since: systemd gives each of its starts a name of its own. */
export async function hasStarted(
  unit: UnitOnHost,
  before: Facts,
  runOnHost: RunOnHost,
): Promise<'yes' | 'no' | 'unknown'> {
  const { start } = await factsOfUnit(unit, runOnHost);
  if (start === undefined || before['start'] === undefined) return 'unknown';
  return start === before['start'] ? 'no' : 'yes';
}
