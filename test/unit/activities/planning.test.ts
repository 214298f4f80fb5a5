import { describe, expect, it, onTestFinished } from 'vitest';
import { restartService } from '../../../activities/actions/service/restart-service.ts';
import { createPlanningActivities } from '../../../activities/planning.ts';
import type { Plan, Proposal } from '../../../model/remediation/plan.ts';
import { sealPlan } from '../../../model/remediation/plan.ts';
import { serviceTarget } from '../../../model/target.ts';
import { anAudit, recordsIn } from '../../support/audit/audit.ts';
import type { ServiceOverrides } from '../../support/builders.ts';
import { aService } from '../../support/builders.ts';
import { aFailure, failureOf } from '../../support/acting/failures.ts';
import { aProgram } from '../../support/processes.ts';
import { servicesHere } from '../../support/hosts/services-here.ts';

const incident = 'incident:host/host-1/service/web';
const target = serviceTarget(aService());
const restart = { action: 'restart-service', target } as const;
const once: Proposal = { summary: 'restart it', actions: [restart] };
const hour = 3_600_000;

async function planning(overrides: ServiceOverrides = {}) {
  const { audit, auditFile } = await anAudit();
  const services = [aService(overrides), aService({ name: 'db', status: ['true'] })];
  const activities = createPlanningActivities({ ...servicesHere(...services), audit });
  return {
    audit,
    prepare: (proposal: Proposal): Promise<Plan> =>
      activities.preparePlan({ incident, runbook: 'service-down', target, proposal, validForMs: hour }),
    records: () => recordsIn(auditFile),
  };
}

describe('preparePlan', () => {
  it('makes each action a step with its risk, its undo and what is true of its target', async () => {
    const { prepare } = await planning({ status: ['false'], instance: aProgram(`console.log('pid 42')`) });
    const other = serviceTarget(aService({ name: 'db' }));

    const plan = await prepare({ summary: 'restart both', actions: [restart, { ...restart, target: other }] });

    const common = { action: 'restart-service', risk: 'disruptive', undo: null, expectedMs: 60_000 };
    expect(plan).toMatchObject({ runbook: 'service-down', target, summary: 'restart both' });
    expect(plan.steps).toEqual([
      { ...common, target, preconditions: { answers: 'unhealthy', runs: 'no', instance: 'pid 42' } },
      { ...common, target: other, preconditions: { answers: 'unhealthy', runs: 'yes' } },
    ]);
  });

  it('names what takes a step back on the very same target', async () => {
    const { undo } = restartService;
    onTestFinished(() => void Object.assign(restartService, { undo }));
    Object.assign(restartService, { undo: 'restart-service' });
    const { prepare } = await planning();

    const { steps } = await prepare(once);

    expect(steps).toMatchObject([{ undo: { action: 'restart-service', target } }]);
  });

  it('lets a plan live for as long as it was told', async () => {
    const { prepare } = await planning();
    const before = Date.now();

    const { madeAt, expiresAt } = await prepare(once);

    expect(Date.parse(madeAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(madeAt)).toBeLessThanOrEqual(Date.now());
    expect(Date.parse(expiresAt) - Date.parse(madeAt)).toBe(hour);
  });

  it('seals it with a hash over everything in it', async () => {
    const { prepare } = await planning();

    const { hash, ...content } = await prepare(once);

    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(sealPlan(content).hash).toBe(hash);
    expect(sealPlan({ ...content, steps: [] }).hash).not.toBe(hash);
  });

  it('records it in full', async () => {
    const { prepare, records } = await planning();

    const { hash, steps, madeAt, expiresAt, summary } = await prepare(once);

    const about = { incident, target, runbook: 'service-down', step: null, key: null };
    expect(await records()).toEqual([{ kind: 'plan', at: madeAt, ...about, plan: hash, summary, steps, expiresAt }]);
  });

  it('makes no plan that cannot be recorded', async () => {
    const { prepare, audit } = await planning();
    await audit.close();

    await expect(prepare(once)).rejects.toThrow('it is closed');
  });

  it.each<[string, Proposal['actions']]>([
    ['an unknown target', [{ ...restart, target: 'host/other/service/web' }]],
    ['an unknown target among known ones', [restart, { ...restart, target: 'host/other/service/web' }]],
  ])('makes no plan for %s', async (_what, actions) => {
    const { prepare, records } = await planning();

    const failure = await failureOf(() => prepare({ ...once, actions }));

    expect(failure).toMatchObject(aFailure('UnknownTarget'));
    expect(await records()).toEqual([]);
  });

  it.each<[string, Proposal['actions'], string]>([
    ['without an action', [], 'a plan has 1 to 20 actions, not 0'],
    ['with more than a repair needs', Array.from({ length: 21 }, () => restart), 'a plan has 1 to 20 actions, not 21'],
    ['on no target', [restart, { ...restart, target: '' }], 'restart-service names no explicit target'],
    ['on many targets at once', [{ ...restart, target: 'host/*' }], 'restart-service names no explicit target'],
  ])('makes no plan %s', async (_what, actions, message) => {
    const { prepare, records } = await planning();

    const failure = await failureOf(() => prepare({ ...once, actions }));

    expect(failure).toMatchObject({ ...aFailure('UnsafePlan'), message });
    expect(await records()).toEqual([]);
  });
});
