import { restartCommand } from '../../../clients/hosts/sudo-commands.ts';
import { resultOf } from '../../commands/command-results.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { factsOfUnit, hasStarted, startMs } from '../../units/starting.ts';

/** Restarts what keeps a host's clock: at its start it sets the clock, however far it is off. */
export const restartTimeDaemon: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  expectedMs: startMs,

  observe: (target, { hostParts, runOnHost }) => factsOfUnit(daemonOf(hostParts.findClock(target)), runOnHost),

  async perform(target, { hostParts, runOnHost }) {
    const { host, daemon } = hostParts.findClock(target);
    const outcome = await runOnHost(host, restartCommand(daemon), { timeoutMs: startMs, maxOutputBytes: 2_048 });
    return resultOf(outcome, `systemctl restart ${daemon}`, `restarted ${daemon}`);
  },

  didHappen: (target, before, { hostParts, runOnHost }) =>
    hasStarted(daemonOf(hostParts.findClock(target)), before, runOnHost),
};

function daemonOf({ host, daemon }: { readonly host: string; readonly daemon: string }) {
  return { host, unit: daemon };
}
