import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { StackError } from '../../../../stack/errors.ts';
import { freePort } from '../../../../stack/running/free-port.ts';
import { startOnPorts } from '../../../../stack/running/ports.ts';

async function listening(port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function taken() {
  return Promise.reject(new StackError('port-taken', 'address already in use'));
}

it('hands out ports that can be listened on, each one once', async () => {
  const ports = await Promise.all(Array.from({ length: 40 }, () => freePort()));

  const listened = await Promise.all(ports.map(listening));

  expect(new Set(listened).size).toBe(40);
});

it('stays below the ports that outgoing connections use', async () => {
  const ports = await Promise.all(Array.from({ length: 40 }, () => freePort()));

  expect(Math.max(...ports)).toBeLessThan(32_768);
});

it('passes by a port that is taken', async () => {
  const busy = await listening(20_001).catch(() => 20_001);
  const random = vi.spyOn(Math, 'random').mockReturnValueOnce((busy - 10_240) / 21_760);
  onTestFinished(() => random.mockRestore());

  const port = await freePort();

  // More than twice where other processes hold what comes next.
  expect(random.mock.calls.length).toBeGreaterThanOrEqual(2);
  expect(port).not.toBe(busy);
});

it('uses the given ports and free ones for the others', async () => {
  const wanted = await freePort();

  const ports = await startOnPorts({ port: wanted, uiPort: undefined }, (chosen) => Promise.resolve(chosen));

  expect(ports.port).toBe(wanted);
  expect(ports.uiPort).toBeGreaterThan(0);
});

it('repeats a start with other ports when another process was faster', async () => {
  const start = vi.fn<(ports: { readonly port: number }) => Promise<number>>();
  start.mockImplementationOnce(taken).mockImplementation(({ port }) => Promise.resolve(port));

  const port = await startOnPorts({ port: undefined }, start);

  expect(start).toHaveBeenCalledTimes(2);
  expect(port).not.toBe(start.mock.calls[0]?.[0].port);
});

it('does not repeat a start that failed for another reason', async () => {
  const start = vi.fn(() => Promise.reject(new StackError('failed-to-start', 'no oil')));

  await expect(startOnPorts({ port: undefined }, start)).rejects.toMatchObject({ code: 'failed-to-start' });

  expect(start).toHaveBeenCalledTimes(1);
});

it('gives up after a few starts', async () => {
  const start = vi.fn(taken);

  await expect(startOnPorts({ port: undefined }, start)).rejects.toMatchObject({ code: 'port-taken' });

  expect(start).toHaveBeenCalledTimes(4);
});

it('does not start on a port that was asked for and is in use', async () => {
  const port = await listening(0);
  const start = vi.fn();

  await expect(startOnPorts({ port }, start)).rejects.toMatchObject({
    code: 'port-taken',
    message: `The port ${port} is in use by another process.`,
  });

  expect(start).not.toHaveBeenCalled();
});
