import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import type { ConfigMistake } from '../../../config/errors.ts';
import { loadConfig, parseConfig } from '../../../config/load.ts';
import { aScratchFile, aScratchFolder } from '../../support/scratch.ts';

const service = (more: string) => `services:
  - name: web
    match: { service: web }
    restart: [systemctl, restart, web]
    ${more}
`;
const route = (more: string) => `routes:\n  - name: a\n    ${more}\n`;
const described = (host: string) =>
  `  - { name: web, host: ${host}, match: { a: b }, restart: [x], probe: { tcp: "a:1" } }\n`;
const bomb = Array.from({ length: 7 }, (_, level) => {
  const items = level === 0 ? 'x' : `*a${level - 1}`;
  return `a${level}: &a${level} [${Array.from({ length: 9 }, () => items).join(', ')}]`;
}).join('\n');

describe('parseConfig', () => {
  it.each<[mistake: string, text: string, expected: ConfigMistake | Partial<ConfigMistake>]>([
    [
      'an unknown setting',
      'worker: {}\nservcies: []',
      { path: 'servcies', line: 2, message: 'there is no such setting' },
    ],
    ['an unknown setting inside', service('probe: { tcp: "a:1" }\n    port: 1'), { path: 'services.0.port', line: 6 }],
    ['an inherited name', '__proto__: 1', { path: '__proto__', line: 1, message: 'there is no such setting' }],
    ['a key written twice', 'services: []\nservices: []', { path: '', line: 2, message: 'Map keys must be unique' }],
    ['a tab', 'worker:\n\tlisten: {}', { path: '', line: 2, message: 'Tabs are not allowed as indentation' }],
    ['two documents', 'worker: {}\n---\nworker: {}', { path: '', line: 2 }],
    ['a list as the file', '- a', { path: '', line: 1, message: 'Invalid input: expected object, received array' }],
    ['a section left empty', 'services:', { path: 'services', line: 1, message: 'is empty: fill it, or leave it out' }],
    ['a missing setting', 'prometheus: {}', { path: 'prometheus.url', line: 1, message: 'is missing' }],
    [
      'a time without a unit',
      'evidence: { keep: 90 }',
      { path: 'evidence.keep', message: 'write a time as a number and a unit, such as 90s, 5m or 2h' },
    ],
    ['an alias of nothing', 'services: *x', { path: '', message: expect.stringContaining('Unresolved alias') }],
    ['a bomb of aliases', bomb, { path: '', message: expect.stringContaining('Excessive alias count') }],
    ['a service without a probe', service(''), { path: 'services.0.probe', line: 2 }],
    [
      'an empty probe',
      service('probe: {}'),
      { path: 'services.0.probe', line: 5, message: expect.stringMatching(/^say how/) },
    ],
    [
      'a probe of no web address',
      service('probe: { http: "ftp://a/" }'),
      { path: 'services.0.probe.http', line: 5, message: 'write an address that begins with http:// or https://' },
    ],
    [
      'a status that is none',
      service('probe: { http: "http://a/", expectStatus: 9 }'),
      { path: 'services.0.probe.expectStatus' },
    ],
    [
      'a probe without a port',
      service('probe: { tcp: web }'),
      { path: 'services.0.probe.tcp', message: 'write host:port' },
    ],
    [
      'a port that does not exist',
      service('probe: { tcp: "web:99999" }'),
      { path: 'services.0.probe.tcp', line: 5, message: 'the port must be between 1 and 65535' },
    ],
    ['the port 0', service('probe: { tcp: "web:0" }'), { message: 'the port must be between 1 and 65535' }],
    [
      'a time without a unit',
      service('probe: { tcp: "a:1", timeout: 90 }'),
      { path: 'services.0.probe.timeout', line: 5 },
    ],
    [
      'a time in words',
      'policy:\n  verification:\n    hold: soon',
      { path: 'policy.verification.hold', line: 3, message: expect.stringMatching(/^write a time/) },
    ],
    ['a time of nothing', service('probe: { tcp: "a:1", timeout: 0s }'), { message: 'must be between 1ms and 30s' }],
    ['too long a probe', service('probe: { tcp: "a:1", timeout: 2m }'), { message: 'must be between 1ms and 30s' }],
    [
      'too long a command',
      service('probe: { tcp: "a:1" }\n    commandTimeout: 10m'),
      { message: 'must be between 1ms and 4m' },
    ],
    [
      'a command in one text',
      service('probe: { tcp: "a:1" }\n    status: systemctl is-active web'),
      { path: 'services.0.status', line: 6, message: 'write a list: the program, then its arguments' },
    ],
    ['an empty command', service('probe: { tcp: "a:1" }\n    status: []'), { path: 'services.0.status.0', line: 6 }],
    [
      'a NUL in a command',
      service('probe: { tcp: "a:1" }\n    status: ["a\\0b"]'),
      { path: 'services.0.status.0', line: 6 },
    ],
    [
      'a log in one text',
      service('probe: { tcp: "a:1" }\n    logs: /var/log/web'),
      { path: 'services.0.logs', line: 6 },
    ],
    [
      'an empty match',
      route('match: {}'),
      {
        path: 'routes.0.match',
        line: 3,
        message: 'name at least one label: an empty match would mean every alert',
      },
    ],
    [
      'a label that is a number',
      route('match: { port: 80 }'),
      { path: 'routes.0.match.port', line: 3, message: 'write a text, or a list of texts' },
    ],
    ['a mistake below its key', route('match:\n      {}'), { path: 'routes.0.match', line: 3 }],
    ['an unknown runbook', route('match: { a: b }\n    runbook: dance'), { path: 'routes.0.runbook', line: 4 }],
    ['grouping by nothing', route('match: { a: b }\n    groupBy: []'), { path: 'routes.0.groupBy', line: 4 }],
    [
      'a route described twice',
      `${route('match: { a: b }')}  - name: a\n    match: { c: d }`,
      { path: 'routes.1.name', line: 4, message: 'the route a is described twice' },
    ],
    ['an unknown mode', 'policy:\n  modes:\n    - mode: yolo', { path: 'policy.modes.0.mode', line: 3 }],
    ['three tokens', 'trigger:\n  tokens: [{ env: A }, { env: B }, { env: C }]', { path: 'trigger.tokens', line: 2 }],
    ['an unknown channel', 'channels:\n  - type: pager', { path: 'channels.0.type', line: 2 }],
    [
      'a secret in the file itself',
      'channels:\n  - type: slack\n    channel: C012345\n    token: xoxb-s3cret',
      { path: 'channels.0.token', line: 4, message: 'say where the secret stands: env: NAME or file: PATH' },
    ],
    [
      'a secret that is missing',
      'trigger:\n  tokens:\n    - env: NOT_THERE',
      { path: 'trigger.tokens.0', line: 3, message: 'the environment variable NOT_THERE is missing or empty' },
    ],
    ['a secret that is empty', 'trigger:\n  tokens:\n    - env: BLANK', { path: 'trigger.tokens.0' }],
    [
      'a secret file that is missing',
      'trigger:\n  tokens:\n    - file: not/there',
      { message: 'the file not/there is missing or empty' },
    ],
  ])('explains %s', (_mistake, text, expected) => {
    expect(mistakesIn(text)).toEqual([expect.objectContaining(expected)]);
  });

  it('explains a service described twice, but not one name on two hosts', () => {
    expect(mistakesIn(`services:\n${described('a')}${described('b')}${described('a')}`)).toEqual([
      { path: 'services.2.name', line: 4, message: 'the service a/web is described twice' },
    ]);
  });

  it('lists all mistakes at once, each with its place', () => {
    const text = `${service('probe: {}')}worker: { listen: { port: 70000 } }\nchannels: [{ type: pager }]\nx: 1\ny: 2\n`;

    const error = errorOf(text);

    expect(error.mistakes.map(({ path }) => path).toSorted()).toEqual([
      'channels.0.type',
      'services.0.probe',
      'worker.listen.port',
      'x',
      'y',
    ]);
    expect(error.message.split('\n')).toEqual(
      expect.arrayContaining(['test.yaml cannot be used:', '  test.yaml:8 x: there is no such setting']),
    );
  });

  it('lists all missing secrets at once', () => {
    const text =
      'trigger: { tokens: [{ env: A }] }\nchannels: [{ type: webhook, url: { env: B }, headers: { x: { env: C } } }]';

    expect(mistakesIn(text).map(({ path }) => path)).toEqual([
      'trigger.tokens.0',
      'channels.0.url',
      'channels.0.headers.x',
    ]);
  });

  it('refuses post-incident reports to a channel that is not there, and names those that are', () => {
    const error = errorOf('channels: [{ type: console, name: log }]\nreviews:\n  sendTo: [mail]\n');

    expect(error.mistakes).toMatchObject([
      { path: 'reviews.sendTo.0', line: 3, message: 'there is no channel mail: the channels are log' },
    ]);
  });

  it('repeats no secret in a mistake', () => {
    const error = errorOf('channels:\n  - type: slack\n    url: https://hooks.example/s3cret\n    token: s3cret\n');

    expect(error.message).not.toContain('s3cret');
  });

  it('has a default for everything', () => {
    expect(parseConfig('', 'test.yaml', {})).toEqual({
      trigger: { listen: { host: '127.0.0.1', port: 9190 }, tokens: [], allowUnauthenticated: false, kubernetes: null },
      worker: { listen: { host: '127.0.0.1', port: 9191 }, publicUrl: null },
      alertmanager: { urls: [], headers: {}, silenceMs: null },
      prometheus: null,
      audit: { file: '.nightshift/audit.jsonl' },
      evidence: { folder: '.nightshift/evidence', keepMs: 7_776_000_000 },
      elasticsearch: null,
      clusters: [],
      hosts: [],
      services: [],
      disks: [],
      limits: [],
      certificates: [],
      ansible: { command: 'ansible-playbook', environment: {} },
      playbooks: [],
      hostParts: { clocks: [], units: [], resolvers: [], serviceUnits: [] },
      forecasting: { folder: '.nightshift/forecasts', keepMs: 7_776_000_000, processes: 1, transformer: null },
      forecasts: [],
      routes: [
        {
          name: 'heartbeats',
          match: { alertname: ['Watchdog', 'InfoInhibitor'] },
          ignore: true,
          groupBy: null,
          runbook: null,
        },
      ],
      policy: {
        modes: [],
        verification: { withinMs: 120_000, holdMs: 120_000, checks: 4 },
        incident: { holdDownMs: 900_000, clearWithinMs: 1_800_000, staleAfterMs: 86_400_000, maxAttempts: 3 },
        maintenance: [],
        approval: {
          approvers: [],
          quorum: { safe: 1, disruptive: 1, destructive: 2 },
          deadlineMs: 3_600_000,
          reminderMs: 900_000,
          requireVerified: false,
        },
        patienceMs: 1_800_000,
        guard: {
          caps: {
            attempts: { max: 3, withinMs: 21_600_000 },
            coolDownMs: 300_000,
            perHour: { runbook: 20, domain: 30 },
            parallel: 5,
            storm: { targets: 15, withinMs: 300_000, coolDownMs: 600_000 },
          },
          domains: [],
          groups: [],
          dependencies: [],
        },
      },
      channels: [{ type: 'console', name: 'console', everyIncident: true, digest: null }],
      people: [],
      groups: [],
      schedules: [],
      escalations: [],
      links: { temporal: null },
      reviews: { sendTo: [], onlyPeople: true, aroundMs: 1_800_000, metrics: [] },
    });
  });

  it.each([
    ['without a number of its own', '', false],
    ['with one', ", to: ['+4915112345678']", true],
  ])('has a channel for text messages %s told of every incident or not', (_what, to, expected) => {
    const account = `account: AC${'0'.repeat(32)}, token: { env: TOKEN }, from: '+15005550006'`;

    const { channels } = parseConfig(`channels: [{ type: sms, ${account}${to} }]`, 'test.yaml', { TOKEN: 'x' });

    expect(channels).toMatchObject([{ type: 'sms', everyIncident: expected }]);
  });

  it('reads a service with all that may be left out', () => {
    const { services } = parseConfig(service('probe: { http: "http://127.0.0.1:8080/" }'), 'test.yaml', {});

    expect(services).toEqual([
      {
        name: 'web',
        host: 'localhost',
        match: { service: 'web' },
        probe: { kind: 'http', url: 'http://127.0.0.1:8080/', expectStatus: 200, timeoutMs: 5_000 },
        manager: {
          kind: 'commands',
          status: null,
          instance: null,
          start: null,
          restart: ['systemctl', 'restart', 'web'],
        },
        logs: null,
        dependsOn: [],
        settings: [],
        commandTimeoutMs: 60_000,
      },
    ]);
  });

  it.each([
    ['web:80', { host: 'web', port: 80 }],
    ['[::1]:80', { host: '::1', port: 80 }],
  ])('reads the TCP address %s', (tcp, expected) => {
    const { services } = parseConfig(service(`probe: { tcp: "${tcp}" }`), 'test.yaml', {});

    expect(services[0]?.probe).toMatchObject(expected);
  });

  it('reads secrets from the environment and from files, without the line feed at their end', async () => {
    const file = await aScratchFile('from-file\n');
    const text = `channels: [{ type: webhook, url: { env: URL }, headers: { x-key: { file: ${file} } } }]`;

    const { channels } = parseConfig(text, 'test.yaml', { URL: 'https://a.example/x' });

    expect(channels).toEqual([
      {
        type: 'webhook',
        name: 'webhook',
        everyIncident: true,
        digest: null,
        url: 'https://a.example/x',
        headers: { 'x-key': 'from-file' },
        signingSecret: null,
      },
    ]);
  });

  it('freezes what it returns, all the way down', () => {
    const config = parseConfig(service('probe: { tcp: "a:1" }'), 'test.yaml', {});

    expect(thawedIn(config, 'config')).toEqual([]);
  });
});

describe('loadConfig', () => {
  it('reads the file that is named', async () => {
    const file = await aScratchFile('worker: { listen: { port: 0 } }');

    expect(loadConfig(file, {}).worker.listen.port).toBe(0);
  });

  it('explains a file that cannot be read', async () => {
    const missing = `${await aScratchFolder()}/missing.yaml`;

    expect(() => loadConfig(missing, {})).toThrow(`${missing} cannot be read: ENOENT`);
  });
});

function errorOf(text: string): ConfigError {
  try {
    parseConfig(text, 'test.yaml', { BLANK: ' ' });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration has no mistake');
}

function mistakesIn(text: string): readonly ConfigMistake[] {
  return errorOf(text).mistakes;
}

function thawedIn(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, part]) => thawedIn(part, `${path}.${name}`));
  return Object.isFrozen(value) ? inside : [path, ...inside];
}
