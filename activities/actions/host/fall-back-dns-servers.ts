import type { DnsTool } from '../../../clients/hosts/dns-tool.ts';
import { createDnsTool } from '../../../clients/hosts/dns-tool.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { resultOfDnsTool } from '../../hosts/dns-results.ts';

/**
 * Has a host use servers that answer before those that do not. The program there asks them once more and decides by
 * itself, so that what has changed meanwhile counts; done twice, it finds nothing left to do.
 */
export const fallBackDnsServers: ActionDefinition = {
  risk: 'disruptive',
  undo: 'restore-dns-servers',
  expectedMs: 2 * 60_000,

  async observe(target, { hostParts, runOnHost }) {
    return { servers: await orderOf(createDnsTool(hostParts.findResolver(target), runOnHost)) };
  },

  async perform(target, { hostParts, runOnHost }) {
    const answer = await createDnsTool(hostParts.findResolver(target), runOnHost).fallBack();
    const order = answer.items.map(({ server }) => server).join(', ');
    const known = resultOfDnsTool(
      answer,
      order ? `the host asks ${order}, in this order` : 'nothing had to be changed',
    );
    // Written and not taken up is no failure that left nothing behind.
    return answer.status === 'partial' ? { ...known, result: 'unknown' } : known;
  },

  async didHappen(target, before, { hostParts, runOnHost }) {
    const order = await orderOf(createDnsTool(hostParts.findResolver(target), runOnHost));
    if (order === notKnown || before['servers'] === notKnown) return 'unknown';
    return order === before['servers'] ? 'no' : 'yes';
  },
};

const notKnown = 'unknown';

async function orderOf(tool: DnsTool): Promise<string> {
  const { status, items } = await tool.servers();
  if (status !== 'done') return notKnown;
  return items
    .filter(({ use }) => use === 'in-force')
    .map(({ server }) => server)
    .join(' ');
}
