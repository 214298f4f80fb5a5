import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';

const days = 24 * 60 * 60 * 1_000;
const ssh = {
  address: 'web-1.internal',
  user: 'ops',
  hostKeys: [`ssh-ed25519 ${'A'.repeat(68)}`],
  agent: '/run/agent',
};
const described = { name: 'shop', host: 'web-1', match: { alertname: 'X' } };

function aFile(certificate: object): string {
  return JSON.stringify({ hosts: [{ name: 'web-1', ssh }], certificates: [{ ...described, ...certificate }] });
}

function mistakesIn(certificate: object): readonly string[] {
  try {
    parseConfig(aFile(certificate), 'test.yaml', {});
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => `${path.replace(/^certificates\.0\./, '')}: ${message}`);
  }
}

function limitsOf(host: object) {
  return parseConfig(JSON.stringify({ hosts: [{ name: 'web-1', ...host }] }), 'test.yaml', {}).limits;
}

describe('a certificate', () => {
  it('is read with everything that may be said of it', () => {
    const certificate = {
      endpoint: 'shop.example.com:443',
      serverName: 'www.shop.example.com',
      authorities: '/etc/ssl/own.pem',
      file: '/etc/tls/shop.pem',
      readAsRoot: true,
      renew: ['sudo', '-n', '/usr/bin/certbot', 'renew'],
      reload: ['sudo', '-n', 'systemctl', 'reload', 'nginx.service'],
      renewBefore: '30d',
      commandTimeout: '1m',
    };

    expect(parseConfig(aFile(certificate), 'test.yaml', {}).certificates).toEqual([
      {
        ...described,
        endpoint: { host: 'shop.example.com', port: 443, serverName: 'www.shop.example.com' },
        authorities: '/etc/ssl/own.pem',
        file: { path: '/etc/tls/shop.pem', asRoot: true },
        renew: certificate.renew,
        reload: certificate.reload,
        renewBeforeMs: 30 * days,
        commandTimeoutMs: 60_000,
      },
    ]);
  });

  it.each([
    ['shop.example.com:443', 'shop.example.com'],
    ['[fd00::7]:443', 'fd00::7'],
  ])('is asked for at %s by the name %s unless it says otherwise', (endpoint, serverName) => {
    const [certificate] = parseConfig(aFile({ endpoint }), 'test.yaml', {}).certificates;

    expect(certificate?.endpoint).toEqual({ host: serverName, port: 443, serverName });
    expect(certificate).toMatchObject({ file: null, renew: null, reload: null, renewBeforeMs: 21 * days });
  });

  it.each([
    [{}, 'endpoint: say where it can be seen'],
    [{ endpoint: 'shop.example.com' }, 'endpoint: write host:port'],
    [{ endpoint: 'a:443', serverName: 'a b' }, 'serverName: write a name or an IP address'],
    [{ file: 'shop.pem' }, 'file: write an absolute path'],
    [{ file: '/a\nb' }, 'file: write an absolute path'],
    [{ file: '/a', serverName: 'a' }, 'serverName: this is about an endpoint'],
    [{ file: '/a', authorities: '/b' }, 'authorities: this is about an endpoint'],
    [{ endpoint: 'a:443', readAsRoot: true }, 'readAsRoot: this is about a file'],
    [{ endpoint: 'a:443', renew: ['renew'] }, 'file: name the file as well'],
    [{ endpoint: 'a:443', reload: ['reload'] }, 'file: name the file as well'],
    [{ file: '/a', renew: 'certbot renew' }, 'renew: write a list'],
    [{ file: '/a', host: 'web-9' }, 'host: there is no host web-9'],
    [{ endpoint: '127.0.0.1:443' }, "endpoint: it is looked at from the worker's machine"],
    [{ endpoint: '[::1]:443' }, "endpoint: it is looked at from the worker's machine"],
  ])('%j is refused', (certificate, words) => {
    expect(mistakesIn(certificate)).toEqual([expect.stringContaining(words)]);
  });
});

describe('the limits of a host', () => {
  it('are looked at where they are described, without rights unless it says so', () => {
    const match = { instance: 'web-1:9100' };

    expect(limitsOf({})).toEqual([]);
    expect(limitsOf({ limits: { match } })).toEqual([{ host: 'web-1', match, asRoot: false }]);
    expect(limitsOf({ limits: { match, readAsRoot: true } })).toEqual([{ host: 'web-1', match, asRoot: true }]);
  });
});
