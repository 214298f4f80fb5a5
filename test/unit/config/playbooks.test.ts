import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';

const usual = {
  name: 'light',
  host: 'web-1',
  file: 'playbooks/light.yml',
  undo: false,
  match: { alertname: 'TooDark' },
  proof: [{ command: ['test', '-e', '/run/lit'] }],
};
const ssh = {
  address: '10.1.0.11',
  user: 'nightshift',
  hostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPK/QZC79Afoec57z2TQpVzxPuiSqzhHgX2HC7fAI3Y'],
  key: { env: 'KEY' },
};
const services = [
  { name: 'lamp', host: 'web-1', match: { service: 'lamp' }, probe: { tcp: '10.1.0.11:80' }, restart: ['true'] },
];

/** A file with playbooks, each changed from a usual one. */
function parse(playbooks: readonly object[], more: object = {}) {
  const file = {
    hosts: [{ name: 'web-1', ssh }],
    services,
    playbooks: playbooks.map((each) => ({ ...usual, ...each })),
    ...more,
  };
  return parseConfig(JSON.stringify(file), '/etc/nightshift/nightshift.yaml', { KEY: 'the key', WORDS: 'open' });
}

function mistakesIn(
  playbook: object,
  more: object = {},
): readonly { readonly path: string; readonly message: string }[] {
  try {
    parse([playbook], more);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => ({ path: path.replace('playbooks.0.', ''), message }));
  }
}

describe('a playbook', () => {
  it('is seen from the file that describes it', () => {
    const all = { undo: 'dark.yml', inventory: '/srv/inventory', vaultPasswordFile: '../vault' };

    const { playbooks, ansible } = parse([{ ...all, extraVars: { watts: 60, on: true, colour: 'red' } }]);

    expect(ansible).toEqual({ command: 'ansible-playbook', environment: {} });
    expect(playbooks).toEqual([
      {
        name: 'light',
        host: 'web-1',
        match: { alertname: 'TooDark' },
        file: '/etc/nightshift/playbooks/light.yml',
        undo: '/etc/nightshift/dark.yml',
        inventory: '/srv/inventory',
        vaultPasswordFile: '/etc/vault',
        extraVars: { watts: 60, on: true, colour: 'red' },
        risk: 'disruptive',
        proof: [{ kind: 'command', command: ['test', '-e', '/run/lit'], timeoutMs: 5_000 }],
        timeoutMs: 300_000,
      },
    ]);
  });

  it('may be proven by a described service, and have no undo', () => {
    const { playbooks } = parse([{ proof: [{ service: 'host/web-1/service/lamp' }] }]);

    expect(playbooks[0]).toMatchObject({ undo: null, proof: [{ kind: 'service', target: 'host/web-1/service/lamp' }] });
  });

  it('may be for the machine of the worker', () => {
    expect(mistakesIn({ host: 'here' }, { hosts: [{ name: 'here' }], services: [] })).toEqual([]);
  });

  it.each([
    [{ host: 'all' }, 'host', /one host, not a pattern/],
    [{ host: 'web-1,web-2' }, 'host', /one host, not a pattern/],
    [{ host: 'web*' }, 'host', /one host, not a pattern/],
    [{ host: '!web-1' }, 'host', /one host, not a pattern/],
    [{ host: '@hosts' }, 'host', /one host, not a pattern/],
    [{ host: 'web-2' }, 'host', /there is no host web-2: describe it under hosts/],
    [{ name: 'light/../x' }, 'name', /letters, digits/],
    [{ file: 'a.yml,b.yml' }, 'file', /a comma/],
    [{ undo: undefined }, 'undo', /write false where nothing does/],
    [{ undo: true }, 'undo', /write false where nothing does/],
    [{ match: {} }, 'match', /at least one label/],
    [{ risk: 'none' }, 'risk', /./],
    [{ proof: [] }, 'proof', /./],
    [{ proof: [{}] }, 'proof.0', /say what proves that it helped/],
    [{ proof: [{ service: 'host/web-1/service/bulb' }] }, 'proof.0.service', /no service has the target/],
    [{ extraVars: { ansible_host: 'web-2' } }, 'extraVars.ansible_host', /not Ansible's own/],
    [{ extraVars: { 'a-b': 1 } }, 'extraVars.a-b', /the name of a variable/],
    [{ extraVars: { a: "{{ lookup('pipe', 'id') }}" } }, 'extraVars.a', /must not contain a template/],
    [{ extraVars: { a: ['list'] } }, 'extraVars.a', /a text, a number, true or false/],
    [{ timeout: '31m' }, 'timeout', /must be between/],
    [{ tags: ['x'] }, 'tags', /there is no such setting/],
  ])('that says %j is refused', (playbook, path, message) => {
    expect(mistakesIn(playbook)).toEqual([{ path, message: expect.stringMatching(message) as unknown }]);
  });

  it('is described only once', () => {
    expect(() => parse([{}, {}])).toThrow(ConfigError);
    expect(parse([{}, { name: 'dark' }]).playbooks).toHaveLength(2);
  });

  it('has a key that nobody has to unlock, all the way to its host', () => {
    const hosts = [
      { name: 'gate', ssh: { ...ssh, passphrase: { env: 'WORDS' } } },
      { name: 'web-1', ssh: { ...ssh, via: 'gate' } },
    ];

    expect(mistakesIn({}, { hosts })).toEqual([
      { path: 'host', message: 'the key of gate has a passphrase, which nobody can type: use an agent or another key' },
    ]);
  });
});

it.each([
  [{ command: '' }, 'ansible.command'],
  [{ environment: { 'A=B': 'x' } }, 'ansible.environment.A=B'],
  [{ environment: { A: 1 } }, 'ansible.environment.A'],
  [{ forks: 3 }, 'ansible.forks'],
])('Ansible cannot be started with %j', (ansible, path) => {
  expect(mistakesIn({}, { ansible }).map((each) => each.path)).toEqual([path]);
});
