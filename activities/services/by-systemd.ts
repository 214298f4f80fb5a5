import { restartCommand } from '../../clients/hosts/sudo-commands.ts';
import type { RunOnHost } from '../../clients/commands/command.ts';
import type { ServiceDefinition, SystemdUnit } from '../../model/service.ts';
import { resultOf } from '../commands/command-results.ts';
import { lookTimeout } from '../commands/looking.ts';
import type { Runs, ServiceManager, ServiceState } from '../contracts/service-manager.ts';
import type { ShownUnit } from '../units/shown-unit.ts';
import { describeUnit, isCrashLooping, readJournal, showUnit } from '../units/shown-unit.ts';

/** A service that is a unit of systemd. Only its restart needs rights: sudo gives that, word by word. */
export function managedBySystemd(
  { name, host, commandTimeoutMs }: ServiceDefinition,
  { unit }: SystemdUnit,
  runOnHost: RunOnHost,
): ServiceManager {
  const options = { timeoutMs: lookTimeout(commandTimeoutMs), maxOutputBytes: 4_096 };

  return {
    async look() {
      const shown = await showUnit(host, unit, runOnHost, options.timeoutMs);
      return 'problem' in shown ? unknown(shown.problem) : stateOf(unit, shown);
    },
    async restart() {
      const outcome = await runOnHost(host, restartCommand(unit), {
        timeoutMs: commandTimeoutMs,
        maxOutputBytes: 2_048,
      });
      return resultOf(outcome, `systemctl restart ${unit}`, `restarted ${name}`);
    },
    readLog: (maxBytes) => readJournal(host, unit, runOnHost, { ...options, maxOutputBytes: maxBytes }),
  };
}

function stateOf(unit: string, shown: ShownUnit): ServiceState {
  const { LoadState, ActiveState, InvocationID } = shown.properties;
  if (LoadState !== 'loaded') return unknown(`${unit} is ${LoadState ?? 'not known to systemd'}`);
  return {
    runs: runsOf(ActiveState),
    instance: InvocationID || null,
    isCrashLooping: isCrashLooping(shown),
    summary: describeUnit(unit, shown),
  };
}

function runsOf(activeState: string | undefined): Runs {
  if (activeState === 'active' || activeState === 'reloading') return 'yes';
  if (activeState === 'inactive' || activeState === 'failed') return 'no';
  return 'unknown';
}

function unknown(summary: string): ServiceState {
  return { runs: 'unknown', instance: null, isCrashLooping: null, summary };
}
