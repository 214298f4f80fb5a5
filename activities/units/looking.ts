import type { RunOnHost } from '../../clients/commands/command.ts';
import type { UnitDefinition } from '../../model/host/host-parts.ts';
import type { ShownUnit } from './shown-unit.ts';
import { propertiesIn, showUnit } from './shown-unit.ts';

/** How long a command that only looks at a unit may take. */
const lookMs = 20_000;

/** Asks systemd for a described unit. */
export function lookAtUnit({ host, unit }: Pick<UnitDefinition, 'host' | 'unit'>, runOnHost: RunOnHost) {
  return showUnit(host, unit, runOnHost, lookMs);
}

/** How a unit is: one that runs once and ends is healthy when it has ended well. */
export function healthOfUnit({ properties }: ShownUnit): 'healthy' | 'unhealthy' | 'unknown' {
  const { LoadState, ActiveState, Type, Result, ExecMainStatus, ExecMainExitTimestampMonotonic } = properties;
  if (LoadState !== 'loaded') return LoadState === 'masked' ? 'unhealthy' : 'unknown';
  if (ActiveState === 'active') return 'healthy';
  if (ActiveState === 'failed') return 'unhealthy';
  if (ActiveState !== 'inactive') return 'unknown';
  const hasRun = Number(ExecMainExitTimestampMonotonic) > 0;
  return Type === 'oneshot' && hasRun && Result === 'success' && ExecMainStatus === '0' ? 'healthy' : 'unhealthy';
}

/** Ways to fail that starting anew does not help against. */
const lastingResults: Readonly<Record<string, string>> = {
  'exec-condition': 'its own condition said that it should not run',
  resources: 'the host could not give it what it needs',
  'oom-kill': 'it was killed for want of memory',
};

/** Why starting a unit anew would not help or is not allowed; null where nothing speaks against it. */
export function obstacleOf({ runAgain }: Pick<UnitDefinition, 'runAgain'>, { properties }: ShownUnit): string | null {
  const { LoadState, Type, Result, ExecMainStatus, ConditionResult, AssertResult } = properties;
  if (LoadState === 'masked') return 'it is masked: somebody does not want it to run';
  if (LoadState !== 'loaded') return 'systemd cannot read it';
  if (Type === 'oneshot' && !runAgain) return 'it runs once and ends (oneshot), and may not be run again by itself';
  const wasAsked = Number(properties.ConditionTimestampMonotonic) > 0;
  if (wasAsked && (ConditionResult === 'no' || AssertResult === 'no'))
    return 'the conditions for its start are not met';
  const lasting = Object.hasOwn(lastingResults, Result ?? '') ? lastingResults[Result ?? ''] : undefined;
  if (lasting !== undefined) return lasting;
  return Result === 'exit-code' ? wrongSettings(Number(ExecMainStatus)) : null;
}

/** Exit statuses that tell of settings, not of a moment: systemd's own, and those that init scripts and sysexits agree on. */
function wrongSettings(status: number): string | null {
  if (status >= 200 && status <= 243)
    return `systemd could not start its program as its settings say (status ${status})`;
  if (status === 6 || status === 78) return `its program says that it is not configured (status ${status})`;
  return null;
}

/** What is needed by a unit and has failed; undefined where that could not be asked. */
export async function failedNeedsOf(
  { host }: Pick<UnitDefinition, 'host'>,
  { properties: { Requires = '', Requisite = '', BindsTo = '' } }: ShownUnit,
  runOnHost: RunOnHost,
): Promise<readonly string[] | undefined> {
  const names = `${Requires} ${Requisite} ${BindsTo}`
    .split(' ')
    .filter((name) => /^[\w:@][\w:.@\\-]*\.[a-z]+$/.test(name));
  const needs = [...new Set(names)].slice(0, 50);
  if (needs.length === 0) return [];
  const command = ['systemctl', 'show', '--property=Id,ActiveState', ...needs] as const;
  const { exitCode, output } = await runOnHost(host, command, { timeoutMs: lookMs, maxOutputBytes: 16_384 });
  if (exitCode !== 0) return undefined;
  return output.split(/\n\n+/).flatMap((block) => {
    const { Id, ActiveState } = propertiesIn<'Id' | 'ActiveState'>(block);
    return Id && ActiveState === 'failed' ? [Id] : [];
  });
}

/** What a check says of a unit that systemd could not be asked for. */
export function notShown({ problem }: { readonly problem: string }) {
  return { health: 'unknown', summary: problem } as const;
}
