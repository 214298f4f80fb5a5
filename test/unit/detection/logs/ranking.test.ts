import { describe, expect, it } from 'vitest';
import { analyseLogs } from '../../../../detection/logs/analyse-logs.ts';
import type { LogFinding } from '../../../../model/logs/log-finding.ts';
import type { LogLine } from '../../../../model/logs/log-line.ts';

const minute = 60_000;
const windows = { beforeMs: 30 * minute, duringMs: 15 * minute };
/** When the first failure comes. */
const onset = 3 * minute;

function lines(
  count: number,
  [from, everyMs]: readonly [number, number],
  service: string,
  level: string,
  message: string | ((index: number) => string),
): readonly LogLine[] {
  return Array.from({ length: count }, (_, index) => ({
    at: from + index * everyMs,
    level,
    service,
    message: typeof message === 'string' ? message : message(index),
    traceId: null,
    stack: null,
    id: null,
  }));
}

/** Orders fail, and everybody who calls them says so. */
const cascade = [
  ...lines(200, [onset, 2_000], 'orders', 'error', (index) => `Request r${index}7 failed: waited in vain`),
  ...lines(400, [onset + 500, 1_000], 'gateway', 'error', (index) => `upstream orders answered 502 after ${index}ms`),
  ...lines(300, [onset + 700, 1_000], 'shop', 'error', () => 'cart page failed: orders is unavailable'),
  ...lines(250, [onset + 900, 1_000], 'app', 'error', () => 'sync failed: orders is unavailable, code 7'),
];
const stored = (index: number): string => `stored row ${index} in ${20 + (index % 9)} ms`;
const quiet = lines(900, [-30 * minute, 2_000], 'db', 'info', stored);
const goesOn = lines(450, [0, 2_000], 'db', 'info', stored);

/** Harmless lines that come just before or after it begins. */
const bystanders = [
  ...['app', 'gateway', 'shop'].flatMap((service) =>
    lines(1, [onset - 4_000, 1], service, 'info', 'rotated a log file'),
  ),
  ...lines(9, [onset + 20_000, 1_000], 'app', 'warn', 'page cached twice'),
  ...lines(9, [onset + 20_000, 1_000], 'gateway', 'warn', 'user agent unknown'),
  ...lines(9, [onset + 20_000, 1_000], 'shop', 'warn', 'style sheet missing'),
];

function read(during: readonly LogLine[], before: readonly LogLine[] = quiet): readonly LogFinding[] {
  return analyseLogs({ before, during, ...windows });
}

function firstThree(findings: readonly LogFinding[]): readonly string[] {
  return findings.slice(0, 3).map(({ sample }) => sample);
}

describe('among the first three', () => {
  it.each([
    { what: 'a setting', service: 'orders', level: 'info', message: 'Setting max_connections changed to 2' },
    { what: 'a release', service: 'host', level: 'info', message: 'deployment orders upgraded to 4.13.0' },
    { what: 'a role', service: 'db', level: 'info', message: 'standby promoted after the election' },
    { what: 'a job', service: 'db', level: 'info', message: 'full backup started' },
  ])('is $what that changed just before', ({ service, level, message }) => {
    const findings = read([
      ...cascade,
      ...goesOn,
      ...bystanders,
      ...lines(1, [onset - 10_000, 1], service, level, message),
    ]);

    expect(firstThree(findings)).toContain(message);
  });

  it('is a cause that was written after its symptoms', () => {
    const findings = read([
      ...cascade,
      ...goesOn,
      ...bystanders,
      ...lines(6, [onset + 40_000, 30_000], 'stock', 'warn', 'thread pool exhausted'),
    ]);

    expect(firstThree(findings)).toContain('thread pool exhausted');
  });

  it('is a known kind of line whose values are not what they were', () => {
    const slow = lines(
      200,
      [onset - 1_000, 3_000],
      'db',
      'info',
      (index) => `stored row ${index} in ${900 + index} ms`,
    );

    const findings = read([...cascade, ...slow]);

    const [finding] = findings.filter(({ service }) => service === 'db');
    expect(findings.slice(0, 3)).toContain(finding);
    expect(finding).toMatchObject({ kind: 'change', sample: 'stored row 0 in 900 ms', before: 900, during: 200 });
    expect(finding?.title).toMatch(/^db says other values/);
  });

  it('is a service that says nothing more', () => {
    const findings = read([...cascade, ...lines(85, [0, 2_000], 'db', 'info', stored)]);

    const [finding] = findings.filter(({ service }) => service === 'db');
    expect(findings.slice(0, 3)).toContain(finding);
    expect(finding).toMatchObject({ kind: 'change', title: 'db says nothing more (85, 900 before)' });
  });

  it('is no second echo of what is there already', () => {
    const findings = read([
      ...cascade,
      ...goesOn,
      ...lines(40, [onset + 5_000, 9_000], 'stock', 'error', 'row 7 is damaged'),
    ]);

    expect(firstThree(findings)).toContain('row 7 is damaged');
  });
});

it('does not take a service that a line works on for one that it blames', () => {
  const worker = 'cannot decode message 9 of queue';
  const during = [
    ...goesOn,
    ...lines(100, [onset, 5_000], 'worker', 'error', worker),
    ...lines(100, [onset, 5_000], 'queue', 'error', 'message 9 came back, delivery 12'),
  ];

  const findings = read(during);

  expect(findings[0]?.sample).toBe(worker);
});

it('thinks little of a single new error where single new errors are usual', () => {
  const odd = (from: number, count: number): readonly LogLine[] =>
    Array.from({ length: count }, (_, index) =>
      lines(1, [from + index * minute, 1], `tool-${from < 0 ? 'a' : 'b'}${index}`, 'error', 'bad favicon'),
    ).flat();

  const findings = read([...cascade, ...goesOn, ...odd(onset - minute, 1)], [...quiet, ...odd(-29 * minute, 20)]);

  expect(firstThree(findings)).not.toContain('bad favicon');
});

it.each([
  { what: 'a service goes on as before', during: goesOn },
  {
    what: 'only values differ',
    during: lines(450, [0, 2_000], 'db', 'info', (index) => `stored row ${index} in ${900 + index} ms`),
  },
])('says nothing while nothing fails: $what', ({ during }) => {
  expect(read(during)).toEqual([]);
});

it('says that a service is silent where nobody complains', () => {
  const during = [...lines(85, [0, 2_000], 'db', 'info', stored), ...lines(450, [0, 2_000], 'shop', 'info', 'served')];

  const findings = read(during, [...quiet, ...lines(900, [-30 * minute, 2_000], 'shop', 'info', 'served')]);

  expect(findings.map(({ title }) => title)).toEqual(['db says nothing more (85, 900 before)']);
});
