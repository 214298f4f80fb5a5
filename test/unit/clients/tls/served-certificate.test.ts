import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { firstCertificateIn, readCertificate } from '../../../../clients/tls/read-certificate.ts';
import { readServedCertificate } from '../../../../clients/tls/served-certificate.ts';
import type { Authority } from '../../../support/certificates/authority.ts';
import { foundAuthority } from '../../../support/certificates/authority.ts';

let folder: string;
let authority: Authority;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-authority-'));
  authority = await foundAuthority(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Served {
  readonly wish?: Parameters<Authority['issue']>[0];
  /** Whether the intermediate authority is left out. */
  readonly alone?: boolean;
}

/** Reads what a real TLS server shows. */
async function readFrom({ wish = {}, alone = false }: Served, serverName = 'shop.test', authorities?: string | null) {
  const { certificate, key } = await authority.issue(wish);
  const chain = alone ? certificate : `${certificate}${authority.intermediate.certificate}`;
  const port = await listening(createServer({ cert: chain, key }).on('tlsClientError', () => undefined));
  return readServedCertificate(
    { host: '127.0.0.1', port, serverName },
    { authorities: authorities === undefined ? authority.rootFile : authorities, timeoutMs: 5_000 },
  );
}

describe('what is served', () => {
  it('is read with its names, its dates and its serial', async () => {
    const { certificate } = (await readFrom({ wish: { from: -1, until: 10 } })) as { certificate: object };

    expect(certificate).toEqual({
      subject: 'CN=shop.test',
      issuer: 'CN=Test Authority',
      names: ['shop.test'],
      serial: expect.stringMatching(/^[0-9A-F]{38,40}$/) as unknown,
      notBefore: expect.stringMatching(/Z$/) as unknown,
      notAfter: expect.stringMatching(/Z$/) as unknown,
      coversName: true,
      chainProblem: null,
    });
  });

  it.each([
    ['of another name', { wish: { name: 'other.test' } }, 'shop.test', { coversName: false, chainProblem: null }],
    ['of a wildcard', { wish: { name: '*.shop.test' } }, 'www.shop.test', { coversName: true, chainProblem: null }],
    ['for an address that it does not name', {}, '127.0.0.1', { coversName: false, chainProblem: null }],
    ['that has expired', { wish: { until: -1 } }, 'shop.test', { coversName: true, chainProblem: null }],
    ['that begins tomorrow', { wish: { from: 1 } }, 'shop.test', { coversName: true, chainProblem: null }],
    [
      'without the authority in between',
      { alone: true },
      'shop.test',
      { chainProblem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    ],
    [
      'of another name and without the authority',
      { wish: { name: 'other.test' }, alone: true },
      'shop.test',
      { coversName: false, chainProblem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    ],
  ] as const)('%s is told from a good one', async (_what, served, serverName, expected) => {
    expect(await readFrom(served, serverName)).toMatchObject({ certificate: expected });
  });

  it('is not trusted without its root', async () => {
    expect(await readFrom({}, 'shop.test', null)).toMatchObject({
      certificate: { chainProblem: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    });
  });

  it('is not asked for where the file of authorities is missing', async () => {
    expect(await readFrom({}, 'shop.test', join(folder, 'missing'))).toEqual({
      problem: 'the file of authorities cannot be read (ENOENT)',
    });
  });

  it('is a problem where nobody listens', async () => {
    const endpoint = { host: '127.0.0.1', port: 1, serverName: 'shop.test' };

    expect(await readServedCertificate(endpoint, { authorities: null, timeoutMs: 5_000 })).toEqual({
      problem: 'no handshake (ECONNREFUSED)',
    });
  });

  it('is a problem where somebody listens and says nothing', async () => {
    const sockets: Socket[] = [];
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    const port = await listening(createTcpServer((socket) => void sockets.push(socket)));
    const endpoint = { host: '127.0.0.1', port, serverName: 'shop.test' };

    expect(await readServedCertificate(endpoint, { authorities: null, timeoutMs: 200 })).toEqual({
      problem: 'no handshake in time',
    });
  });

  it('is a problem where somebody speaks something else', async () => {
    const port = await listening(createTcpServer((socket) => socket.on('error', () => undefined).end('220 mail\r\n')));
    const endpoint = { host: '127.0.0.1', port, serverName: 'shop.test' };

    const read = await readServedCertificate(endpoint, { authorities: null, timeoutMs: 5_000 });

    expect(read).toEqual({ problem: expect.stringMatching(/^no handshake \(E[A-Z_]+\)$/) as unknown });
  });
});

describe('a certificate in a file', () => {
  it('is the first one, whatever stands around it', async () => {
    const { certificate, key } = await authority.issue();

    const found = firstCertificateIn(`warning\n${key}${certificate}${authority.intermediate.certificate}`);

    expect(found && readCertificate(found, 'shop.test')).toMatchObject({ subject: 'CN=shop.test', coversName: true });
  });

  it.each([
    ['nothing', ''],
    ['a damaged one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('is none where there is %s', (_what, text) => {
    expect(firstCertificateIn(text)).toBeUndefined();
  });

  it('has its texts on one line, short and masked', async () => {
    const name = `token=hunter2hunter2 ${'x'.repeat(40)}`;
    const { certificate } = await authority.issue({ name });
    const found = firstCertificateIn(certificate);

    expect(found && readCertificate(found, null).subject).toMatch(/^CN=token=\[secret\]/);
  });
});
