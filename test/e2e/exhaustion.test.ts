import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { follow } from '../../demo/follow.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { openHostScene } from '../support/hosts/host-scene.ts';

const limit = 2_000;

/** A database that hangs up on its clients, and an api that never closes a connection to it. */
const leakScript = `import os, resource, socket, sys, time
port, count = int(sys.argv[1]), int(sys.argv[2])
database = socket.create_server(('127.0.0.1', port), backlog=512)
if os.fork() == 0:
    while True:
        database.accept()[0].close()
database.close()
open('/proc/self/comm', 'w').write('api')
resource.setrlimit(resource.RLIMIT_NOFILE, (${limit}, ${limit}))
kept = [socket.create_connection(('127.0.0.1', port)) for _ in range(count)]
open('/run/api.pid', 'w').write(str(os.getpid()))
time.sleep(600)
`;

let scene: Awaited<ReturnType<typeof openHostScene>>;
let port: number;

beforeAll(async () => {
  port = await freePort();
  scene = await openHostScene({
    files: { '/usr/local/bin/leak': { content: leakScript } },
    host: { limits: { match: { instance: 'web-1:9100' }, readAsRoot: true } },
  });
});

afterAll(() => scene.close());

it('names the process that leaks connections, where to, and what is wrong with it, and leaves it alone', async () => {
  const { host } = scene.remote;
  const pid = await leakAs('root', 1_800);

  await scene.alert({ alertname: 'NodeFileDescriptorLimit', instance: 'web-1:9100' });
  const record = await follow(scene, { target: 'host/web-1/limits' }, ({ status }) => status === 'escalated', {
    withinMs: 60_000,
  });

  expect(record?.outcome).toMatchObject({ kind: 'nothing-done', reason: 'diagnosis-only' });
  expect(record?.outcome?.detail).toMatch(
    new RegExp(
      `^process api \\(pid ${pid}\\) holds 1,8\\d\\d of its 2,000 descriptors, 1,800 of them sockets in CLOSE_WAIT to 127\\.0\\.0\\.1:${port}: ` +
        `it does not close connections to 127\\.0\\.0\\.1:${port}, which the other side has closed already`,
    ),
  );
  expect(await host.run(['test', '-d', `/proc/${pid}`])).toMatchObject({ code: 0 });
  await vi.waitFor(async () => expect(await scene.workerLog()).toContain(`1,800 CLOSE_WAIT to 127.0.0.1:${port}`), {
    timeout: 20_000,
  });
});

it('finds the same with the rights of the account alone where sudo does not allow more', async () => {
  const { host, ssh } = scene.remote;
  await host.write('/etc/sudoers', { content: '# Nobody may do anything.\n', mode: 0o440 });
  await host.succeed(['bash', '-c', 'kill -KILL -- "-$(cat /run/api.pid)"']);
  await leakAs(ssh.account, 1_700);

  await scene.alert({ alertname: 'ProcessTooManyOpenFiles', instance: 'web-1:9100' });
  const log = await vi.waitFor(
    async () => {
      const text = await scene.workerLog();
      expect(text).toContain('not read: sudo: a password is required');
      return text;
    },
    { timeout: 60_000, interval: 500 },
  );

  expect(log).toContain(`1,700 CLOSE_WAIT to 127.0.0.1:${port}`);
  expect(log).toMatch(/processes that could not be looked at: \d/);
});

/** Starts the leak as an account; resolves to its process when it has leaked so many. */
async function leakAs(account: string, count: number): Promise<string> {
  const { host } = scene.remote;
  await host.write('/run/api.pid', { content: '', owner: `${account}:root` });
  const words = `setsid python3 /usr/local/bin/leak ${port} ${count} >/dev/null 2>&1 </dev/null &`;
  await host.succeed(['su', account, '-c', words]);
  await vi.waitFor(() => host.succeed(['test', '-s', '/run/api.pid']), { timeout: 30_000, interval: 200 });
  return host.succeed(['cat', '/run/api.pid']);
}
