import { describe, expect, it } from 'vitest';
import type { SilencingDependencies } from '../../../../activities/alertmanager/silencing.ts';
import { createSilencingActivities } from '../../../../activities/alertmanager/silencing.ts';
import { SilenceRefusedError } from '../../../../clients/alertmanager/silences.ts';
import type { KnownAlert } from '../../../../model/standing/known-alert.ts';
import type { Silence } from '../../../../model/standing/silence.ts';
import { silenceComment, silenceMark } from '../../../../model/standing/silence.ts';
import { failureOf } from '../../../support/acting/failures.ts';
import { aKnownAlert } from '../../../support/builders.ts';
import { alertmanagerOf, ownAlert } from '../../../support/guard/standing-rules.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';

const minute = 60_000;
const mark = silenceMark('incident:host/host-1/service/web', 'run-1');
const order = {
  incident: 'incident:host/host-1/service/web',
  target: 'host/host-1/service/web',
  runbook: 'service-down',
  mark,
  alerts: [ownAlert],
  openedAtMs: Date.now(),
  needMs: 10 * minute,
  atMostMs: 30 * minute,
} as const;

function aSilence(overrides: Partial<Silence> = {}): Silence {
  return {
    id: 'own',
    createdBy: 'nightshift',
    comment: silenceComment('at work', mark),
    startsAt: ago(5),
    endsAt: ago(-20),
    state: 'active',
    labels: ownAlert.labels,
    ...overrides,
  };
}

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * minute).toISOString();
}

/** Activities over an Alertmanager that has these silences and alerts, and what was done there. */
function aWorld(
  silences: readonly Silence[],
  alerts: readonly KnownAlert[],
  others: Partial<SilencingDependencies> = {},
) {
  const done: string[] = [];
  const log = aMemoryLog();
  const activities = (startedAgo = 600) =>
    createSilencingActivities({
      alertmanager: alertmanagerOf(...alerts),
      silenceClient: {
        readSilence: async (id) => silences.find((silence) => silence.id === id),
        findSilences: async () => silences,
        lastStart: async () => Date.parse(ago(startedAgo)),
        putSilence: async ({ existing }) => (done.push(existing ? 'extended' : 'opened'), 'own'),
        expireSilence: async (id) => void done.push(`ended ${id}`),
      },
      audit: { write: async ({ kind }) => void done.push(kind) } as SilencingDependencies['audit'],
      pageOf: () => null,
      log: log.log,
      ...others,
    });
  return { done, log, activities };
}

describe('opening a silence', () => {
  it.each([
    ['an alert that fires', [], [aKnownAlert()], ['silence', 'opened']],
    ['one that is silenced for this repair for long enough', [aSilence()], [aKnownAlert({ silencedBy: ['own'] })], []],
    ['one whose silence ends too early', [aSilence({ endsAt: ago(-1) })], [aKnownAlert()], ['silence', 'extended']],
    ['one whose silence has ended', [aSilence({ state: 'expired' })], [aKnownAlert()], ['silence', 'opened']],
    ['one that people have silenced', [aSilence({ createdBy: 'kim' })], [aKnownAlert({ silencedBy: ['own'] })], []],
    ['one that is not known there', [], [], []],
    ['one that passes itself off as another', [], [{ ...aKnownAlert(), labels: { alertname: 'ServiceDown' } }], []],
  ] as const)('for %s does what is needed, on record before', async (_what, silences, alerts, expected) => {
    const { done, activities } = aWorld(silences, alerts);

    await activities().openSilences(order);

    expect(done).toEqual(expected);
  });

  it('is not done where it cannot be recorded', async () => {
    const audit = {
      write: () => Promise.reject(new Error('the disk is full')),
    } as unknown as SilencingDependencies['audit'];
    const { done, activities } = aWorld([], [aKnownAlert()], { audit });

    await expect(activities().openSilences(order)).rejects.toThrow('the disk is full');

    expect(done).toEqual([]);
  });

  it('is given up where Alertmanager refuses it', async () => {
    const refusing = { findSilences: () => Promise.reject(new SilenceRefusedError('a: status 403')) };
    const silenceClient = refusing as unknown as SilencingDependencies['silenceClient'];
    const { activities } = aWorld([], [aKnownAlert()], { silenceClient });

    const failed = await failureOf(() => activities().openSilences(order));

    expect(failed).toMatchObject({ type: 'SilenceRefused', nonRetryable: true });
  });
});

describe('ending silences', () => {
  it('ends those with the mark of the incident, and no other', async () => {
    const foreign = [aSilence({ id: 'kims', createdBy: 'kim' }), aSilence({ id: 'over', state: 'expired' })];
    const { done, activities } = aWorld([aSilence(), ...foreign], [aKnownAlert()]);

    const ended = await activities().endSilences(order);

    expect(done).toEqual(['silence-ended', 'ended own']);
    expect(ended).toMatchObject({ silenced: [ownAlert.fingerprint], gone: [] });
  });

  it('ends them also where that cannot be recorded', async () => {
    const audit = {
      write: () => Promise.reject(new Error('the disk is full')),
    } as unknown as SilencingDependencies['audit'];
    const { done, log, activities } = aWorld([aSilence()], [aKnownAlert()], { audit });

    await activities().endSilences(order);

    expect(done).toEqual(['ended own']);
    expect(log.text()).toContain('the end of a silence could not be recorded');
  });

  it.each([
    ['has been up since before', 600, [ownAlert.fingerprint]],
    ['has started a moment ago, behind the silence', 1, 'AlertmanagerUnavailable'],
    ['has started behind the silence, and had time to hear of its alerts', 4, [ownAlert.fingerprint]],
  ])(
    'takes an alert that is not known for cleared, or not yet, where Alertmanager %s: %i',
    async (_since, startedAgo, expected) => {
      const { activities } = aWorld([aSilence()], []);

      const answer = await activities(startedAgo)
        .endSilences(order)
        .then(
          ({ gone }) => gone,
          ({ type }: { readonly type: string }) => type,
        );

      expect(answer).toEqual(expected);
    },
  );

  it('says nothing of alerts that were never silenced', async () => {
    const { activities } = aWorld([], []);

    expect(await activities().endSilences(order)).toMatchObject({ silenced: [], gone: [] });
  });
});
