import { describe, expect, it } from 'vitest';
import type { AnalysingDependencies } from '../../../../activities/logs/analysing.ts';
import { createAnalysingActivities } from '../../../../activities/logs/analysing.ts';
import { serviceDirectory } from '../../../../activities/described/services.ts';
import type { LogEvidence } from '../../../../clients/evidence/log-evidence.ts';
import { LogStoreError } from '../../../../clients/logs/log-store.ts';
import type { LogLine } from '../../../../model/logs/log-line.ts';
import { serviceTarget } from '../../../../model/target.ts';
import { aLogLine, aService } from '../../../support/builders.ts';
import { aPlayedHost } from '../../../support/hosts/played-host.ts';
import { aPlayedLogStore } from '../../../support/logs/played-log-store.ts';

const minute = 60_000;
const target = serviceTarget(aService());
const service = aService({ logs: { kind: 'file', path: '/var/log/web.log' } });

/** An hour of requests, and in the last minutes what killed the service. */
function aCrash(firedAt: number): readonly LogLine[] {
  const requests = Array.from({ length: 900 }, (_, index) =>
    aLogLine({ at: firedAt - 75 * minute + index * 5_000, message: `GET /cart/${index} 200` }),
  );
  const deaths = [3, 2, 1].map((minutesBefore) =>
    aLogLine({
      at: firedAt - minutesBefore * minute,
      level: 'error',
      message: `java.lang.OutOfMemoryError: Java heap space password=hunter2`,
    }),
  );
  return [...requests, ...deaths].toSorted((one, other) => one.at - other.at);
}

function inFile(lines: readonly LogLine[]): string {
  return lines
    .map(({ at, level, message }) => `${new Date(at).toISOString()} ${level?.toUpperCase()} ${message}\n`)
    .join('');
}

async function analyse(overrides: Partial<AnalysingDependencies> = {}, since = Date.now()) {
  const kept: LogEvidence[] = [];
  const activities = createAnalysingActivities({
    findService: serviceDirectory([service]),
    runOnHost: aPlayedHost().runOnHost,
    logStore: null,
    keepLogEvidence: async (evidence) => `evidence-${kept.push(evidence)}`,
    ...overrides,
  });
  const question = { incident: 'incident:web', target, since: new Date(since).toISOString(), pendingMs: 5 * minute };
  return { reading: await activities.analyseLogs(question), kept };
}

