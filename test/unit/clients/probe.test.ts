import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askProbe } from '../../../clients/probe.ts';
import type { NetworkProbe } from '../../../model/service.ts';
import { aClosedPort, anHttpStub } from '../../support/http/http-stub.ts';

const timeoutMs = 20_000;

function httpProbe(url: string, overrides: Partial<Extract<NetworkProbe, { kind: 'http' }>> = {}): NetworkProbe {
  return { kind: 'http', url, expectStatus: 200, timeoutMs, ...overrides };
}

function tcpProbe(port: number, host = '127.0.0.1'): NetworkProbe {
  return { kind: 'tcp', host, port, timeoutMs };
}

describe('askProbe over HTTP', () => {
  it.each([
    [200, 200, 'healthy'],
    [204, 204, 'healthy'],
    [200, 204, 'unhealthy'],
    [500, 200, 'unhealthy'],
    [401, 401, 'healthy'],
  ])('calls an answer of %i where %i is wanted %s', async (status, expectStatus, health) => {
    const stub = await anHttpStub({ status });

    const answer = await askProbe(httpProbe(`${stub.url}/health`, { expectStatus }));

    expect(answer).toEqual({ health, summary: `http 127.0.0.1:${stub.port}/health answers ${status}` });
  });

  it('does not follow a redirect', async () => {
    const stub = await anHttpStub({ status: 302, headers: { location: '/elsewhere' } });

    expect(await askProbe(httpProbe(stub.url))).toMatchObject({ health: 'unhealthy' });
    expect(stub.requests).toHaveLength(1);
  });

  it('judges by the status, whatever becomes of the rest of the answer', async () => {
    const stub = await anHttpStub('break-off');

    expect(await askProbe(httpProbe(stub.url))).toMatchObject({ health: 'healthy' });
  });

  it('names neither credentials nor the query', async () => {
    const stub = await anHttpStub({ status: 500 });

    const { summary } = await askProbe(httpProbe(`http://web:s3cret@127.0.0.1:${stub.port}/health?token=s3cret`));

    expect(summary).toBe(`http 127.0.0.1:${stub.port}/health answers 500`);
    expect(stub.requests[0]?.headers.authorization).toBe(`Basic ${btoa('web:s3cret')}`);
  });

  it('calls silence unhealthy', async () => {
    const stub = await anHttpStub('silence');

    const answer = await askProbe(httpProbe(stub.url, { timeoutMs: 300 }));

    expect(answer).toMatchObject({ health: 'unhealthy', summary: expect.stringContaining('no answer in time') });
  });

  it('calls a closed port unhealthy, also one that browsers refuse to ask', async () => {
    const closed = await askProbe(httpProbe(`http://127.0.0.1:${await aClosedPort()}/`));
    const blocked = await askProbe(httpProbe('http://127.0.0.1:6000/'));

    expect([closed, blocked]).toMatchObject([
      { health: 'unhealthy', summary: expect.stringContaining('ECONNREFUSED') },
      { health: 'unhealthy', summary: expect.stringContaining('ECONNREFUSED') },
    ]);
  });

  it('calls something that does not speak HTTP unhealthy', async () => {
    const port = await aListener((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));

    expect(await askProbe(httpProbe(`http://127.0.0.1:${port}/`))).toMatchObject({ health: 'unhealthy' });
  });

  it('cannot tell where the name leads', async () => {
    const answer = await askProbe(httpProbe(`http://${'a'.repeat(64)}.invalid/`));

    expect(answer).toMatchObject({ health: 'unknown', summary: expect.stringMatching(/ENOTFOUND|EAI_/) });
  });

  it('cannot tell by a probe that is described wrongly', async () => {
    expect(await askProbe(httpProbe('gopher://127.0.0.1/'))).toMatchObject({ health: 'unknown' });
  });
});

describe('askProbe over TCP', () => {
  it('calls a listener healthy', async () => {
    const port = await aListener((socket) => socket.destroy());

    expect(await askProbe(tcpProbe(port))).toEqual({
      health: 'healthy',
      summary: `tcp 127.0.0.1:${port} accepts connections`,
    });
  });

  it('calls a closed port unhealthy', async () => {
    const port = await aClosedPort();

    expect(await askProbe(tcpProbe(port))).toEqual({
      health: 'unhealthy',
      summary: `tcp 127.0.0.1:${port} does not answer (ECONNREFUSED)`,
    });
  });

  it('cannot tell where the name leads', async () => {
    expect(await askProbe(tcpProbe(80, `${'a'.repeat(64)}.invalid`))).toMatchObject({ health: 'unknown' });
  });

  it('cannot tell by a port that does not exist', async () => {
    expect(await askProbe(tcpProbe(99_999))).toMatchObject({ health: 'unknown' });
  });
});

async function aListener(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
