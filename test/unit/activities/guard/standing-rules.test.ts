import { describe, expect, it } from 'vitest';
import { killSwitch } from '../../../../activities/contracts/kill-switch.ts';
import { createAlertmanagerClient } from '../../../../clients/alertmanager/alertmanager.ts';
import type { FreezeQuestion } from '../../../../model/freeze/freeze.ts';
import { controlPlaneAlerts, evictionAlerts } from '../../../../model/standing/dependencies.ts';
import type { KnownAlert } from '../../../../model/standing/known-alert.ts';
import { aFreeze, aKnownAlert, aMaintenanceWindow } from '../../../support/builders.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aClosedPort, anHttpStub } from '../../../support/http/http-stub.ts';
import { aCluster } from '../../../support/kubernetes/builders.ts';
import {
  alertmanagerOf,
  anOpenWindow,
  forbidding,
  ownAlert,
  standingRules,
} from '../../../support/guard/standing-rules.ts';

const undertaking = {
  target: 'host/host-1/service/web',
  runbook: 'service-down',
  alerts: [ownAlert],
  actions: [{ action: 'restart-service', target: 'host/host-1/service/web' }],
  evicts: false,
} as const;
const minute = 60_000;

/** An Alertmanager at which nobody answers. */
async function anAbsentAlertmanager() {
  const urls = [`http://127.0.0.1:${await aClosedPort()}`];
  return createAlertmanagerClient({ urls, headers: {}, deadlineMs: minute });
}

/** An alert as Alertmanager's API shows it. */
function apiAlert({ fingerprint, labels, state, silencedBy, inhibitedBy }: KnownAlert) {
  return { fingerprint, labels, status: { state, silencedBy, inhibitedBy } };
}

