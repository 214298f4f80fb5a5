import { createDnsTool } from '../../../clients/hosts/dns-tool.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { resultOfDnsTool } from '../../hosts/dns-results.ts';

/** Gives a host the settings back that it had before, exactly, unless somebody has changed them since. */
export const restoreDnsServers: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  expectedMs: 2 * 60_000,

  // The host itself remembers what it had and what it was given, and compares.
  observe: async () => ({}),

  async perform(target, { hostParts, runOnHost }) {
    const answer = await createDnsTool(hostParts.findResolver(target), runOnHost).restore();
    return resultOfDnsTool(answer, 'the host has its former servers again');
  },

  // Where it was done already there is nothing to take back, and asking again changes nothing.
  didHappen: async () => 'no',
};
