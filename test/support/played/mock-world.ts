import { activityInfo } from '@temporalio/activity';
import { createLookingActivities } from '../../../activities/checking.ts';
import type { Activities } from '../../../activities/index.ts';
import type { HandingOnDependencies } from '../../../activities/handing-on.ts';
import { createHandingOnActivities } from '../../../activities/handing-on.ts';
import type { AuditRecord } from '../../../model/audit.ts';
import type { WhatHappened } from '../../../model/forecast/predicting/judge.ts';
import type { PredictionResult } from '../../../model/forecast/predicting/prediction-result.ts';
import type { StormNews } from '../../../model/guard/storm-alert.ts';
import { createPagingActivities } from '../../../activities/escalation/paging.ts';
import type { EscalationPolicy } from '../../../model/escalation/policy.ts';
import type { Directory } from '../../../model/escalation/reach.ts';
import { createLockActivities } from '../../../activities/locks.ts';
import type { RepairEnd } from '../../../model/guard/ledger.ts';
import type { Admission, AdmissionQuestion } from '../../../model/guard/admission.ts';
import { noCounts } from '../../../model/forecast/running/forecast-run.ts';
import type { DiskForecast } from '../../../model/host/disk-forecast.ts';
import type { DnsExamination } from '../../../model/host/dns-examination.ts';
import type { DiskMeasurement } from '../../../model/host/disk-measurement.ts';
import type { Rehearsal } from '../../../model/playbook/rehearsal.ts';
import type { Muted } from '../../../model/incident/shown/muted.ts';
import type { Report, ReportKind } from '../../../model/incident/report.ts';
import type { ChannelType } from '../../../model/names.ts';
import type { Notice } from '../../../model/notices/notice.ts';
import type { OperatorRequest } from '../../../model/operators/request.ts';
import type { Check, CheckResult } from '../../../model/remediation/check.ts';
import type { LogReading } from '../../../model/logs/log-reading.ts';
import type { LogExcerpt } from '../../../model/remediation/diagnosis.ts';
import type { ActionAnswer, ActionOrder } from '../../../model/remediation/action-order.ts';
import type { ApprovalRequest } from '../../../model/remediation/approval.ts';
import type { CastVote } from '../../../model/remediation/vote.ts';
import type { Action, Step } from '../../../model/remediation/plan.ts';
import { sealPlan } from '../../../model/remediation/plan.ts';
import type {
  AlertmanagerPolicy,
  ApprovalPolicy,
  AttemptPolicy,
  IncidentPolicy,
  VerificationPolicy,
} from '../../../model/remediation/policy.ts';
import type { SenderIdentity } from '../../../model/remediation/sender.ts';
import type { SilenceOrder } from '../../../model/standing/silence.ts';
import type { Target } from '../../../model/target.ts';
import type { CertificateFindings } from '../../../model/certificate/certificate.ts';
import type { ExhaustionFindings } from '../../../model/exhaustion/findings.ts';
import { aDiskMeasurement, aLogReading, aReport, anAttemptPolicy, atSecond } from '../builders.ts';
import { certificateFindings } from '../certificates/certificates.ts';
import { exhaustionFindings } from '../hosts/exhaustion.ts';
import { aDnsExamination } from '../hosts/host-parts.ts';

const seconds = 1_000;
/** Tests tell time in these. */
export const minutes = 60 * seconds;
export const hours = 60 * minutes;

/** What a test may have otherwise than in {@link aPolicy}. */
export interface PolicyChange {
  readonly mode?: AttemptPolicy['mode'];
  readonly verification?: Partial<VerificationPolicy>;
  readonly incident?: Partial<IncidentPolicy>;
  readonly approval?: Partial<ApprovalPolicy>;
  readonly patienceMs?: number;
  readonly channels?: AttemptPolicy['channels'];
  readonly escalation?: EscalationPolicy;
  readonly alertmanager?: AlertmanagerPolicy;
}

/** A policy that lets Nightshift act, and two channels to tell people. */
function aPolicy(change: PolicyChange = {}): AttemptPolicy {
  const { verification, incident, approval } = anAttemptPolicy();
  return anAttemptPolicy({
    channels: [
      { index: 0, type: 'console' },
      { index: 1, type: 'slack' },
    ],
    ...change,
    verification: { ...verification, ...change.verification },
    incident: { ...incident, ...change.incident },
    approval: { ...approval, ...change.approval },
  });
}

/** One message that people got. */
interface SentReport {
  readonly channel: ChannelType;
  readonly report: Report;
}

/**
 * The world as activities see it: services that answer or do not, a restart that helps or does not,
 * and people who are told. It counts what is done to it.
 */
