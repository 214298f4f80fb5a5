import { describe, expect, it } from 'vitest';
import type { Activities } from '../../../activities/index.ts';
import { failure } from '../../../activities/contracts/failure.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import type { Notice } from '../../../model/notices/notice.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, hours, minutes } from '../../support/played/mock-world.ts';
import type { PolicyChange } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { fireAndVerify, reaches } from '../../support/played/staging.ts';
import type { Play } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();
const slack = [{ type: 'slack', index: 0 }] as const;

/** Plays with one channel; what arrived there, and what became of the incident. */
async function told(
  script: (play: Play) => Promise<IncidentRecord>,
  meets: Activities['deliverReport'],
  policy: PolicyChange = {},
): Promise<{ readonly sent: readonly Notice[]; readonly result: IncidentRecord }> {
  const sent: Notice[] = [];
  const deliverReport: Activities['deliverReport'] = async (notice) => {
    const receipt = await meets(notice);
    sent.push(notice);
    return receipt;
  };
  const { result } = await bed.play({
    world: () => Object.assign(new MockWorld({ channels: slack, ...policy }), { instead: { deliverReport } }),
    script,
  });
  return { sent, result };
}

const kindsOf = (sent: readonly Notice[]) => sent.map(({ report }) => report.kind);

function down(): never {
  throw failure('ChannelUnavailable', 'answered 503');
}

async function repairTwice(play: Play): Promise<void> {
  const { incident, world, target } = play;
  for (const nth of [0, 1]) {
    world.up.delete(target);
    const episode = anEpisode({ ...play, nth });
    await fireAndVerify(play, episode);
    await reaches(incident, 'resolved');
    await incident.deliver(episode.resolved);
  }
}

describe('what a channel answers', () => {
  it('comes back to it with the next message about the incident, and every message has an id of its own', async () => {
    let answered = 0;
    const { sent, result } = await told(
      async (play) => {
        await repairTwice(play);
        return play.incident.closed();
      },
      async () => ({ ts: `${++answered}` }),
    );

    expect(sent.map(({ receipt }) => receipt)).toEqual([null, { ts: '1' }, { ts: '2' }, { ts: '3' }]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(4);
    expect(result.receipts).toEqual({ 'slack 0': { ts: '4' } });
  });

  it('is still known when the incident has continued as new', async () => {
    const { sent } = await told(
      async (play) => {
        const { incident } = play;
        const episode = anEpisode(play);
        await fireAndVerify(play, episode);
        await reaches(incident, 'resolved');
        const before = await incident.runId();
        // More deliveries than one run takes.
        for (let nth = 0; nth < 6; nth++) await incident.deliver(...Array.from({ length: 100 }, () => episode.firing));
        await incident.untilRunAfter(before);
        await play.pass(1 * hours);
        await reaches(incident, 'escalated');
        await incident.deliver(episode.resolved);
        return incident.closed();
      },
      async ({ report }) => ({ kind: report.kind }),
    );

    expect(sent.map(({ report, receipt }) => [report.kind, receipt])).toEqual([
      ['repairing', null],
      ['resolved', { kind: 'repairing' }],
      ['escalated', { kind: 'resolved' }],
      ['cleared', { kind: 'escalated' }],
    ]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(4);
  });
});

describe('a channel that is down for hours', () => {
  it('gets what it was being told, then the newest, which says what was left out', async () => {
    let isDown = true;
    const { sent, result } = await told(
      async (play) => {
        await repairTwice(play);
        await play.pass(3 * hours);
        isDown = false;
        return play.incident.closed();
      },
      async () => (isDown ? down() : null),
    );

    expect(kindsOf(sent)).toEqual(['repairing', 'resolved']);
    expect(sent[1]?.report.details.at(-1)).toBe(
      'not told before, because the channel did not take it: resolved, repairing',
    );
    const notes = result.timeline.entries.filter(({ event }) => event === 'report-failed').map(({ text }) => text);
    expect(notes).toEqual([
      'slack: resolved gave way to a newer report',
      'slack: repairing gave way to a newer report',
    ]);
  });

  it('is given up after a day', async () => {
    const { sent, result } = await told(
      async (play) => {
        const episode = anEpisode(play);
        await fireAndVerify(play, episode);
        await reaches(play.incident, 'resolved');
        await play.incident.deliver(episode.resolved);
        return play.incident.closed();
      },
      async () => down(),
    );

    const [first] = result.timeline.entries.filter(({ event }) => event === 'report-failed');
    expect(sent).toEqual([]);
    expect(eventsOf(result).filter((event) => event === 'report-failed')).toHaveLength(2);
    const triedMs = Date.parse(first?.at ?? '') - Date.parse(result.openedAt);
    expect(triedMs).toBeGreaterThan(23 * hours);
    expect(triedMs).toBeLessThan(25 * hours);
  });

  it('does not hold up what is to be done about new trouble', async () => {
    let isDown = true;
    const { result } = await told(
      async (play) => {
        const { incident, world, target, pass } = play;
        const [first, second] = [anEpisode({ ...play, nth: 0 }), anEpisode({ ...play, nth: 1 })];
        await fireAndVerify(play, first);
        await reaches(incident, 'resolved');
        await incident.deliver(first.resolved);
        // Past the hold-down: only the messages keep it open.
        await pass(2 * hours);
        world.up.delete(target);
        await incident.deliver(second.firing);
        await incident.until(({ attempts, status }) => attempts === 2 && status === 'verifying');
        await pass(5 * minutes);
        await reaches(incident, 'resolved');
        isDown = false;
        await incident.deliver(second.resolved);
        return incident.closed();
      },
      async () => (isDown ? down() : null),
    );

    expect(result.attempts).toBe(2);
    expect(result.outcome?.kind).toBe('resolved-by-us');
  });

  it('gets every message from an incident whose policy is of an earlier release', async () => {
    let isDown = true;
    const { sent } = await told(
      async (play) => {
        const { world, pass } = play;
        const { dropsSuperseded: _newer, ...earlier } = world.policy;
        world.policy = earlier;
        await repairTwice(play);
        await pass(3 * hours);
        isDown = false;
        return play.incident.closed();
      },
      async () => (isDown ? down() : null),
    );

    expect(kindsOf(sent)).toEqual(['repairing', 'resolved', 'repairing', 'resolved']);
  });
});
