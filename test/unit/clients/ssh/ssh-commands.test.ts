import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { SshHost } from '../../../../model/host/host.ts';
import { createSshCommands } from '../../../../clients/ssh/ssh-commands.ts';
import { aKeyPair, answer, anSshServer } from '../../../support/ssh/ssh-server.ts';

const soon = { timeoutMs: 10_000 };

function commandsOn(hosts: readonly SshHost[], limits?: Parameters<typeof createSshCommands>[1]) {
  const commands = createSshCommands(hosts, limits);
  onTestFinished(commands.close);
  return commands.run;
}

it('brings back what a command said and how it ended', async () => {
  const { host } = await anSshServer({ onCommand: answer('not running\n', 3) });
  const run = commandsOn([host]);

  const outcome = await run('web-1', ['systemctl', 'status', 'a b'], soon);

  expect(outcome).toEqual({ exitCode: 3, output: 'not running\n', truncated: false, problem: null });
});

it('sends each argument as one word, and no input', async () => {
  const lines: string[] = [];
  const { host } = await anSshServer({ onCommand: (line, ...rest) => (lines.push(line), answer('')(line, ...rest)) });
  const run = commandsOn([host]);

  await run('web-1', ['echo', '$(id); `id`'], soon);

  expect(lines).toEqual(["exec echo '$(id); `id`' </dev/null"]);
});

it('refuses a host that shows another key, and sends it no command', async () => {
  const { host, connections } = await anSshServer();
  const run = commandsOn([{ ...host, hostKeys: [aKeyPair().public] }]);

  const outcome = await run('web-1', ['true'], soon);

  expect(outcome).toMatchObject({ exitCode: null, problem: 'not-started' });
  expect(outcome.output).toMatch(/^the host key of web-1 \(127\.0\.0\.1:\d+\) is not one of its hostKeys/);
  expect(connections()).toBe(0);
});

it.each([
  ['none is known', [], 'no host key of web-1 is known: add it to its hostKeys'],
  [
    'one cannot be read',
    ['ssh-ed25519 nonsense'],
    'a host key of web-1 cannot be read: write it as ssh-keyscan prints it',
  ],
])('connects to no host of whose keys %s', async (_case, hostKeys, why) => {
  const { host } = await anSshServer();
  const run = commandsOn([{ ...host, hostKeys }]);

  const outcome = await run('web-1', ['true'], soon);

  expect(outcome).toMatchObject({ problem: 'not-started', output: why });
});

it('says that the account does not let it in', async () => {
  const { host } = await anSshServer();
  const stranger = { kind: 'key', privateKey: aKeyPair().private, passphrase: null } as const;
  const run = commandsOn([{ ...host, identity: stranger }]);

  const outcome = await run('web-1', ['true'], soon);

  expect(outcome.problem).toBe('not-started');
  expect(outcome.output).toContain("does not let nightshift in: add the public key to the account's authorized_keys");
});

it('says that nothing listens', async () => {
  const { host } = await anSshServer();
  const run = commandsOn([{ ...host, port: 1 }]);

  const outcome = await run('web-1', ['true'], soon);

  expect(outcome).toMatchObject({ problem: 'not-started' });
  expect(outcome.output).toContain('ECONNREFUSED');
});

it('does not begin where the server accepts and says nothing until the time is over', async () => {
  const silent = createServer((socket) => void socket.on('error', () => undefined));
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { host } = await anSshServer();
  const run = commandsOn([{ ...host, port: (silent.address() as AddressInfo).port }]);

  const outcome = await run('web-1', ['true'], { timeoutMs: 300 });

  expect(outcome.problem).toBe('not-started');
});

it('does not begin where the host opens no session', async () => {
  const { host } = await anSshServer({ onSession: (refuse) => refuse() });
  const run = commandsOn([host]);

  const outcome = await run('web-1', ['true'], soon);

  expect(outcome).toMatchObject({ problem: 'not-started', exitCode: null });
});

it('does not know what a command did whose host went away in the middle', async () => {
  const { host } = await anSshServer({
    onCommand: (_line, channel, { breakOff }) => void channel.write('half', () => breakOff()),
  });
  const run = commandsOn([host]);

  const outcome = await run('web-1', ['true'], soon);

  expect(outcome).toMatchObject({ problem: 'disconnected', exitCode: null, output: 'half' });
});

it.each([
  ['went away before it answered', (_refuse: () => void, breakOff: () => void) => breakOff()],
  ['did not say that it runs it', (refuse: () => void) => refuse()],
])('does not know what a command did whose host %s', async (_case, onRequest) => {
  const { host } = await anSshServer({ onRequest });
  const run = commandsOn([host]);

  const outcome = await run('web-1', ['true'], soon);

  expect(outcome).toMatchObject({ problem: 'disconnected', exitCode: null });
});