export class MockWorld {
  /** What was done to the targets, undoing included, each effect once. */
  readonly orders: ActionOrder[] = [];
  /** What repairs asked the guards, rehearsals included. */
  readonly questions: AdmissionQuestion[] = [];
  /** What repairs told the guards at their end. */
  readonly ends: RepairEnd[] = [];
  /** What sinks recorded, in order. */
  readonly audit: AuditRecord[] = [];
  /** What became of predictions, in order. */
  readonly results: PredictionResult[] = [];
  /** What can be found out about that. */
  happened: WhatHappened = { acted: false };
  /** When the hours of predictions begin, counted from when somebody asks; null where they never do. */
  opensInMs: number | null = 0;
  /** What guards told of storms, in order. */
  readonly storms: StormNews[] = [];
  /** Approvals that were asked for, in order. */
  readonly requests: ApprovalRequest[] = [];
  /** What operators asked for and was recorded, in order. */
  readonly asked: OperatorRequest[] = [];
  /** Votes that were recorded, in order. */
  readonly votes: CastVote[] = [];
  readonly reports: SentReport[] = [];
  /** The same as they were handed over, in order. */
  readonly notices: Notice[] = [];
  /** Whom escalation policies can wake. */
  directory: Directory = { people: [], groups: [], channels: [], whoIsOnCall: () => null };
  /** The targets that answer their probe; every other one is down. */
  readonly up = new Set<Target>();
  restartHelps = true;
  /** Whether an action that was begun before can be asked for its effect. */
  canTell = true;
  /** How the one host there is finds names. */
  dns: DnsExamination = aDnsExamination();
  /** The one disk there is, whatever the target. */
  disk: DiskMeasurement = aDiskMeasurement();
  /** How it fills up, for alerts that name one. */
  forecast: DiskForecast | null = null;
  /** What a dry run says of the one playbook there is, whatever the target. */
  rehearsal: Rehearsal = {
    problem: null,
    changes: { first: ['Start the shop'], count: 1 },
    untold: { first: [], count: 0 },
  };
  /** The one certificate there is. */
  certificate: CertificateFindings = certificateFindings();
  /** What there is to see of a host's limits. */
  limits: ExhaustionFindings = exhaustionFindings();
  /** What an action of this world is like. */
  traitsOf: (action: Action) => Pick<Step, 'risk' | 'undo' | 'contains'> = () => ({ risk: 'disruptive', undo: null });
  /** What the guards say, whatever they are asked. */
  admission: Admission = { refusal: null, detail: 'nothing stands in the way', recurs: false };
  /** Who the server says that voters are. */
  sender: SenderIdentity = { claimed: null, principal: null, verified: false, replayed: false };
  policy: AttemptPolicy;
  /** What a test has an activity do in place of the usual; may be changed while the worker runs. */
  instead: Partial<Activities> = {};

  constructor(policy: PolicyChange = {}) {
    this.policy = aPolicy(policy);
  }

  /** What was done to the targets, undoing included. */
  get actions(): readonly Action[] {
    return this.orders.map(({ action, target }) => ({ action, target }));
  }

  /** The messages of one channel, in order. */
  told(channel: ChannelType = 'console'): readonly ReportKind[] {
    return this.reports.filter((sent) => sent.channel === channel).map(({ report }) => report.kind);
  }

  /** Does the one action there is, as {@link Activities.performAction} would: never twice under one key. */
  readonly restart = async (order: ActionOrder): Promise<ActionAnswer> => {
    if (this.orders.some(({ key }) => key === order.key)) {
      return this.canTell
        ? { result: 'done', summary: `${order.action} had been done already` }
        : { result: 'unknown', summary: `nobody can tell whether ${order.action} was done` };
    }
    this.orders.push(order);
    if (order.kind === 'undo') return { result: 'done', summary: `took back ${order.action} of ${order.target}` };
    if (this.restartHelps) this.up.add(order.target);
    return { result: 'done', summary: `restarted ${order.target}` };
  };

  /** What a check finds; a test may have it see something else. */
  sees = (check: Check): Promise<CheckResult> => this.look(check);
  /** Whether a repair of the target is under way, as the server knows it. */
  isUnderRepair = (_target: Target): Promise<boolean> => Promise.resolve(false);

  /** Casts a vote on the plan that waits for a target; a test bed has it cast at its server. */
  castVote: HandingOnDependencies['castVote'] = async () => ({ outcome: 'no-repair' });

  readonly look = async ({ check, target }: Check): Promise<CheckResult> => {
    const isAbout = check.startsWith('service-');
    const health = !isAbout || this.up.has(target) ? 'healthy' : 'unhealthy';
    return { check, target, health, summary: `${check}: ${health}` };
  };

