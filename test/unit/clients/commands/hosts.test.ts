import { hostname } from 'node:os';
import { expect, it, onTestFinished } from 'vitest';
import { createHostCommands } from '../../../../clients/commands/hosts.ts';
import type { HostDefinition } from '../../../../model/host/host.ts';
import { answer, anSshServer } from '../../../support/ssh/ssh-server.ts';

const soon = { timeoutMs: 10_000 };

function commandsOn(...hosts: readonly HostDefinition[]) {
  const commands = createHostCommands(hosts);
  onTestFinished(commands.close);
  return commands.run;
}

it('runs a command on the host that is described, over SSH', async () => {
  const { host } = await anSshServer({ onCommand: answer('over there\n') });
  const run = commandsOn({ name: 'web-1', ssh: host });

  expect(await run('web-1', ['hostname'], soon)).toMatchObject({ exitCode: 0, output: 'over there\n' });
});

it('runs a command here on a host without SSH', async () => {
  const run = commandsOn({ name: 'here', ssh: null });

  expect(await run('here', ['hostname'], soon)).toMatchObject({ output: `${hostname()}\n` });
});

it('runs every command here where no host is described', async () => {
  const run = commandsOn();

  expect(await run('anything', ['hostname'], soon)).toMatchObject({ output: `${hostname()}\n` });
});

it('runs nothing on a host that is not among those described', async () => {
  const run = commandsOn({ name: 'here', ssh: null });

  expect(await run('elsewhere', ['true'], soon)).toMatchObject({ exitCode: null, problem: 'not-started' });
});
