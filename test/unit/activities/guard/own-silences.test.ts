import { describe, expect, it } from 'vitest';
import { AlertmanagerUnreachableError } from '../../../../clients/alertmanager/alertmanager.ts';
import type { Silence } from '../../../../model/standing/silence.ts';
import { silenceComment, silenceMark } from '../../../../model/standing/silence.ts';
import { failureOf } from '../../../support/acting/failures.ts';
import { aKnownAlert } from '../../../support/builders.ts';
import { alertmanagerOf, ownAlert, standingRules } from '../../../support/guard/standing-rules.ts';

const own = silenceMark('incident:host/host-1/service/web', 'run-1');
const others = silenceMark('incident:host/host-2/service/web', 'run-2');
const undertaking = {
  target: 'host/host-1/service/web',
  runbook: 'service-down',
  alerts: [ownAlert],
  actions: [{ action: 'restart-service', target: 'host/host-1/service/web' }],
  evicts: false,
  silence: own,
} as const;

const known: Readonly<Record<string, Silence>> = {
  own: aSilence('own', 'nightshift', silenceComment('at work', own)),
  others: aSilence('others', 'nightshift', silenceComment('at work', others)),
  kims: aSilence('kims', 'kim', 'moving the database'),
  forged: aSilence('forged', 'kim', silenceComment('at work', own)),
};
const silences = { readSilence: async (id: string) => known[id] };

function aSilence(id: string, createdBy: string, comment: string): Silence {
  const [startsAt, endsAt] = ['2026-01-01T00:00:00.000Z', '2026-01-01T01:00:00.000Z'];
  return { id, createdBy, comment, startsAt, endsAt, state: 'active', labels: null };
}

function refusalOf(silencedBy: readonly string[], overrides: object = {}) {
  const alertmanager = alertmanagerOf(aKnownAlert({ state: 'suppressed', silencedBy }));
  return standingRules({ alertmanager, silences }).refusalFor({ ...undertaking, ...overrides });
}

describe('a silence of this very incident', () => {
  it('is no reason against its repair', async () => {
    expect(await refusalOf(['own'])).toBeUndefined();
  });

  it.each([
    ['that of a person beside it', ['own', 'kims']],
    ['that of another incident', ['others']],
    ['one of a person with the mark in it', ['forged']],
    ['one that nobody knows any more', ['gone']],
  ])('is not %s', async (_whose, silencedBy) => {
    expect(await refusalOf(silencedBy)).toMatchObject({ reason: 'silenced' });
  });

  it('cannot be claimed by the labels of an alert', async () => {
    const labels = { ...ownAlert.labels, createdBy: 'nightshift', comment: silenceComment('at work', own) };
    const alert = aKnownAlert({ labels, state: 'suppressed', silencedBy: ['kims'] });
    const rules = standingRules({ alertmanager: alertmanagerOf(alert), silences });

    const refusal = await rules.refusalFor({ ...undertaking, alerts: [{ fingerprint: alert.fingerprint, labels }] });

    expect(refusal).toMatchObject({ reason: 'silenced' });
  });

  it('counts like any other where nothing says that there is one, or no silences are opened', async () => {
    const { silence: _mark, ...without } = undertaking;
    const alertmanager = alertmanagerOf(aKnownAlert({ state: 'suppressed', silencedBy: ['own'] }));

    const refusals = await Promise.all([
      standingRules({ alertmanager, silences }).refusalFor(without),
      standingRules({ alertmanager }).refusalFor(undertaking),
    ]);

    expect(refusals.map((refusal) => refusal?.reason)).toEqual(['silenced', 'silenced']);
  });

  it('is not told from others while nobody can say whose it is', async () => {
    const away = { readSilence: () => Promise.reject(new AlertmanagerUnreachableError(['a: ECONNREFUSED'])) };
    const alertmanager = alertmanagerOf(aKnownAlert({ state: 'suppressed', silencedBy: ['own'] }));

    const failed = await failureOf(() => standingRules({ alertmanager, silences: away }).refusalFor(undertaking));

    expect(failed.type).toBe('AlertmanagerUnavailable');
  });
});

it.each([
  ['another repair has silenced', 'others', 'control-plane'],
  ['people have silenced', 'kims', undefined],
])('an alert on which the target depends, and which %s, counts accordingly', async (_who, silence, reason) => {
  const network = aKnownAlert({ labels: { alertname: 'NetworkDown' }, state: 'suppressed', silencedBy: [silence] });
  const dependencies = [{ target: 'host', alerts: ['NetworkDown'] }];
  const rules = standingRules({ alertmanager: alertmanagerOf(network), silences, dependencies });

  const refusal = await rules.refusalFor(undertaking);

  expect(refusal?.reason).toBe(reason);
});
