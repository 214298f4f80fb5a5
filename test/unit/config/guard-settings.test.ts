import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';

const env = { TOKEN: 'Bearer s3cret' };

/** The parts of the configuration that these tests are about. */
function settings(text: string) {
  const { alertmanager, audit, policy, prometheus } = parseConfig(text, 'test.yaml', env);
  return { alertmanager, audit, prometheus, maintenance: policy.maintenance };
}

function mistakesIn(text: string): readonly string[] {
  try {
    parseConfig(text, 'test.yaml', env);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

/** A configuration with one window that says when. */
function aWindow(when: string): string {
  return `policy: { maintenance: [{ name: a, ${when} }] }`;
}

const valid = 'absolute: { from: 2026-01-01T00:00:00Z, to: 2026-01-02T00:00:00Z }';

function weekly(changes: Readonly<Record<string, string>> = {}): string {
  const parts = { days: '[sat, sun]', from: '"22:00"', to: '"06:00"', timeZone: 'Europe/Berlin', ...changes };
  const written = Object.entries(parts).map(([name, value]) => `${name}: ${value}`);
  return aWindow(`weekly: { ${written.join(', ')} }`);
}

function absolute(from: string, to: string): string {
  return aWindow(`absolute: { from: "${from}", to: "${to}" }`);
}

describe('alertmanager', () => {
  it('has addresses, and headers whose values are secrets', () => {
    const text =
      'alertmanager: { urls: ["http://a:9093", "https://b/am"], headers: { authorization: { env: TOKEN } } }';

    expect(settings(text).alertmanager).toEqual({
      urls: ['http://a:9093', 'https://b/am'],
      headers: { authorization: 'Bearer s3cret' },
      silenceMs: null,
    });
  });

  it.each([
    ['', 1_800_000],
    [', atMost: 2h', 7_200_000],
  ])('silences only where it is wanted (%s), and then not for ever', (more, silenceMs) => {
    const text = `alertmanager: { urls: ["http://a"], silence: { whileRepairing: true${more} } }`;

    expect(settings(text).alertmanager).toMatchObject({ silenceMs });
  });

  it.each([
    [
      'silences without an address',
      'silence: { whileRepairing: true }',
      'silence.whileRepairing: nothing can be silenced without alertmanager.urls',
    ],
    [
      'an address of another kind',
      'urls: ["ftp://a"]',
      'urls.0: write an address that begins with http:// or https://',
    ],
    ['no address', 'urls: [a]', 'urls.0: write an address that begins with http:// or https://'],
    ['credentials', 'urls: ["http://u:s3cret@a"]', 'urls.0: write the address alone: secrets belong into headers'],
    ['a query', 'urls: ["http://a/?token=s3cret"]', 'urls.0: write the address alone: secrets belong into headers'],
    ['a fragment', 'urls: ["http://a/#b"]', 'urls.0: write the address alone: secrets belong into headers'],
    [
      'a secret in the file itself',
      'headers: { authorization: s3cret }',
      'headers.authorization: say where the secret stands: env: NAME or file: PATH',
    ],
    [
      'a secret that is missing',
      'headers: { authorization: { env: NONE } }',
      'headers.authorization: the environment variable NONE is missing or empty',
    ],
  ])('explains %s, and repeats no secret', (_what, text, expected) => {
    expect(mistakesIn(`alertmanager: { ${text} }`)).toEqual([`alertmanager.${expected}`]);
  });
});

describe('prometheus', () => {
  it('has an address and secret headers', () => {
    const text = 'prometheus: { url: "http://a:9090", headers: { authorization: { env: TOKEN } } }';

    expect(settings(text).prometheus).toEqual({
      url: 'http://a:9090',
      headers: { authorization: 'Bearer s3cret' },
      remoteWrite: null,
    });
  });

  it('has an address of its own for what is written', () => {
    const text =
      'prometheus: { url: "http://a", remoteWrite: { url: "http://b/write", headers: { x-scope: { env: TOKEN } } } }';

    expect(settings(text).prometheus?.remoteWrite).toEqual({
      url: 'http://b/write',
      headers: { 'x-scope': 'Bearer s3cret' },
    });
  });

  it('is not asked unless it is named', () => {
    expect(settings('').prometheus).toBeNull();
  });

  it.each([
    ['no address', 'headers: {}', 'url: '],
    [
      'an address with a secret',
      'url: "http://a:s3cret@b/"',
      'url: write the address alone: secrets belong into headers',
    ],
    [
      'an address to write to with a secret',
      'url: "http://a/", remoteWrite: { url: "http://b/?key=s3cret" }',
      'remoteWrite.url: write the address alone: secrets belong into headers',
    ],
    [
      'a secret that is missing',
      'url: "http://a/", headers: { authorization: { env: NONE } }',
      'headers.authorization: the environment variable NONE is missing or empty',
    ],
  ])('explains %s, and repeats no secret', (_what, text, expected) => {
    const [mistake = '', ...others] = mistakesIn(`prometheus: { ${text} }`);

    expect(mistake).toContain(`prometheus.${expected}`);
    expect(mistake).not.toContain('s3cret');
    expect(others).toEqual([]);
  });
});

describe('audit', () => {
  it('has a file', () => {
    expect(settings('audit: { file: /var/log/nightshift/audit.jsonl }').audit).toEqual({
      file: '/var/log/nightshift/audit.jsonl',
    });
  });

  it.each(['""', '"a\\0b"'])('has no file called %s', (name) => {
    expect(mistakesIn(`audit: { file: ${name} }`)).toEqual([expect.stringMatching(/^audit\.file: /)]);
  });
});

describe('policy.maintenance', () => {
  it('has weekly windows', () => {
    expect(settings(weekly()).maintenance).toEqual([
      {
        name: 'a',
        target: null,
        runbook: null,
        when: { kind: 'weekly', days: ['sat', 'sun'], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' },
      },
    ]);
  });

  it('has absolute windows, for a target and a runbook', () => {
    const text = `policy:
  maintenance:
    - name: a
      target: host/*/service/shop
      runbook: service-down
      absolute: { from: 2026-12-24T18:00:00+01:00, to: 2026-12-27T05:00:00Z }
`;

    expect(settings(text).maintenance).toEqual([
      {
        name: 'a',
        target: 'host/*/service/shop',
        runbook: 'service-down',
        when: { kind: 'absolute', from: '2026-12-24T18:00:00+01:00', to: '2026-12-27T05:00:00Z' },
      },
    ]);
  });

  it.each([
    ['a window that says nothing', aWindow('target: host'), '0: say when: weekly or absolute, one of the two'],
    [
      'a window that says both',
      aWindow('weekly: { days: [mon], from: "01:00", to: "02:00", timeZone: UTC }, ' + valid),
      '0: say when: weekly or absolute, one of the two',
    ],
    ['an unknown setting', aWindow(`daily: {}, ${valid}`), '0.daily: there is no such setting'],
    ['no day', weekly({ days: '[]' }), '0.weekly.days: name at least one day'],
    [
      'an unknown day',
      weekly({ days: '[someday]' }),
      '0.weekly.days.0: write days as sun, mon, tue, wed, thu, fri, sat',
    ],
    ['the hour 24', weekly({ to: '"24:00"' }), '0.weekly.to: write a time of day from 00:00 to 23:59'],
    ['an hour of one digit', weekly({ from: '"9:00"' }), '0.weekly.from: write a time of day from 00:00 to 23:59'],
    ['a minute too many', weekly({ from: '"09:60"' }), '0.weekly.from: write a time of day from 00:00 to 23:59'],
    [
      'an unknown zone',
      weekly({ timeZone: 'Europe/Atlantis' }),
      '0.weekly.timeZone: there is no such time zone: write its IANA name, such as Europe/Berlin',
    ],
    [
      'an end before the beginning',
      absolute('2026-12-24T18:00:00+01:00', '2026-12-24T17:00:00Z'),
      '0.absolute.to: must be later than from',
    ],
    [
      'a time without an offset',
      absolute('2026-12-24T18:00:00', '2026-12-25T00:00:00Z'),
      '0.absolute.from: write a date, a time and its offset, such as 2026-12-24T18:00:00+01:00',
    ],
    [
      'a day that does not exist',
      absolute('2026-02-28T18:00:00Z', '2026-02-30T18:00:00Z'),
      '0.absolute.to: write a date, a time and its offset, such as 2026-12-24T18:00:00+01:00',
    ],
    [
      'a target that nothing is called',
      aWindow(`target: /host/web-1/, ${valid}`),
      '0.target: write a target as Nightshift shows it, or its beginning',
    ],
    [
      'a target that was not copied',
      aWindow(`target: host/web 1, ${valid}`),
      '0.target: write a target as Nightshift shows it, or its beginning',
    ],
  ])('explains %s', (_what, text, expected) => {
    expect(mistakesIn(text)).toEqual([`policy.maintenance.${expected}`]);
  });

  it('explains a window that is described twice', () => {
    const window = '{ name: a, weekly: { days: [mon], from: "01:00", to: "02:00", timeZone: UTC } }';

    expect(mistakesIn(`policy: { maintenance: [${window}, ${window}] }`)).toEqual([
      'policy.maintenance.1.name: the maintenance window a is described twice',
    ]);
  });
});
