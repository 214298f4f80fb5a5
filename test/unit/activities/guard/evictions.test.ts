import { describe, expect, it, onTestFinished } from 'vitest';
import { actions } from '../../../../activities/actions/index.ts';
import { createAdmittingActivities } from '../../../../activities/guard/admitting.ts';
import { sealPlan } from '../../../../model/remediation/plan.ts';
import { anActingScene } from '../../../support/acting-scene.ts';
import { anActivity } from '../../../support/activity.ts';
import { anAudit } from '../../../support/audit.ts';
import { aKnownAlert, isoSecond } from '../../../support/builders.ts';
import { fakeGuards, wideCaps } from '../../../support/fake-guards.ts';
import { alertmanagerOf, ownAlert, standingRules } from '../../../support/standing-rules.ts';

const target = 'kubernetes/prod/shop/Pod/web-0';
const budget = { alertname: 'KubePdbNotEnoughHealthyPods', cluster: 'prod', namespace: 'shop' };
const rules = standingRules({ alertmanager: alertmanagerOf(aKnownAlert({ labels: budget })) });
const held = 'KubePdbNotEnoughHealthyPods fires, on which this target depends';

/** Has an action take pods away until the test ends. */
function letEvict(action: 'restart-service'): void {
  Object.defineProperty(actions[action], 'evicts', { value: true, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(actions[action], 'evicts'));
}

/** Asks for a place for a plan with this action. */
async function admit() {
  const { audit } = await anAudit();
  const activities = createAdmittingActivities({
    guards: fakeGuards(),
    guardPolicy: { caps: wideCaps(), domains: [], groups: [] },
    standingRules: rules,
    measureGroup: async ({ name }) => ({ name, limit: 1, unhealthy: [], members: [] }),
    hasTrouble: () => Promise.resolve(false),
    audit,
  });
  const step = {
    action: 'restart-service',
    target,
    risk: 'disruptive',
    undo: null,
    expectedMs: 1,
    preconditions: {},
  } as const;
  const [madeAt, expiresAt] = [isoSecond(0), isoSecond(60)];
  const plan = sealPlan({ runbook: 'service-down', target, summary: 'one', steps: [step], madeAt, expiresAt });
  const question = {
    claim: 'run-1',
    incident: 'incident:x',
    plan,
    alerts: [ownAlert],
    patienceMs: 0,
    lapsesAfterMs: null,
  };
  return anActivity().run(() => activities.admitPlan(question));
}

describe('while a disruption budget lacks healthy pods, an action', () => {
  it('that takes pods away there gets no place', async () => {
    letEvict('restart-service');

    expect(await admit()).toMatchObject({ refusal: 'control-plane', detail: held });
  });

  it('that takes none away gets its place', async () => {
    expect(await admit()).toMatchObject({ refusal: null });
  });

  it('that takes pods away there is refused just before it would begin', async () => {
    letEvict('restart-service');
    const { order, act, restarts } = await anActingScene();

    const { answer } = await act({ ...order, target }, {}, { standingRules: rules });

    expect(answer).toEqual({ result: 'refused', refusal: { reason: 'control-plane', detail: held } });
    expect(restarts()).toBe(0);
  });
});