  readonly collectLogs = async ({ target }: { readonly target: Target }): Promise<LogExcerpt | null> => ({
    source: `log of ${target}`,
    text: 'FATAL: the last words',
    truncated: false,
  });

  /** What repairs wanted silenced, in order. */
  readonly silences: SilenceOrder[] = [];
  /** Whether alerts clear while they are silenced. */
  clearsSilenced = false;
  /** Who has silenced alerts, whoever asks. */
  muted: Muted = { at: '2026-01-01T00:00:00.000Z', lines: [] };
  /** The series of the one forecast there is, in parts. */
  series: readonly (readonly string[])[] = [['5f0c1d2e3a4b5c6d', '9a8b7c6d5e4f3a2b']];

  /** What its logs say, whatever is asked. */
  reading: LogReading = aLogReading();

  /** What a worker needs: the world's own doings, or what stands {@link instead}. */
  activities(): Activities {
    const own: Activities = {
      ...createLookingActivities((check) => this.sees(check)),
      ...createLockActivities({ isUnderRepair: (target) => this.isUnderRepair(target) }),
      awaitDependencies: () => Promise.resolve(),
      analyseLogs: async () => this.reading,
      collectLogs: this.collectLogs,
      forecastShard: async ({ keys }) => ({ ...noCounts, made: keys.length }),
      isForecastDescribed: async () => true,
      listSeries: async () => this.series,
      forecastDisk: async ({ labels }) => labels && this.forecast,
      findWhomToWake: (question) => createPagingActivities({ directory: this.directory }).findWhomToWake(question),
      examineDns: async () => this.dns,
      measureDisk: async () => this.disk,
      rehearsePlaybook: async () => this.rehearsal,
      readCertificates: async () => this.certificate,
      lookAtLimits: async () => this.limits,
      preparePlan: this.prepare,
      readMutes: async () => this.muted,
      openSilences: this.silence,
      endSilences: this.unsilence,
      admitPlan: async (question) => (this.questions.push(question), this.admission),
      settleRepair: async ({ end }) => void this.ends.push(end),
      ...createHandingOnActivities({ castVote: (...vote) => this.castVote(...vote) }),
      recordRequests: async ({ requests }) => void this.asked.push(...requests),
      recordApprovalRequest: async ({ request }) => void this.requests.push(request),
      identifySenders: async (messages) => messages.map(() => this.sender),
      recordVotes: async ({ votes }) => void this.votes.push(...votes),
      performAction: this.restart,
      resolveTarget: async ({ target }) => ({ found: 'object', target, words: null }),
      readPolicy: () => Promise.resolve(this.policy),
      deliverReport: this.tell,
      writeReview: async (incident) =>
        aReport({ kind: 'review', incident, title: `Post-incident report: ${incident}` }),
      deliverAlerts: () => Promise.resolve(),
      nextOpening: async ({ nowMs }) => (this.opensInMs === null ? null : nowMs + this.opensInMs),
      outcomeOfPrediction: async () => this.happened,
      recordPrediction: async (result) => void this.results.push(result),
      tellOfStorm: async (news) => void this.storms.push(news),
    };
    const names = Object.keys(own) as (keyof Activities)[];
    const entries = names.map(
      (name) => [name, (...input: [never]) => (this.instead[name] ?? own[name])(...input)] as const,
    );
    return Object.fromEntries(entries) as unknown as Activities;
  }

  readonly silence: Activities['openSilences'] = async (order) => {
    this.silences.push(order);
    return { silenced: order.alerts.map(({ fingerprint }) => fingerprint), until: '2026-01-01T00:30:00.000Z' };
  };

  readonly unsilence: Activities['endSilences'] = async ({ alerts }) => {
    const silenced = this.silences.length > 0 ? alerts.map(({ fingerprint }) => fingerprint) : [];
    const isGone = (fingerprint: string) => this.clearsSilenced && silenced.includes(fingerprint);
    return { silenced, gone: silenced.filter(isGone), askedAt: atSecond(3_600) };
  };

  readonly prepare: Activities['preparePlan'] = async ({ runbook, target, proposal, validForMs }) => {
    // By the server's clock, which is far ahead of this machine's after a few leaps.
    const now = activityInfo().currentAttemptScheduledTimestampMs;
    return sealPlan({
      runbook,
      target,
      summary: proposal.summary,
      steps: proposal.actions.map((action) => ({
        ...action,
        ...this.traitsOf(action),
        expectedMs: 1_000,
        preconditions: {},
      })),
      madeAt: new Date(now).toISOString(),
      expiresAt: new Date(now + validForMs).toISOString(),
    });
  };

  readonly tell: Activities['deliverReport'] = async (notice) => {
    const { channel, report } = notice;
    this.notices.push(notice);
    this.reports.push({ channel: channel.type, report });
    return null;
  };
}
