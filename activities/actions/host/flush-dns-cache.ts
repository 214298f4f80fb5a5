import { resolverPrograms } from '../../../clients/hosts/sudo-commands.ts';
import { resultOf } from '../../commands/command-results.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';

const flushMs = 20_000;

/** Empties the cache of what answers look-ups on a host. What was in it is asked for again. */
export const flushDnsCache: ActionDefinition = {
  risk: 'safe',
  undo: null,
  expectedMs: flushMs,

  observe: async () => ({}),

  async perform(target, { hostParts, runOnHost }) {
    const { host, kind } = hostParts.findResolver(target);
    if (kind === 'resolv.conf') return { result: 'failed', summary: 'no program keeps a cache there' };
    const outcome = await runOnHost(host, resolverPrograms[kind].flush, { timeoutMs: flushMs, maxOutputBytes: 2_048 });
    return resultOf(outcome, `emptying the cache of ${kind}`, `emptied the cache of ${kind}`);
  },

  // It may be emptied once more: nothing tells whether it was, and nothing gets lost.
  didHappen: async () => 'no',
};
