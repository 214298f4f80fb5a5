import type { CommandOptions, RunOnHost } from '../../clients/commands/command.ts';
import type { CommandLine } from '../../model/service.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import { problemWords } from '../commands/looking.ts';
import { crashLoop } from '../contracts/service-manager.ts';

const propertyNames = [
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'NRestarts',
  'InvocationID',
  'ExecMainStatus',
  'StateChangeTimestampMonotonic',
  'Type',
  'ConditionResult',
  'AssertResult',
  'ConditionTimestampMonotonic',
  'ActiveEnterTimestampMonotonic',
  'ExecMainStartTimestampMonotonic',
  'ExecMainExitTimestampMonotonic',
  'Requires',
  'Requisite',
  'BindsTo',
] as const;
type PropertyName = (typeof propertyNames)[number];

/** What systemd says of a unit. */
export interface ShownUnit {
  readonly properties: Readonly<Partial<Record<PropertyName, string>>>;
  /** How long its host has run. */
  readonly uptimeMs: number;
}

/** Asks systemd for a unit; needs no rights. */
export async function showUnit(
  host: string,
  unit: string,
  runOnHost: RunOnHost,
  timeoutMs: number,
): Promise<ShownUnit | { readonly problem: string }> {
  const options = { timeoutMs, maxOutputBytes: 16_384 };
  const [shown, clock] = await Promise.all([
    runOnHost(host, ['systemctl', 'show', `--property=${propertyNames.join(',')}`, unit], options),
    runOnHost(host, ['cat', '/proc/uptime'], options),
  ]);
  if (shown.problem) return { problem: `systemctl ${problemWords[shown.problem]}` };
  if (shown.exitCode !== 0) return { problem: `systemctl exits ${shown.exitCode}` };
  return { properties: propertiesIn(shown.output), uptimeMs: Number(clock.output.split(' ')[0]) * 1_000 };
}

/** A unit and its state in one line, with how it ended where it has failed. */
export function describeUnit(unit: string, { properties }: ShownUnit): string {
  const { LoadState, ActiveState, SubState, Result, ExecMainStatus } = properties;
  if (LoadState !== 'loaded') return `${unit} is ${shorten(onOneLine(LoadState ?? 'not known to systemd'), 50)}`;
  const exit = ActiveState === 'failed' ? `, ${Result}, exit status ${ExecMainStatus}` : '';
  return shorten(onOneLine(`${unit} is ${ActiveState} (${SubState})${exit}`), 200);
}

/** It waits for its next start, was given up for too many, or has had several and the last a moment ago. */
export function isCrashLooping({ properties, uptimeMs }: ShownUnit): boolean {
  if (properties.Result === 'start-limit-hit' || properties.SubState === 'auto-restart') return true;
  const sinceMs = uptimeMs - Number(properties.StateChangeTimestampMonotonic) / 1_000;
  return Number(properties.NRestarts) >= crashLoop.restarts && sinceMs < crashLoop.withinMs;
}

/** The end of a unit's journal, neither masked nor cut to whole lines. */
export async function readJournal(host: string, unit: string, runOnHost: RunOnHost, options: CommandOptions) {
  const command: CommandLine = ['journalctl', `--unit=${unit}`, '--lines=500', '--no-pager', '--output=short-iso'];
  const { output, truncated, problem } = await runOnHost(host, command, options);
  return { text: problem ? `${output}\n(journalctl ${problemWords[problem]})` : output, truncated };
}

/** Reads what `systemctl show` prints of one unit: a line for each property that was asked for. */
export function propertiesIn<Name extends string>(output: string): Readonly<Partial<Record<Name, string>>> {
  const pairs = output.split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2));
  return Object.fromEntries(pairs) as Partial<Record<Name, string>>;
}
