import { describe, expect, it } from 'vitest';
import { managerOf } from '../../../../activities/services/index.ts';
import { aService } from '../../../support/builders.ts';
import type { StubAnswer } from '../../../support/http/http-stub.ts';
import { aClosedPort, anHttpStub } from '../../../support/http/http-stub.ts';
import { aPlayedHost } from '../../../support/hosts/played-host.ts';

const longAgo = '2024-03-01T10:00:00.123456789Z';

function managedBy(api: string) {
  const service = aService({ manager: { kind: 'container', container: 'cart', api }, commandTimeoutMs: 5_000 });
  return managerOf(service, aPlayedHost().runOnHost);
}

/** A contract stub of an engine; its address stands for the machine that has one. */
async function anEngine(...answers: readonly StubAnswer[]) {
  const { url, requests } = await anHttpStub(...answers);
  return { manager: managedBy(url), asked: () => requests.map(({ method, path }) => `${method} ${path}`) };
}

/** What an engine says of a container that runs since long ago. */
function inspected(state: object = {}, restarts = 0): StubAnswer {
  const running = { Running: true, Restarting: false, OOMKilled: false, ExitCode: 0, StartedAt: longAgo };
  const body = JSON.stringify({ Id: 'c0ffee0123456789', State: { ...running, ...state }, RestartCount: restarts });
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

function framed(stream: number, text: string): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

describe('a container', () => {
  it('is told as its engine shows it', async () => {
    const { manager, asked } = await anEngine(inspected());

    expect(await manager.look()).toEqual({
      runs: 'yes',
      instance: `c0ffee012345 ${longAgo}`,
      isCrashLooping: false,
      summary: 'container cart runs',
    });
    expect(asked()).toEqual(['GET /containers/cart/json']);
  });

  it('tells how it ended', async () => {
    const { manager } = await anEngine(inspected({ Running: false, ExitCode: 137, OOMKilled: true }));

    expect(await manager.look()).toMatchObject({
      runs: 'no',
      summary: 'container cart has exited with 137 (out of memory)',
    });
  });

  it.each([
    ['waits for its next start', { Restarting: true }, 1, true],
    ['was started three times, last just now', { StartedAt: new Date().toISOString() }, 3, true],
    ['was started three times, last long ago', {}, 3, false],
    ['was started twice, last just now', { StartedAt: new Date().toISOString() }, 2, false],
  ])('that %s crash-loops: %s', async (_what, state, restarts, isCrashLooping) => {
    const { manager } = await anEngine(inspected(state, restarts));

    expect(await manager.look()).toMatchObject({ isCrashLooping });
  });

  it('is restarted while it runs', async () => {
    const { manager, asked } = await anEngine(inspected(), { status: 204 });

    expect(await manager.restart()).toEqual({ result: 'done', summary: 'restarted web' });
    expect(asked()[1]).toBe('POST /containers/cart/restart?t=10');
  });

  it('is started while it does not', async () => {
    const { manager, asked } = await anEngine(inspected({ Running: false }), { status: 204 });

    expect(await manager.restart()).toEqual({ result: 'done', summary: 'started web' });
    expect(asked()[1]).toBe('POST /containers/cart/start');
  });

  it.each([
    ['there is none of that name', { status: 404, body: '{"message":"No such container"}' }, 'failed'],
    ['the engine fails', { status: 500, body: '{"message":"no"}' }, 'failed'],
    ['nobody hears whether it did', 'break-off', 'unknown'],
    ['the engine says nothing', 'silence', 'unknown'],
  ] as const)('is restarted with the result of the engine where %s', async (_what, answer, result) => {
    const { manager } = await anEngine(inspected(), answer);

    expect(await manager.restart()).toMatchObject({ result });
  });

  it('is not judged, nor touched, where no engine listens', async () => {
    const manager = managedBy(`http://127.0.0.1:${await aClosedPort()}`);

    expect(await manager.look()).toMatchObject({ runs: 'unknown', instance: null, isCrashLooping: null });
    expect(await manager.restart()).toEqual({
      result: 'failed',
      summary: 'the container engine did not answer (ECONNREFUSED)',
    });
  });

  it('has a log of both its streams', async () => {
    const body = Buffer.concat([framed(1, 'said\n'), framed(2, 'and complained\n')]);
    const { manager, asked } = await anEngine({ status: 200, body });

    expect(await manager.readLog(1_000)).toEqual({ text: 'said\nand complained\n', truncated: false });
    expect(asked()).toEqual(['GET /containers/cart/logs?stdout=true&stderr=true&tail=500']);
  });

  it('has a log as it is where it writes to a terminal', async () => {
    const { manager } = await anEngine({ status: 200, body: 'plain words\n' });

    expect(await manager.readLog(6)).toEqual({ text: 'words\n', truncated: true });
  });
});