describe('the standing rules', () => {
  it.each([
    ['an object of a protected namespace', 'kubernetes/shop/kube-system/Deployment/web', 'kube-system'],
    ['Nightshift itself', 'kubernetes/shop/nightshift/Pod/worker-0', 'nightshift'],
  ])('forbid whatever is planned for %s', async (_what, sick, namespace) => {
    const rules = standingRules({ clusters: [aCluster()] });
    const actions = [...undertaking.actions, { action: 'restart-service', target: sick } as const];

    const refusal = await rules.refusalFor({ ...undertaking, actions });

    expect(refusal).toEqual({
      reason: 'protected',
      detail: `the namespace ${namespace} of the cluster shop is protected`,
    });
  });

  it('forbid nothing where nothing is known', async () => {
    expect(await standingRules().refusalFor(undertaking)).toBeUndefined();
  });

  it('forbid nothing where people are told of the alert', async () => {
    const rules = standingRules({ alertmanager: alertmanagerOf(aKnownAlert()) });

    expect(await rules.refusalFor(undertaking)).toBeUndefined();
  });

  it.each(forbidding)('forbid a repair as $reason, in words', async ({ reason, detail, sources }) => {
    const refusal = await standingRules(sources()).refusalFor(undertaking);

    expect(refusal).toEqual({ reason, detail: expect.stringContaining(detail) });
  });

  it('are asked in their order: the first that forbids is told', async () => {
    const network = aKnownAlert({ labels: { alertname: 'NetworkDown' } });
    const inhibited = aKnownAlert({ inhibitedBy: ['a1'] });
    const dependencies = [{ target: 'host', alerts: ['NetworkDown'] }];
    const maintenance = [anOpenWindow().window];
    const silenced = alertmanagerOf({ ...inhibited, silencedBy: ['s-1'] }, network);

    const refusals = await Promise.all(
      [
        { findFreeze: async () => aFreeze(), maintenance, alertmanager: silenced, dependencies },
        { maintenance, alertmanager: silenced, dependencies },
        { alertmanager: silenced, dependencies },
        { alertmanager: alertmanagerOf(inhibited, network), dependencies },
        { alertmanager: alertmanagerOf(network), dependencies },
      ].map((sources) => standingRules(sources).refusalFor(undertaking)),
    );

    const reasons = ['frozen', 'maintenance', 'silenced', 'shared-cause', 'control-plane'];
    expect(refusals.map((refusal) => refusal?.reason)).toEqual(reasons);
  });

  it('ask the kill switch about this very runbook and target', async () => {
    const questions: FreezeQuestion[] = [];
    const rules = standingRules({ findFreeze: async (question) => void questions.push(question) });

    await rules.refusalFor(undertaking);

    expect(questions).toEqual([{ target: undertaking.target, runbook: undertaking.runbook }]);
  });

  it('say until when a window is open, and look over windows that are closed or of others', async () => {
    const { window, closesAt } = anOpenWindow();
    const closed = aMaintenanceWindow();
    const ofOthers = { ...window, target: 'host/host-2' };

    const [refusal, none] = await Promise.all(
      [
        [closed, ofOthers, window],
        [closed, ofOthers],
      ].map((maintenance) => standingRules({ maintenance }).refusalFor(undertaking)),
    );

    expect(refusal?.detail).toBe(`the maintenance window the night of the switches is open until ${closesAt}`);
    expect(none).toBeUndefined();
  });

  it('show foreign words on one line', async () => {
    const freeze = aFreeze({ by: 'alex\nroot', reason: 'first line\nsecond line' });

    const refusal = await standingRules({ findFreeze: async () => freeze }).refusalFor(undertaking);

    expect(refusal?.detail).toBe('frozen by alex root: first line second line');
  });

  it.each([
    ['a host', 'host/host-1/service/web', ['ServiceDown', 'NetworkDown']],
    ['a cluster', 'kubernetes/prod/shop/Deployment/web', ['ServiceDown', ...controlPlaneAlerts, ...evictionAlerts]],
  ])(
    'ask Alertmanager for the alerts of the incident and those that %s depends on',
    async (_what, target, expected) => {
      const asked: string[] = [];
      const alertmanager = { readAlerts: async (names: readonly string[]) => (asked.push(...names), []) };
      const dependencies = [{ target: 'host', alerts: ['NetworkDown'] }];

      await standingRules({ alertmanager, dependencies }).refusalFor({ ...undertaking, target });

      expect(asked).toEqual(expected);
    },
  );

  it('ask Alertmanager for more alerts than one question takes', async () => {
    const alerts = Array.from({ length: 45 }, (_, nth) => aKnownAlert({ labels: { alertname: `Alert${nth}` } }));
    const silenced = alerts.map((alert, nth) => (nth === 44 ? { ...alert, silencedBy: ['s-1'] } : alert));
    const body = JSON.stringify(silenced.map(apiAlert));
    const { url, requests } = await anHttpStub(...alerts.map(() => ({ status: 200, body })));
    const alertmanager = createAlertmanagerClient({ urls: [url], headers: {}, deadlineMs: minute });

    const refusal = await standingRules({ alertmanager }).refusalFor({
      ...undertaking,
      alerts: alerts.map(({ fingerprint, labels }) => ({ fingerprint, labels })),
    });

    expect(refusal).toEqual({ reason: 'silenced', detail: 'Alert44 is silenced' });
    expect(new Set(requests.map(({ path }) => new URL(path, url).searchParams.get('filter'))).size).toBe(45);
  });
});

describe('a standing rule that cannot be asked', () => {
  it('lets nothing through: Alertmanager is away', async () => {
    const rules = standingRules({ alertmanager: await anAbsentAlertmanager() });

    const failure = await failureOf(() => rules.refusalFor(undertaking));

    expect(failure).toMatchObject(aFailure('AlertmanagerUnavailable'));
    expect(failure.message).toMatch(/^no Alertmanager can be asked \(127\.0\.0\.1:\d+: .*check alertmanager\.urls$/);
  });

  it('lets nothing through: the kill switch cannot be read', async () => {
    const rules = standingRules({ findFreeze: killSwitch(() => Promise.reject(new Error('outage')), 0) });

    const failure = await failureOf(() => rules.refusalFor(undertaking));

    expect(failure).toMatchObject({ ...aFailure('FreezesUnreadable'), message: 'outage' });
  });

  it.each(forbidding.slice(0, 2))('leaves a rule before it to forbid all the same: $reason', async (rule) => {
    const alertmanager = await anAbsentAlertmanager();

    const refusal = await standingRules({ ...rule.sources(), alertmanager }).refusalFor(undertaking);

    expect(refusal?.reason).toBe(rule.reason);
  });
});
