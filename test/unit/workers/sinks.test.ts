import { describe, expect, it } from 'vitest';
import { createApprovalMetrics } from '../../../metrics/approvals.ts';
import { createIncidentMetrics } from '../../../metrics/incidents.ts';
import { createOperatorMetrics } from '../../../metrics/operators.ts';
import { createPredictionMetrics } from '../../../metrics/forecasting/predictions.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createRemediationMetrics } from '../../../metrics/remediations.ts';
import { createScoreMetrics } from '../../../metrics/forecasting/scores.ts';
import type { AuditRecord } from '../../../model/audit.ts';
import type { Outcome } from '../../../model/incident/outcome.ts';
import type { CastVotes } from '../../../model/remediation/vote.ts';
import type { SinkTargets } from '../../../workers/sinks.ts';
import { createMetricSinks } from '../../../workers/sinks.ts';
import { aFreeze } from '../../support/builders.ts';
import { aScoredLimit } from '../../support/forecasting/scores.ts';
import { samplesOf } from '../../support/metrics/metrics.ts';

type Sinks = ReturnType<typeof createMetricSinks>;

const incident = 'incident:host/host-1/service/web';
const target = 'host/host-1/service/web';
const repaired: Outcome = { kind: 'resolved-by-us', reason: null, detail: 'repaired, and proven healthy' };
const aDemotion = { model: 'ensemble', sinceMs: 0, untilMs: 1, times: 1, because: 'it was bad' } as const;
const noRunbook: Outcome = { kind: 'nothing-done', reason: 'no-runbook', detail: 'no runbook answers' };

function someSinks(overrides: Partial<SinkTargets> = {}) {
  const registry = createRegistry();
  const [records, refused]: [AuditRecord[], CastVotes[]] = [[], []];
  const sinks = createMetricSinks({
    incidents: createIncidentMetrics(registry),
    remediations: createRemediationMetrics(registry),
    approvals: createApprovalMetrics(registry),
    operators: createOperatorMetrics(registry),
    predictions: createPredictionMetrics(registry),
    scores: createScoreMetrics(registry, ['disks'], async () => ({})),
    writeAudit: async (record) => void records.push(record),
    recordRefusedVotes: async (votes) => void refused.push(votes),
    ...overrides,
  });
  return { registry, sinks, records, refused };
}

/** The workflow that calls, as far as the sinks look at it. */
const info = { workflowId: incident } as Parameters<Sinks['incidents']['verified']['fn']>[0];

