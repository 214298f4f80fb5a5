import { describe, expect, it } from 'vitest';
import { createApprovalMetrics } from '../../../metrics/approvals.ts';
import { createFreezeMetrics } from '../../../metrics/freezes.ts';
import { createIncidentMetrics } from '../../../metrics/incidents.ts';
import { createPredictionMetrics } from '../../../metrics/forecasting/predictions.ts';
import { createRegistry } from '../../../metrics/registry.ts';
import { createRemediationMetrics } from '../../../metrics/remediations.ts';
import { createReportMetrics } from '../../../metrics/reports.ts';
import { clickResults } from '../../../metrics/slack-clicks.ts';
import { alertResults, createWebhookMetrics, requestResults, requestSources } from '../../../metrics/webhook.ts';
import { doorSources } from '../../../model/alert/alert.ts';
import type { Freeze } from '../../../model/freeze/freeze.ts';
import { freezeKinds } from '../../../model/freeze/freeze.ts';
import { incidentStatuses } from '../../../model/incident/incident.ts';
import { outcomeKinds, outcomeReasons } from '../../../model/incident/outcome.ts';
import { actionNames, channelTypes, runbookNames } from '../../../model/names.ts';
import { operatorAsks } from '../../../model/operators/message.ts';
import { operatorRefusals } from '../../../model/operators/refusals.ts';
import { actionKinds, actionResults } from '../../../model/remediation/action-order.ts';
import { approvalEnds } from '../../../model/remediation/approval.ts';
import { voteRefusals } from '../../../model/remediation/vote.ts';
import { aFreeze } from '../../support/builders.ts';
import { aCensus, everyRegistry, samplesOf } from '../../support/metrics/metrics.ts';

describe('every family', () => {
  it.each([
    ['trigger', 'nightshift_alerts_received_total', doorSources.length * alertResults.length],
    ['trigger', 'nightshift_webhook_requests_total', requestSources.length * requestResults.length],
    ['trigger', 'nightshift_slack_clicks_total', clickResults.length],
    ['trigger', 'nightshift_alerts_truncated_total', 1],
    ['trigger', 'nightshift_webhook_accept_seconds_count', doorSources.length],
    ['worker', 'nightshift_incident_statuses_total', incidentStatuses.length],
    ['worker', 'nightshift_freezes', freezeKinds.length],
    ['worker', 'nightshift_accept_seconds_count', 1],
    ['worker', 'nightshift_attempts_total', runbookNames.length],
    ['worker', 'nightshift_actions_total', actionNames.length * actionKinds.length * actionResults.length],
    ['worker', 'nightshift_repairs_total', (1 + runbookNames.length) * outcomeKinds.length],
    ['worker', 'nightshift_nothing_done_total', outcomeReasons.length],
    ['worker', 'nightshift_first_action_seconds_count', runbookNames.length],
    ['worker', 'nightshift_verified_seconds_count', runbookNames.length],
    ['worker', 'nightshift_recurrences_total', runbookNames.length],
    ['worker', 'nightshift_votes_total', 1 + voteRefusals.length],
    ['worker', 'nightshift_operator_requests_total', operatorAsks.length * (1 + operatorRefusals.length)],
    ['worker', 'nightshift_approval_wait_seconds_count', approvalEnds.length],
    ['worker', 'nightshift_reports_total', 4 * channelTypes.length],
    ['worker', 'nightshift_channels_down', channelTypes.length],
  ] as const)('shows in the %s all series of %s from the start', async (process, name, count) => {
    const samples = await samplesOf(everyRegistry()[process], name);

    expect(Object.values(samples)).toEqual(Array.from({ length: count }, () => 0));
  });
});

