import { resolverPrograms, restartCommand } from '../../../clients/hosts/sudo-commands.ts';
import type { ResolverDefinition } from '../../../model/host/host-parts.ts';
import { resultOf } from '../../commands/command-results.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { factsOfUnit, hasStarted, startMs } from '../../units/starting.ts';

/** Restarts the program that answers look-ups on a host. */
export const restartDnsResolver: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  expectedMs: startMs,

  observe: (target, { hostParts, runOnHost }) => factsOfUnit(unitOf(hostParts.findResolver(target)), runOnHost),

  async perform(target, { hostParts, runOnHost }) {
    const { host, unit } = unitOf(hostParts.findResolver(target));
    const outcome = await runOnHost(host, restartCommand(unit), { timeoutMs: startMs, maxOutputBytes: 2_048 });
    return resultOf(outcome, `systemctl restart ${unit}`, `restarted ${unit}`);
  },

  didHappen: (target, before, { hostParts, runOnHost }) =>
    hasStarted(unitOf(hostParts.findResolver(target)), before, runOnHost),
};

function unitOf({ host, kind }: ResolverDefinition) {
  if (kind === 'resolv.conf') throw new TypeError(`no program answers look-ups on ${host}`);
  return { host, unit: resolverPrograms[kind].unit };
}