it('connects anew after a connection has broken', async () => {
  let isFirst = true;
  const { host, connections } = await anSshServer({
    onCommand: (line, channel, session) => {
      if (!isFirst) return answer('back\n')(line, channel, session);
      isFirst = false;
      session.breakOff();
    },
  });
  const run = commandsOn([host]);

  const first = await run('web-1', ['true'], soon);
  const second = await run('web-1', ['true'], soon);

  expect(first.problem).toBe('disconnected');
  expect(second).toMatchObject({ exitCode: 0, output: 'back\n' });
  expect(connections()).toBe(2);
});

it('asks a command that never ends to end, and keeps what it said', async () => {
  const signals: string[] = [];
  const { host } = await anSshServer({
    onCommand: (line, channel, session) => {
      channel.write('still at it');
      session.onSignal((name) => {
        signals.push(name);
        answer('')(line, channel, session);
      });
    },
  });
  const run = commandsOn([host]);

  const outcome = await run('web-1', ['sleep', 'infinity'], { timeoutMs: 500 });

  expect(outcome).toEqual({ exitCode: null, output: 'still at it', truncated: false, problem: 'timed-out' });
  expect(signals).toEqual(['TERM']);
});

it('keeps the end of an output that is larger than it may be', async () => {
  const { host } = await anSshServer({ onCommand: answer(`${'x'.repeat(3_000_000)}the end`) });
  const run = commandsOn([host]);

  const outcome = await run('web-1', ['cat', 'huge'], { ...soon, maxOutputBytes: 10 });

  expect(outcome).toEqual({ exitCode: 0, output: 'xxxthe end', truncated: true, problem: null });
});

it('reports a command that was killed on its host', async () => {
  const { host } = await anSshServer({
    onCommand: (_line, channel) => {
      channel.exit('KILL');
      channel.end();
    },
  });
  const run = commandsOn([host]);

  const outcome = await run('web-1', ['true'], soon);

  expect(outcome).toMatchObject({ exitCode: null, problem: 'killed' });
});

it('shares one connection, and runs no more commands at a time than allowed', async () => {
  let running = 0;
  let most = 0;
  const { host, connections } = await anSshServer({
    onCommand: (line, channel, session) => {
      running += 1;
      most = Math.max(most, running);
      setImmediate(() => {
        running -= 1;
        answer('')(line, channel, session);
      });
    },
  });
  const run = commandsOn([host], { perHost: 3, overall: 20 });

  const outcomes = await Promise.all(Array.from({ length: 12 }, () => run('web-1', ['true'], soon)));

  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(Array(12).fill(0));
  expect(connections()).toBe(1);
  expect(most).toBe(3);
});

it('runs no more commands at a time than allowed on all hosts together', async () => {
  let [running, most] = [0, 0];
  const onCommand: Parameters<typeof anSshServer>[0] = {
    onCommand: (line, channel, session) => {
      most = Math.max(most, (running += 1));
      setTimeout(() => {
        running -= 1;
        answer('')(line, channel, session);
      }, 20);
    },
  };
  const names = ['web-1', 'web-2', 'web-3'];
  const servers = await Promise.all(names.map((name) => anSshServer({ name, ...onCommand })));
  const run = commandsOn(
    servers.map(({ host }) => host),
    { perHost: 4, overall: 2 },
  );

  const outcomes = await Promise.all([...names, ...names, ...names].map((name) => run(name, ['true'], soon)));

  expect(outcomes.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
  expect(most).toBe(2);
});

it('never begins what had no turn in time', async () => {
  const begun: string[] = [];
  const { host } = await anSshServer({
    onCommand: (line, channel, session) => {
      begun.push(line);
      session.onSignal(() => answer('')(line, channel, session));
    },
  });
  const run = commandsOn([host], { perHost: 1, overall: 20 });

  const [, second] = await Promise.all([
    run('web-1', ['first'], { timeoutMs: 400 }),
    run('web-1', ['second'], { timeoutMs: 200 }),
  ]);

  expect(second).toMatchObject({ problem: 'not-started', output: 'web-1 had no turn for it in time' });
  expect(begun).toEqual(['exec first </dev/null']);
});

it('refuses a host that is not described', async () => {
  const run = commandsOn([]);

  const outcome = await run('db-9', ['true'], soon);

  expect(outcome).toMatchObject({ problem: 'not-started', output: 'no host db-9 is described: add it to hosts' });
});

it('refuses an argument that no command line can carry', async () => {
  const { host } = await anSshServer();
  const run = commandsOn([host]);

  const outcome = await run('web-1', ['echo', 'a\0b'], soon);

  expect(outcome.problem).toBe('not-started');
  expect(outcome.output).toContain('NUL');
});

it('goes through a jump host, whose connection ends with the one behind it', async () => {
  const inner = await anSshServer({ name: 'db-1', onCommand: answer('behind\n') });
  const jump = await anSshServer({ name: 'jump' });
  const commands = createSshCommands([{ ...inner.host, via: jump.host }]);

  const outcome = await commands.run('db-1', ['true'], soon);
  const open = jump.openConnections();
  commands.close();

  expect(outcome).toMatchObject({ exitCode: 0, output: 'behind\n' });
  expect(open).toBe(1);
  await vi.waitFor(() => expect([inner.openConnections(), jump.openConnections()]).toEqual([0, 0]));
});