describe('analyseLogs', () => {
  it('names what a store has that explains the incident, keeps it, and says where the rest is', async () => {
    const since = Date.now();
    const store = aPlayedLogStore(aCrash(since));

    const { reading, kept } = await analyse({ logStore: store }, since);

    expect(reading.findings[0]).toMatchObject({ exitReason: 'out-of-memory', during: 3, before: 0 });
    expect(reading).toMatchObject({ source: 'Playstore', evidence: 'evidence-1', problem: null });
    expect(reading.before).toEqual({ read: 720, total: 720 });
    expect(reading.link).toMatch(/^https:\/\/logs\.example\/discover\?from=\d+&to=\d+$/);
    expect(kept[0]).toMatchObject({ incident: 'incident:web', target, source: 'Playstore' });
    expect(JSON.stringify([reading, kept])).not.toContain('hunter2');
  });

  it('asks for both windows at once, bounded, and of the service alone', async () => {
    const store = aPlayedLogStore([]);

    await analyse({ logStore: store });

    const [before, during] = store.searches;
    expect(store.searches).toHaveLength(2);
    expect(before?.to).toBe(during?.from);
    expect(store.searches.map(({ subjects }) => subjects)).toEqual(
      [0, 0].map(() => [{ host: 'host-1', services: ['web'], namespace: null, workload: null }]),
    );
    expect(store.searches.every(({ maxLines, maxBytes }) => maxLines <= 20_000 && maxBytes <= 8 * 1024 * 1024)).toBe(
      true,
    );
  });

  it.each([
    ['is away', new LogStoreError('unavailable', 'no node answers'), 'Playstore gave no lines: no node answers'],
    ['breaks', new Error('x token=abcdef'), 'Playstore gave no lines: x token=[secret]'],
  ])('reads the host where the store %s, and says so', async (_how, error, words) => {
    const since = Date.now();
    const host = aPlayedHost({ tail: { output: inFile(aCrash(since)) }, date: { output: '1 +0000\n' } });
    const store = aPlayedLogStore([], () => Promise.reject(error));

    const { reading, kept } = await analyse({ logStore: store, runOnHost: host.runOnHost }, since);

    expect(reading.problem).toBe(words);
    expect(reading.source).toBe('the log file of web on host-1');
    expect(reading.findings[0]).toMatchObject({ exitReason: 'out-of-memory', during: 3 });
    expect(JSON.stringify([reading, kept])).not.toContain('hunter2');
  });

  it('reads the host where the store has no lines of it', async () => {
    const since = Date.now();
    const host = aPlayedHost({ tail: { output: inFile(aCrash(since)) } });

    const { reading } = await analyse({ logStore: aPlayedLogStore([]), runOnHost: host.runOnHost }, since);

    expect(reading).toMatchObject({ source: 'the log file of web on host-1', problem: 'Playstore has no lines of it' });
    expect(reading.findings).not.toEqual([]);
  });

  it('finds nothing where nothing has changed', async () => {
    const since = Date.now();
    const quiet = aCrash(since).filter(({ level }) => level === 'info');

    const { reading, kept } = await analyse({ logStore: aPlayedLogStore(quiet) }, since);

    expect(reading.findings).toEqual([]);
    expect(kept[0]?.lines.length).toBeGreaterThan(0);
  });

  it.each([
    ['no log is described', { findService: serviceDirectory([aService()]) }, 'no log of it is described'],
    ['the target is not known', { findService: serviceDirectory([]) }, 'no log of it is described'],
    [
      'the file cannot be read',
      { runOnHost: aPlayedHost({ tail: { exitCode: 1, output: 'tail: no such file' } }).runOnHost },
      'the log file of web cannot be read: tail: no such file',
    ],
    [
      'the host is away',
      { runOnHost: aPlayedHost({ tail: { exitCode: null, problem: 'not-started' } }).runOnHost },
      'the log file of web cannot be read: tail could not be started',
    ],
    [
      'everything breaks',
      { runOnHost: () => Promise.reject(new Error('broken')) },
      'the logs could not be analysed: Error: broken',
    ],
  ] as const)('says so where %s', async (_what, overrides, problem) => {
    const { reading, kept } = await analyse(overrides);

    expect(reading).toMatchObject({ source: null, findings: [], evidence: null, problem });
    expect(kept).toEqual([]);
  });

  it('loses nothing of what it found where the lines cannot be kept', async () => {
    const since = Date.now();

    const { reading } = await analyse(
      { logStore: aPlayedLogStore(aCrash(since)), keepLogEvidence: () => Promise.reject(new Error('no room')) },
      since,
    );

    expect(reading).toMatchObject({ evidence: null, problem: 'the lines could not be kept: no room' });
    expect(reading.findings).not.toEqual([]);
  });

  it('lets no part of a private key out that was logged line by line', async () => {
    const since = Date.now();
    const key = ['-----BEGIN PRIVATE KEY-----', 'QUJDREVGR0hJSktM', 'TU5PUFFSU1RVVldY', '-----END PRIVATE KEY-----'];
    const logged = key.map((message) => aLogLine({ at: since - 1_000, level: 'error', message }));

    const { reading, kept } = await analyse({ logStore: aPlayedLogStore([...aCrash(since), ...logged]) }, since);

    expect(JSON.stringify(kept)).toContain('[private key]');
    expect(JSON.stringify([reading, kept])).not.toMatch(/QUJDREVGR0hJSktM|TU5PUFFSU1RVVldY/);
  });

  it('stays under 8 KiB and a moment, however much comes in', async () => {
    const since = Date.now();
    const flood = Array.from({ length: 60_000 }, (_, index) =>
      aLogLine({
        at: since - 70 * minute + index * 70,
        level: 'error',
        service: `s${index % 50}${'€'.repeat(300)}`,
        message: `${'word '.repeat(index % 40)} failed ${index} ${'€'.repeat(300)}`,
      }),
    );

    const began = performance.now();
    const { reading } = await analyse({ logStore: aPlayedLogStore(flood) }, since);

    expect(performance.now() - began).toBeLessThan(5_000);
    expect(Buffer.byteLength(JSON.stringify(reading))).toBeLessThanOrEqual(8 * 1024);
  });
});