describe('webhook metrics', () => {
  it('count what becomes of alerts and requests', async () => {
    const registry = createRegistry();
    const metrics = createWebhookMetrics(registry);

    metrics.alertsReceived('alertmanager', 'accepted', 3);
    metrics.requestEnded('alertmanager', 'overloaded');
    metrics.alertsTruncated('alertmanager', 7);
    metrics.bodyAccepted('alertmanager', 0.2);

    expect(await samplesOf(registry, 'nightshift_alerts_received_total')).toMatchObject({
      'source="alertmanager",result="accepted"': 3,
    });
    expect(await samplesOf(registry, 'nightshift_webhook_requests_total')).toMatchObject({
      'source="alertmanager",result="overloaded"': 1,
    });
    expect(await samplesOf(registry, 'nightshift_alerts_truncated_total')).toEqual({ 'source="alertmanager"': 7 });
    expect(await samplesOf(registry, 'nightshift_webhook_accept_seconds_sum')).toEqual({
      'source="alertmanager"': 0.2,
      'source="kubernetes"': 0,
    });
  });
});

describe('incident metrics', () => {
  it('count statuses, and show the census of the moment', async () => {
    const registry = createRegistry();
    const metrics = createIncidentMetrics(registry, async () => aCensus());

    metrics.statusReached('escalated');

    expect(await samplesOf(registry, 'nightshift_incident_statuses_total')).toMatchObject({ 'status="escalated"': 1 });
    expect(await samplesOf(registry, 'nightshift_incidents')).toMatchObject({
      'status="repairing"': 2,
      'status="open"': 0,
    });
    expect(await samplesOf(registry, 'nightshift_incidents_stuck')).toEqual({ '': 1 });
  });

  it('show no old census when there is none', async () => {
    const registry = createRegistry();
    const answers = [aCensus(), aCensus(), undefined, undefined];
    createIncidentMetrics(registry, async () => answers.shift());

    await registry.metrics();
    const later = await registry.metrics();

    expect(later).not.toMatch(/^nightshift_incidents\{/m);
  });
});

describe('freeze metrics', () => {
  it('count the freezes of the moment by how wide they are', async () => {
    const registry = createRegistry();
    createFreezeMetrics(registry, async () => [
      aFreeze(),
      aFreeze({ scope: { target: 'host/web-1', runbook: null } }),
      aFreeze({ scope: { target: 'host/web-2', runbook: null } }),
      aFreeze({ scope: { target: 'host/web-3', runbook: 'service-down' } }),
    ]);

    expect(await samplesOf(registry, 'nightshift_freezes')).toEqual({
      'scope="global"': 1,
      'scope="target"': 2,
      'scope="runbook"': 1,
    });
  });

  it('show no old freezes while the kill switch cannot be read', async () => {
    const registry = createRegistry();
    const answers: (readonly Freeze[] | undefined)[] = [[aFreeze()], undefined];
    createFreezeMetrics(registry, async () => answers.shift());

    await registry.metrics();

    expect(await samplesOf(registry, 'nightshift_freezes')).toEqual({});
  });
});

describe('remediation metrics', () => {
  it('count ends, and the reasons why nothing was done', async () => {
    const registry = createRegistry();
    const metrics = createRemediationMetrics(registry);

    metrics.concluded(null, 'nothing-done', 'no-runbook');
    metrics.concluded('service-down', 'escalated', 'action-failed');
    metrics.firstActionBegan('service-down', 12);
    metrics.verified('service-down', 200);
    metrics.recurred('service-down');
    metrics.attempted('service-down');
    metrics.actionEnded('restart-service', 'undo', 'unknown');

    expect(await samplesOf(registry, 'nightshift_repairs_total')).toMatchObject({
      'runbook="none",outcome="nothing-done"': 1,
      'runbook="service-down",outcome="escalated"': 1,
    });
    expect(await samplesOf(registry, 'nightshift_nothing_done_total')).toMatchObject({
      'reason="no-runbook"': 1,
      'reason="action-failed"': 0,
    });
    expect(await samplesOf(registry, 'nightshift_first_action_seconds_sum')).toMatchObject({
      'runbook="service-down"': 12,
    });
    expect(await samplesOf(registry, 'nightshift_verified_seconds_sum')).toMatchObject({
      'runbook="service-down"': 200,
    });
    expect(await samplesOf(registry, 'nightshift_recurrences_total')).toMatchObject({ 'runbook="service-down"': 1 });
    expect(await samplesOf(registry, 'nightshift_attempts_total')).toMatchObject({ 'runbook="service-down"': 1 });
    expect(await samplesOf(registry, 'nightshift_actions_total')).toMatchObject({
      'action="restart-service",kind="undo",result="unknown"': 1,
      'action="restart-service",kind="do",result="unknown"': 0,
    });
  });
});

describe('approval metrics', () => {
  it('count votes, by whether they counted or why they did not', async () => {
    const registry = createRegistry();
    const metrics = createApprovalMetrics(registry);

    metrics.voted(null);
    metrics.voted(null);
    metrics.voted('wrong-code');

    expect(await samplesOf(registry, 'nightshift_votes_total')).toMatchObject({
      'result="counted"': 2,
      'result="wrong-code"': 1,
      'result="expired"': 0,
    });
  });

  it('measure how long a decision on a plan took, by how it ended', async () => {
    const registry = createRegistry();
    const metrics = createApprovalMetrics(registry);

    metrics.ended('denied', 90);

    expect(await samplesOf(registry, 'nightshift_approval_wait_seconds_sum')).toMatchObject({
      'end="denied"': 90,
      'end="approved"': 0,
    });
  });
});

describe('prediction metrics', () => {
  it('count what happens to predictions, what became of them, and their leads', async () => {
    const registry = createRegistry();
    const metrics = createPredictionMetrics(registry);

    metrics.waiting();
    metrics.raised(7_200);
    metrics.withdrawn('receded');
    metrics.ended('averted');

    expect(await samplesOf(registry, 'nightshift_prediction_events_total')).toEqual({
      'event="waiting"': 1,
      'event="raised"': 1,
      'event="urgent"': 0,
      'event="updated"': 0,
      'event="receded"': 1,
      'event="silent"': 0,
    });
    expect(await samplesOf(registry, 'nightshift_prediction_outcomes_total')).toMatchObject({
      'outcome="averted"': 1,
      'outcome="false-alarm"': 0,
    });
    expect(await samplesOf(registry, 'nightshift_prediction_lead_seconds_sum')).toEqual({ '': 7_200 });
  });
});

describe('report metrics', () => {
  it('count deliveries and failures', async () => {
    const registry = createRegistry();
    const metrics = createReportMetrics(registry);

    metrics.delivered({ type: 'slack', name: 'slack' });
    metrics.failed({ type: 'webhook', name: 'webhook' });
    metrics.gathered({ type: 'slack', name: 'slack' });
    metrics.postponed({ type: 'slack', name: 'slack' });

    expect(await samplesOf(registry, 'nightshift_reports_total')).toMatchObject({
      'channel="slack",result="delivered"': 1,
      'channel="webhook",result="failed"': 1,
      'channel="slack",result="failed"': 0,
      'channel="slack",result="gathered"': 1,
      'channel="slack",result="postponed"': 1,
    });
  });

  it('show each channel that failed as down until it has worked again', async () => {
    const registry = createRegistry();
    const metrics = createReportMetrics(registry);

    metrics.failed({ type: 'slack', name: 'operators' });
    metrics.failed({ type: 'slack', name: 'operators' });
    metrics.failed({ type: 'slack', name: 'developers' });
    metrics.failed({ type: 'email', name: 'email' });
    metrics.delivered({ type: 'slack', name: 'developers' });
    metrics.delivered({ type: 'email', name: 'email' });

    expect(await samplesOf(registry, 'nightshift_channels_down')).toMatchObject({
      'channel="slack"': 1,
      'channel="email"': 0,
      'channel="webhook"': 0,
    });
  });
});
