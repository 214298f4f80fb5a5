import { describe, expect, it } from 'vitest';
import { actions } from '../../../../activities/actions/index.ts';
import { createAdmittingActivities } from '../../../../activities/guard/admitting.ts';
import type { ActionName } from '../../../../model/names.ts';
import { actionNames } from '../../../../model/names.ts';
import { sealPlan } from '../../../../model/remediation/plan.ts';
import { anActingScene } from '../../../support/acting/acting-scene.ts';
import { anActivity } from '../../../support/acting/activity.ts';
import { anAudit } from '../../../support/audit/audit.ts';
import { aKnownAlert, isoSecond } from '../../../support/builders.ts';
import { fakeGuards, wideCaps } from '../../../support/guard/fake-guards.ts';
import { alertmanagerOf, ownAlert, standingRules } from '../../../support/guard/standing-rules.ts';

const target = 'kubernetes/prod/shop/Pod/web-0';
const budget = { alertname: 'KubePdbNotEnoughHealthyPods', cluster: 'prod', namespace: 'shop' };
const rules = standingRules({ alertmanager: alertmanagerOf(aKnownAlert({ labels: budget })) });
const held = 'KubePdbNotEnoughHealthyPods fires, on which this target depends';

/** Asks for a place for a plan with this action. */
async function admit(action: ActionName) {
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
    action,
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
    expect(await admit('delete-pod')).toMatchObject({ refusal: 'control-plane', detail: held });
  });

  it.each(['release-pod', 'undo-rollout'] as const)('that takes none away gets its place: %s', async (action) => {
    expect(await admit(action)).toMatchObject({ refusal: null });
  });

  it('that takes pods away there is refused just before it would begin', async () => {
    const { order, act } = await anActingScene();

    const { answer } = await act({ ...order, action: 'delete-pod', target }, {}, { standingRules: rules });

    expect(answer).toEqual({ result: 'refused', refusal: { reason: 'control-plane', detail: held } });
  });

  it('takes pods away where it has no other end, but for a drain, which asks each budget', () => {
    const taking = actionNames.filter((name) => actions[name].evicts);
    const evicting = actionNames.filter((name) =>
      actions[name].permissions?.some(({ resource }) => resource === 'pods/eviction'),
    );

    expect(taking).toEqual([
      'delete-pod',
      'quarantine-pod',
      'restart-dns-pod',
      'restart-rollout',
      'restart-workload-pod',
    ]);
    expect(evicting.filter((name) => !taking.includes(name))).toEqual(['drain-node']);
  });
});
