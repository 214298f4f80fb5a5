import { restartCommand } from '../../clients/hosts/host-access.ts';
import type { RunOnHost } from '../../clients/commands/command.ts';
import type { CommandLine, ServiceDefinition, SystemdUnit } from '../../model/service.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import { resultOf } from '../commands/command-results.ts';
import { lookTimeout, problemWords } from '../commands/looking.ts';
import type { Runs, ServiceManager, ServiceState } from '../contracts/service-manager.ts';
import { crashLoop } from '../contracts/service-manager.ts';

const properties = [
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'NRestarts',
  'InvocationID',
  'ExecMainStatus',
  'StateChangeTimestampMonotonic',
] as const;
type Properties = Readonly<Partial<Record<(typeof properties)[number], string>>>;

/** A service that is a unit of systemd. Only its restart needs rights: sudo gives that, word by word. */
export function managedBySystemd(
  { name, host, commandTimeoutMs }: ServiceDefinition,
  { unit }: SystemdUnit,
  runOnHost: RunOnHost,
): ServiceManager {
  const options = { timeoutMs: lookTimeout(commandTimeoutMs), maxOutputBytes: 4_096 };

  return {
    async look() {
      const [shown, clock] = await Promise.all([
        runOnHost(host, ['systemctl', 'show', `--property=${properties.join(',')}`, unit], options),
        runOnHost(host, ['cat', '/proc/uptime'], options),
      ]);
      if (shown.problem) return unknown(`systemctl ${problemWords[shown.problem]}`);
      if (shown.exitCode !== 0) return unknown(`systemctl exits ${shown.exitCode}`);
      return stateOf(unit, propertiesIn(shown.output), Number(clock.output.split(' ')[0]) * 1_000);
    },
    async restart() {
      const outcome = await runOnHost(host, restartCommand(unit), {
        timeoutMs: commandTimeoutMs,
        maxOutputBytes: 2_048,
      });
      return resultOf(outcome, `systemctl restart ${unit}`, `restarted ${name}`);
    },
    async readLog(maxBytes) {
      const command: CommandLine = ['journalctl', `--unit=${unit}`, '--lines=500', '--no-pager', '--output=short-iso'];
      const { output, truncated, problem } = await runOnHost(host, command, { ...options, maxOutputBytes: maxBytes });
      return { text: problem ? `${output}\n(journalctl ${problemWords[problem]})` : output, truncated };
    },
  };
}

function stateOf(unit: string, shown: Properties, uptimeMs: number): ServiceState {
  const { LoadState, ActiveState, SubState, Result, InvocationID, ExecMainStatus } = shown;
  if (LoadState !== 'loaded') return unknown(`${unit} is ${LoadState ?? 'not known to systemd'}`);
  const exit = ActiveState === 'failed' ? `, ${Result}, exit status ${ExecMainStatus}` : '';
  return {
    runs: runsOf(ActiveState),
    instance: InvocationID || null,
    isCrashLooping: isCrashLooping(shown, uptimeMs),
    summary: shorten(onOneLine(`${unit} is ${ActiveState} (${SubState})${exit}`), 200),
  };
}

function runsOf(activeState: string | undefined): Runs {
  if (activeState === 'active' || activeState === 'reloading') return 'yes';
  if (activeState === 'inactive' || activeState === 'failed') return 'no';
  return 'unknown';
}

/** It waits for its next start, was given up for too many, or has had several and the last a moment ago. */
function isCrashLooping(shown: Properties, uptimeMs: number): boolean {
  if (shown.Result === 'start-limit-hit' || shown.SubState === 'auto-restart') return true;
  const sinceMs = uptimeMs - Number(shown.StateChangeTimestampMonotonic) / 1_000;
  return Number(shown.NRestarts) >= crashLoop.restarts && sinceMs < crashLoop.withinMs;
}

function propertiesIn(output: string): Properties {
  const pairs = output.split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2));
  return Object.fromEntries(pairs) as Properties;
}

function unknown(summary: string): ServiceState {
  return { runs: 'unknown', instance: null, isCrashLooping: null, summary };
}
