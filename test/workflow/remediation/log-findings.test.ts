import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import type { LogReading } from '../../../model/logs/log-reading.ts';
import { messageNames } from '../../../model/names.ts';
import { aLogFinding, aLogReading, anAwaitedApproval, isoSecond } from '../../support/builders.ts';
import { anEpisode } from '../../support/episodes.ts';
import type { PolicyChange } from '../../support/played/mock-world.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { reaches } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const sample = '[click](https://evil.example) *heap*';
const reading = aLogReading({
  findings: [
    aLogFinding({ title: 'shop ran out of memory (3, none before)', sample }),
    ...Array.from({ length: 4 }, () => aLogFinding({ title: 'cart says something new (1, none before)' })),
  ],
  evidence: 'logs-1.jsonl',
  link: 'https://logs.example/app/discover#/?_g=(time:(from:now))',
});

function aWorld(policy: PolicyChange = {}): MockWorld {
  const world = new MockWorld(policy);
  world.reading = reading;
  return world;
}

const explained: Scenario = { world: aWorld, script: scenarios.repaired.script };

/** The texts of everything that a history carries. */
function textsIn(value: unknown): readonly string[] {
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('utf8')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** How often the incident's history and that of its repair carry the reading, and how often the logs were read. */
async function cost({ incident, remediation }: Play) {
  const histories = [await incident.handle.fetchHistory(), await remediation.handle.fetchHistory()];
  const carried = histories.map(({ events }) => textsIn(events).filter((text) => text.includes('heap*')).length);
  return { carried, reads: await remediation.countOf('analyseLogs') };
}

describe('what the logs say', () => {
  it('is named by the diagnosis, kept in the record, and told when it is over', async () => {
    const { result, world } = await bed.play(explained);

    const diagnosed = result.timeline.entries.find(({ event }) => event === 'diagnosed');
    expect(diagnosed?.text).toMatch(/; in its log: shop ran out of memory \(3, none before\)$/);
    expect(result.reading).toEqual(reading);
    const [repairing, resolved] = world.reports.filter(({ channel }) => channel === 'console');
    expect(repairing?.report.findings).toEqual([]);
    expect(resolved?.report.findings).toEqual([
      `shop ran out of memory (3, none before): ${sample}`,
      'cart says something new (1, none before): java.lang.OutOfMemoryError: Java heap space',
      'cart says something new (1, none before): java.lang.OutOfMemoryError: Java heap space',
      'read 20 lines since then and 100 lines before, a store',
      'kept as evidence logs-1.jsonl',
      `more: ${reading.link}`,
    ]);
  });

  it('is told with the end of a repair that told nothing before', async () => {
    const { result, world } = await bed.play({
      world: () => aWorld({ mode: 'observe' }),
      script: scenarios.observed.script,
    });

    expect(result.reading).toEqual(reading);
    expect(world.reports.at(0)?.report).toMatchObject({ kind: 'escalated', logs: { text: 'FATAL: the last words' } });
    expect(world.reports.at(0)?.report.findings).toHaveLength(6);
  });

  it('is asked for of the target since its first alert, with how long the rule waits', async () => {
    const questions: unknown[] = [];
    const { target } = await bed.play({
      world: () => {
        const world = aWorld();
        world.instead.analyseLogs = async (question) => (questions.push(question), reading);
        return world;
      },
      script: async (play) => {
        const { firing } = anEpisode(play);
        const annotations = { nightshift_for: '10m' };
        await play.incident.deliver({ ...firing, alert: { ...firing.alert, annotations } });
        return reaches(play.incident, 'verifying');
      },
    });

    expect(questions).toEqual([
      {
        incident: `incident:${target}`,
        target,
        since: expect.stringMatching(/^2026-01-01T00:00:00/) as unknown,
        pendingMs: 600_000,
      },
    ]);
  });

  it('is shown in the details of the incident and of its repair, harmless and under 4,000 bytes', async () => {
    const { result } = await bed.play({
      world: () => aWorld({ mode: 'approve' }),
      script: async (play: Play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await reaches(play.incident, 'awaiting-approval');
        const { currentDetails } = await play.remediation.handle.query<{ readonly currentDetails: string }>(
          '__temporal_workflow_metadata',
        );
        return [await play.incident.currentDetails(), currentDetails];
      },
    });

    expect(result.map((details) => Buffer.byteLength(details) <= 4_000)).toEqual([true, true]);
    for (const details of result) {
      expect(details).toContain('**In the logs**\n\n- shop ran out of memory &#40;3, none before&#41;&#58; &#91;click');
      expect(details).toContain('(https://logs.example/app/discover#/?_g=%28time:%28from:now%29%29)');
      expect(details).not.toContain('https://evil.example');
      expect(details).toContain('diagnosed: ');
    }
  });

  it('is read once, told to the incident once, and goes out with each message that needs it', async () => {
    const { result } = await bed.play<Awaited<ReturnType<typeof cost>>>({
      world: aWorld,
      script: async (play) => {
        await scenarios.repaired.script(play);
        return cost(play);
      },
    });

    // The incident hears it, has it in its result, and tells it to two channels; the repair reads it and passes it on.
    expect(result).toEqual({ carried: [4, 2], reads: 1 });
  });

  it.each<[string, () => Promise<LogReading>]>([
    ['fails', () => Promise.reject(ApplicationFailure.nonRetryable('broken'))],
    [
      'says that nothing could be read',
      async () => aLogReading({ source: null, problem: 'no log of it is described' }),
    ],
  ])('is no reason not to repair where the reading %s', async (_what, analyseLogs) => {
    const { result } = await bed.play({
      world: () => {
        const world = aWorld();
        world.instead.analyseLogs = analyseLogs;
        return world;
      },
      script: scenarios.repaired.script,
    });

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(result.reading?.findings ?? []).toEqual([]);
  });

  it('is refused where somebody else tells it in a shape that is none', async () => {
    const { result } = await bed.play({
      world: aWorld,
      script: async ({ incident, ...play }) => {
        await incident.deliver(anEpisode(play).firing);
        await reaches(incident, 'verifying');
        const forged = { status: null, entries: [], approval: anAwaitedApproval(), reading: { ...reading, link: 7 } };
        await incident.handle.signal(messageNames.progress, forged);
        return incident.until((record) => eventsOf(record).includes('bad-message'));
      },
    });

    expect(result.reading).toEqual(reading);
    expect(Date.parse(result.openedAt)).toBeGreaterThan(Date.parse(isoSecond(0)) - 1);
  });
});
