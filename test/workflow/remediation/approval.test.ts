import { describe, expect, it } from 'vitest';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { escalateAndClose, fireAndAsk, reaches, verifyAndClose } from '../../support/played/staging.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const aWorldThatAsks = () => new MockWorld({ mode: 'approve' });

describe('a plan that has to be approved', () => {
  it('waits for one approval before it is carried out', async () => {
    const { result, world, metric } = await bed.play(scenarios.approved);

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.requests).toHaveLength(1);
    expect(world.actions).toHaveLength(1);
    expect(world.ends).toEqual(['verified']);
    expect(world.told()).toEqual(['approval-needed', 'repairing', 'resolved']);
    expect(eventsOf(result)).toEqual([
      'alert-joined',
      'diagnosed',
      'planned',
      'approval-requested',
      'voted',
      'acted',
      'verified',
      'resolved',
      'alert-resolved',
    ]);
    expect(await metric('nightshift_votes_total{result="counted"}')).toBe(1);
    expect(await metric('nightshift_incident_statuses_total{status="awaiting-approval"}')).toBe(1);
  });

  it('is not begun while nobody has said anything', async () => {
    const { world } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        await fireAndAsk(play);
        await play.pass(50 * minutes);
        return reaches(play.incident, 'awaiting-approval');
      },
    });

    expect(world.actions).toEqual([]);
    expect(world.questions.map(({ lapsesAfterMs }) => lapsesAfterMs)).toEqual([null]);
  });

  it('tells the voter how the approval stands', async () => {
    const { result } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        return play.remediation.vote('approve', { code, by: 'ann' });
      },
    });

    expect(result).toEqual({ counted: true, state: '1 of 1 approvals' });
  });

  it('takes an approval by Signal as well, and writes down who gave it and why', async () => {
    const { result, world } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        await play.remediation.signal('approve', { code, by: 'ann', comment: 'go ahead' });
        return verifyAndClose(play);
      },
    });

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(textsOf(result.timeline.entries, 'voted')).toEqual([
      'approve by ann (unverified), 1 of 1 approvals: go ahead',
    ]);
    expect(world.votes).toMatchObject([
      { ballot: 'approve', refusal: null, vote: { by: 'ann' }, message: { kind: 'signal', name: 'approve', nth: 0 } },
    ]);
  });

  it('shows people the code that it waits for, in every message and in what operators see', async () => {
    const { result, world } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        return { code, details: await play.incident.currentDetails() };
      },
    });

    const stories = world.reports.map(({ report }) => report.story.join('\n'));
    expect(stories).toHaveLength(2);
    expect(stories.filter((story) => !story.includes(`code ${result.code}`))).toEqual([]);
    expect(result.details).toContain(`code ${result.code}`);
    expect(result.details).toContain('Awaited: an approval');
  });
});

describe('nobody', () => {
  it('decides: people are reminded at the pace of the policy, and then it is too late', async () => {
    const { result, world, metric } = await bed.play(scenarios['approval-expires']);

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'approval-expired' });
    expect(world.told()).toEqual([...Array.from({ length: 4 }, () => 'approval-needed'), 'escalated', 'cleared']);
    expect(world.actions).toEqual([]);
    expect(world.ends).toEqual([]);
    expect(await metric('nightshift_nothing_done_total{reason="approval-expired"}')).toBe(1);
  });

  it('is heard who approves when the time is over, even where no worker was there to see it pass', async () => {
    const { result, world } = await bed.play(tooLate);

    expect(result.outcome).toMatchObject({ kind: 'nothing-done', reason: 'approval-expired' });
    expect(world.votes.at(-1)).toMatchObject({ refusal: 'expired', vote: { by: 'ann' } });
    expect(world.actions).toEqual([]);
  });

  it('needs to decide any more once the alerts have cleared: nothing is done, and health is proven', async () => {
    const { result, world } = await bed.play(scenarios['clears-before-approval']);

    expect(result.outcome?.kind).toBe('resolved-by-itself');
    expect(eventsOf(result)).toEqual(expect.arrayContaining(['stood-down', 'verified']));
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['approval-needed', 'resolved']);
  });
});

describe('a denial', () => {
  it.each(['Update', 'Signal'])('by %s ends the repair, and people take over', async (way) => {
    const { result, world, metric } = await bed.play({
      world: aWorldThatAsks,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        const vote = { code, by: 'ann', comment: 'the customer migrates today' };
        if (way === 'Update') await play.remediation.vote('deny', vote);
        else await play.remediation.signal('deny', vote);
        return escalateAndClose(play);
      },
    });

    expect(result.outcome).toEqual({ kind: 'nothing-done', reason: 'approval-denied', detail: 'denied by ann' });
    expect(textsOf(result.timeline.entries, 'voted').join()).toContain('the customer migrates today');
    expect(world.actions).toEqual([]);
    expect(world.told()).toEqual(['approval-needed', 'escalated', 'cleared']);
    expect(await metric('nightshift_nothing_done_total{reason="approval-denied"}')).toBe(1);
  });

  it('outweighs an approval that comes with it', async () => {
    const { result, world } = await bed.play({
      world: aWorldThatAsks,
      changesWorkers: true,
      script: async (play) => {
        const { code } = await fireAndAsk(play);
        await play.withoutWorker(async () => {
          await play.remediation.signal('approve', { code, by: 'ann' });
          await play.remediation.signal('deny', { code, by: 'bob' });
        });
        return escalateAndClose(play);
      },
    });

    expect(result.outcome).toMatchObject({ reason: 'approval-denied', detail: 'denied by bob' });
    expect(world.actions).toEqual([]);
  });
});

function textsOf(entries: readonly { readonly event: string; readonly text: string }[], event: string) {
  return entries.filter((entry) => entry.event === event).map(({ text }) => text);
}

/** The deadline passes without a worker, and the approval comes in behind it. */
const tooLate: Scenario = {
  world: () => new MockWorld({ mode: 'approve', approval: { reminderMs: 120 * minutes } }),
  changesWorkers: true,
  script: async (play) => {
    const { code } = await fireAndAsk(play);
    let passed = Promise.resolve();
    await play.withoutWorker(async () => {
      passed = play.pass(61 * minutes);
      await play.remediation.untilThereIs('timerFiredEventAttributes');
      await play.remediation.signal('approve', { code, by: 'ann' });
    });
    await passed;
    return escalateAndClose(play, anEpisode(play));
  },
};
