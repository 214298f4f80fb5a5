import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';

const hostKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPK/QZC79Afoec57z2TQpVzxPuiSqzhHgX2HC7fAI3Y';
const env = { KEY: 'the private key\n', WORDS: 'the passphrase' };

/** A host in the file, with its settings of `ssh` changed or left out. */
function aHost(name: string, ssh: object = {}): object {
  return {
    name,
    ssh: { address: `${name}.internal`, user: 'nightshift', hostKeys: [hostKey], key: { env: 'KEY' }, ...ssh },
  };
}

function aService(host: string, probe: object = { tcp: `${host}.internal:80` }): object {
  return { name: 'web', host, match: { service: 'web' }, probe, restart: ['true'] };
}

function hostsOf(...hosts: readonly object[]) {
  return parseConfig(JSON.stringify({ hosts }), 'test.yaml', env).hosts;
}

function mistakesIn(file: object): readonly { readonly path: string; readonly message: string }[] {
  try {
    parseConfig(JSON.stringify(file), 'test.yaml', env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => ({ path, message }));
  }
}

describe('hosts', () => {
  it('are reached by SSH with a key that is read', () => {
    const hosts = hostsOf(aHost('web-1', { passphrase: { env: 'WORDS' } }));

    expect(hosts).toEqual([
      {
        name: 'web-1',
        ssh: {
          name: 'web-1',
          address: 'web-1.internal',
          port: 22,
          user: 'nightshift',
          hostKeys: [hostKey],
          identity: { kind: 'key', privateKey: 'the private key\n', passphrase: 'the passphrase' },
          via: null,
        },
      },
    ]);
  });

  it('may be reached with an agent', () => {
    const [host] = hostsOf(aHost('web-1', { key: undefined, agent: '/run/agent.sock' }));

    expect(host?.ssh?.identity).toEqual({ kind: 'agent', socket: '/run/agent.sock' });
  });

  it('may be reached through one another', () => {
    const [, , inner] = hostsOf(aHost('gate'), aHost('hall', { via: 'gate' }), aHost('db-1', { via: 'hall' }));

    expect(inner?.ssh).toMatchObject({ name: 'db-1', via: { name: 'hall', via: { name: 'gate', via: null } } });
  });

  it('are the machine of the worker where they say nothing of SSH', () => {
    expect(hostsOf({ name: 'here' })).toEqual([{ name: 'here', ssh: null }]);
  });

  it.each([
    ['no host key', { hostKeys: [] }, 'hosts.0.ssh.hostKeys', /any machine could pretend/],
    ['a host key that is none', { hostKeys: ['AAAA'] }, 'hosts.0.ssh.hostKeys.0', /as ssh-keyscan prints it/],
    ['no proof of who comes', { key: undefined }, 'hosts.0.ssh', /how Nightshift proves who it is/],
    ['a key in the file itself', { key: 'secret' }, 'hosts.0.ssh.key', /where the secret stands/],
    ['an address with a port', { address: 'web-1:22/x' }, 'hosts.0.ssh.address', /the port stands beside it/],
    ['no port', { port: 0 }, 'hosts.0.ssh.port', /./],
    ['an account that is everybody', { user: 'ALL' }, 'hosts.0.ssh.user', /would mean everybody/],
    ['an account with an option', { user: '-oProxyCommand=x y' }, 'hosts.0.ssh.user', /the name of an account/],
    ['a way through nobody', { via: 'gate' }, 'hosts.0.ssh.via', /there is no host gate with ssh/],
    ['a way through itself', { via: 'web-1' }, 'hosts.0.ssh.via', /in a circle/],
  ])('refuse %s', (_mistake, ssh, path, message) => {
    const mistakes = mistakesIn({ hosts: [aHost('web-1', ssh)] });

    expect(mistakes).toEqual([{ path, message: expect.stringMatching(message) as unknown }]);
  });

  it('refuse a way that leads in a circle or through this machine', () => {
    const hosts = [aHost('a', { via: 'b' }), aHost('b', { via: 'a' }), { name: 'here' }, aHost('c', { via: 'here' })];

    expect(mistakesIn({ hosts }).map(({ path }) => path)).toEqual([
      'hosts.0.ssh.via',
      'hosts.1.ssh.via',
      'hosts.3.ssh.via',
    ]);
  });

  it('refuse to be described twice', () => {
    expect(mistakesIn({ hosts: [aHost('a'), aHost('a')] })).toEqual([
      { path: 'hosts.1.name', message: 'the host a is described twice' },
    ]);
  });
});

describe('services of hosts', () => {
  it('may have any host while none is described', () => {
    expect(mistakesIn({ services: [aService('anything')] })).toEqual([]);
  });

  it('have a host that is described', () => {
    expect(mistakesIn({ hosts: [aHost('web-1')], services: [aService('web-2')] })).toEqual([
      { path: 'services.0.host', message: 'there is no host web-2: describe it under hosts' },
    ]);
  });

  it.each([
    { tcp: 'localhost:80' },
    { tcp: '[::1]:80' },
    { http: 'http://127.0.0.1:80/health' },
    { http: 'http://[::1]/health' },
  ])('of another machine are not asked at the own one, as %j would', (probe) => {
    expect(mistakesIn({ hosts: [aHost('web-1')], services: [aService('web-1', probe)] })).toEqual([
      { path: 'services.0.probe', message: "probes are sent from the worker's machine: write an address of web-1" },
    ]);
  });

  it.each([
    ['this machine', { name: 'web-1' }],
    ['one behind the loopback address', aHost('web-1', { address: '127.0.0.1', port: 2222 })],
  ])('of %s are asked there', (_which, host) => {
    expect(mistakesIn({ hosts: [host], services: [aService('web-1', { tcp: '127.0.0.1:80' })] })).toEqual([]);
  });
});
