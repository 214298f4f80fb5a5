import { readdir, readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fetchArchive } from '../../../../stack/obtaining/archive.ts';
import { runTool } from '../../../../stack/obtaining/tool.ts';
import { freePort } from '../../../../stack/running/free-port.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

const { env } = process;

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/lamp`;
}

async function anArchive(): Promise<Buffer> {
  const folder = await scratchFolder();
  await writeScript(join(folder, 'lamp'), 'echo light');
  await runTool('tar', ['-czf', join(folder, 'lamp.tar.gz'), '-C', folder, 'lamp'], { env });
  return readFile(join(folder, 'lamp.tar.gz'));
}

it('downloads an archive, also by a redirect, and unpacks it', async () => {
  const archive = await anArchive();
  const url = await serving((request, response) => {
    if (request.url === '/lamp') response.writeHead(302, { location: '/real' }).end();
    else response.end(archive);
  });
  const folder = await scratchFolder();

  await fetchArchive(url, folder, env);

  expect(await readdir(folder)).toEqual(['lamp']);
  expect(await runTool('lamp', [], { env: { PATH: `${folder}:${env['PATH']}` } })).toBe('light\n');
});

it.each<[string, RequestListener, RegExp]>([
  ['refuses', (_request, response) => void response.writeHead(404).end(), /the server answered 404/],
  ['sends something else', (_request, response) => void response.end('<html>log in first</html>'), /tar .* ended with/],
  ['breaks off', (_request, response) => void response.write('x', () => response.destroy()), /terminated/],
  ['does not answer', () => {}, /no answer within 100 ms/],
])('says what was wrong when the server %s, and leaves nothing', async (_title, listener, reason) => {
  const url = await serving(listener);
  const folder = await scratchFolder();

  const fetching = fetchArchive(url, folder, env, { connectMs: 100 });

  await expect(fetching).rejects.toMatchObject({ code: 'download-failed', message: expect.stringMatching(reason) });
  expect(await readdir(folder)).toEqual([]);
});

it('names the address when nobody listens there', async () => {
  const url = `http://127.0.0.1:${await freePort()}/lamp`;

  const fetching = fetchArchive(url, await scratchFolder(), env);

  await expect(fetching).rejects.toThrow(new RegExp(`^${url}: .*ECONNREFUSED`));
});