describe('the sinks', () => {
  it.each([
    {
      what: 'a status',
      tell: ({ incidents }: Sinks) => incidents.statusReached.fn(info, 'repairing'),
      metric: 'nightshift_incident_statuses_total',
      labels: 'status="repairing"',
      value: 1,
    },
    {
      what: 'what an operator asked for',
      tell: ({ operators }: Sinks) => operators.asked.fn(info, 'takeOver', null),
      metric: 'nightshift_operator_requests_total',
      labels: 'ask="takeOver",result="done"',
      value: 1,
    },
    {
      what: 'a prediction',
      tell: ({ predictions }: Sinks) => predictions.raised.fn(info, 7_200_000),
      metric: 'nightshift_prediction_lead_seconds_sum',
      labels: '',
      value: 7_200,
    },
    {
      what: 'the end of a prediction',
      tell: ({ predictions }: Sinks) => predictions.ended.fn(info, 'came-true'),
      metric: 'nightshift_prediction_outcomes_total',
      labels: 'outcome="came-true"',
      value: 1,
    },
    {
      what: 'a score',
      tell: ({ scores }: Sinks) => scores.entered.fn(info, 'disks', [aScoredLimit()]),
      metric: 'nightshift_limits_reached_total',
      labels: 'forecast="disks",result="missed"',
      value: 1,
    },
    {
      what: 'a demotion',
      tell: ({ scores }: Sinks) => scores.demoted.fn(info, 'disks', aDemotion),
      metric: 'nightshift_forecaster_demotions_total',
      labels: 'forecast="disks",model="ensemble"',
      value: 1,
    },
    {
      what: 'a repair',
      tell: ({ incidents }: Sinks) => incidents.concluded.fn(info, repaired, 'service-down', target),
      metric: 'nightshift_repairs_total',
      labels: 'runbook="service-down",outcome="resolved-by-us"',
      value: 1,
    },
    {
      what: 'an end without a runbook',
      tell: ({ incidents }: Sinks) => incidents.concluded.fn(info, noRunbook, null, null),
      metric: 'nightshift_nothing_done_total',
      labels: 'reason="no-runbook"',
      value: 1,
    },
    {
      what: 'the wait for an alert in seconds',
      tell: ({ incidents }: Sinks) => incidents.accepted.fn(info, 4_500),
      metric: 'nightshift_accept_seconds_sum',
      labels: '',
      value: 4.5,
    },
    {
      what: 'an attempt',
      tell: ({ incidents }: Sinks) => incidents.attempted.fn(info, 'service-down'),
      metric: 'nightshift_attempts_total',
      labels: 'runbook="service-down"',
      value: 1,
    },
    {
      what: 'an action',
      tell: ({ repairs }: Sinks) => repairs.actionEnded.fn(info, 'restart-service', 'do', 'done'),
      metric: 'nightshift_actions_total',
      labels: 'action="restart-service",kind="do",result="done"',
      value: 1,
    },
    {
      what: 'the wait for an approval in seconds',
      tell: ({ approvals }: Sinks) => approvals.ended.fn(info, 'approved', 90_000),
      metric: 'nightshift_approval_wait_seconds_sum',
      labels: 'end="approved"',
      value: 90,
    },
    {
      what: 'a first action in seconds',
      tell: ({ incidents }: Sinks) => incidents.firstActionBegan.fn(info, 'service-down', 2_500),
      metric: 'nightshift_first_action_seconds_sum',
      labels: 'runbook="service-down"',
      value: 2.5,
    },
    {
      what: 'a verification in seconds',
      tell: ({ incidents }: Sinks) => incidents.verified.fn(info, 'service-down', 90_000),
      metric: 'nightshift_verified_seconds_sum',
      labels: 'runbook="service-down"',
      value: 90,
    },
    {
      what: 'a recurrence',
      tell: ({ incidents }: Sinks) => incidents.recurred.fn(info, 'service-down'),
      metric: 'nightshift_recurrences_total',
      labels: 'runbook="service-down"',
      value: 1,
    },
    {
      what: 'a vote that counted',
      tell: ({ approvals }: Sinks) => approvals.voted.fn(info, null),
      metric: 'nightshift_votes_total',
      labels: 'result="counted"',
      value: 1,
    },
    {
      what: 'a vote that did not',
      tell: ({ approvals }: Sinks) => approvals.voted.fn(info, 'expired'),
      metric: 'nightshift_votes_total',
      labels: 'result="expired"',
      value: 1,
    },
  ])('carry $what to its metric', async ({ tell, metric, labels, value }) => {
    const { registry, sinks } = someSinks();

    await tell(sinks);

    expect((await samplesOf(registry, metric))[labels]).toBe(value);
  });

  it.each([
    {
      what: 'what an incident came to',
      tell: ({ incidents }: Sinks) => incidents.concluded.fn(info, repaired, 'service-down', target),
      record: { kind: 'outcome', incident, target, runbook: 'service-down', outcome: repaired },
    },
    {
      what: 'what an incident without a target or a runbook came to',
      tell: ({ incidents }: Sinks) => incidents.concluded.fn(info, noRunbook, null, null),
      record: { kind: 'outcome', incident, target: null, runbook: null, outcome: noRunbook },
    },
    ...[true, false].map((frozen) => ({
      what: `that a freeze is in force: ${frozen}`,
      tell: ({ freezes }: Sinks) =>
        freezes.changed.fn(info, {
          frozen,
          freeze: aFreeze({ scope: { target: 'host/host-1', runbook: 'service-down' } }),
          by: 'bob',
        }),
      record: {
        kind: 'freeze',
        incident: null,
        target: null,
        runbook: 'service-down',
        frozen,
        scope: 'runbook:service-down@host/host-1',
        reason: 'maintenance',
        by: 'bob',
        identity: null,
        verified: false,
      },
    })),
  ])('carry to the audit $what', async ({ tell, record }) => {
    const { sinks, records } = someSinks();

    await tell(sinks);

    expect(records).toEqual([{ at: expect.any(String), plan: null, step: null, key: null, ...record }]);
  });

  it('carry to the audit votes that never entered a history', async () => {
    const { sinks, refused } = someSinks();
    const votes: CastVotes = { incident, target, runbook: 'service-down', votes: [] };

    await sinks.approvals.refused.fn(info, votes);

    expect(refused).toEqual([votes]);
  });

  it('carry to the audit what an operator was refused before it entered a history', async () => {
    const { sinks, records } = someSinks();
    const request = { ask: 'close', message: null, by: 'alex', comment: null, refusal: 'closing' } as const;

    await sinks.operators.refused.fn(info, request, { target, runbook: null });

    expect(records).toMatchObject([{ kind: 'operator-refused', incident, target, ask: 'close', refusal: 'closing' }]);
  });

  it('do not hide what the audit does not take: the worker logs it', async () => {
    const { sinks } = someSinks({ writeAudit: () => Promise.reject(new Error('no room')) });

    await expect(sinks.incidents.concluded.fn(info, repaired, 'service-down', target)).rejects.toThrow('no room');
  });

  it('are never carried out again on replay', () => {
    const { sinks } = someSinks();
    const each = Object.values(sinks).flatMap((family): readonly { readonly callDuringReplay?: boolean }[] =>
      Object.values(family),
    );

    expect(each.length).toBeGreaterThan(5);
    expect(each.filter(({ callDuringReplay }) => callDuringReplay)).toEqual([]);
  });
});
