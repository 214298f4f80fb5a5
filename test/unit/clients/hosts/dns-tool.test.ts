import { expect, it } from 'vitest';
import type { RunOnHost } from '../../../../clients/commands/command.ts';
import { createDnsTool } from '../../../../clients/hosts/dns-tool.ts';

it.each([
  ['of IPv4', '10.0.0.2', '10.0.0.2'],
  ['of IPv6', 'fe80::1', 'fe80::1'],
  ['that is a secret', 'password=hunter2', 'no address'],
  ['without end', '9'.repeat(60_000), 'no address'],
])('takes nothing but an address for a server: one %s', async (_what, said, server) => {
  const runOnHost: RunOnHost = async (_host, _command, { onOutput }) => {
    onOutput?.(Buffer.from(`${said}\tin-force\tanswers\0end\tdone\t1\t0\0`));
    return { exitCode: 0, output: '', truncated: false, problem: null };
  };

  const answer = await createDnsTool({ host: 'web-1', kind: 'unbound' }, runOnHost).servers();

  expect(answer).toMatchObject({ status: 'done', items: [{ server, use: 'in-force', state: 'answers' }] });
});
