/**
 * Names that clients, workers and stored histories share. A change here is a change of the wire:
 * histories of released versions must still replay, and running incidents must still be found.
 */

export const taskQueue = 'nightshift';

export const workflowTypes = {
  incident: 'incident',
  remediation: 'remediation',
  intake: 'intake',
  guard: 'guard',
  freezes: 'freezes',
  forecast: 'forecast',
  prediction: 'prediction',
  scorebook: 'scorebook',
  digest: 'digest',
} as const;

/** Every runbook, by the name of its file below `workflows/runbooks/`. */
export const runbookNames = [
  'autoscaler-maxed-out',
  'backend-sick',
  'certificate-expiring',
  'claim-filling-up',
  'clock-skew',
  'cluster-dns',
  'cluster-target-down',
  'container-oom-killed',
  'container-waiting',
  'disk-cleanup',
  'host-dns',
  'host-exhaustion',
  'job-failed',
  'kubernetes-alert',
  'node-unhealthy',
  'playbook',
  'pod-crash-looping',
  'pod-not-ready',
  'quota-exhausted',
  'rollout-stuck',
  'scale-ahead',
  'service-down',
  'sidecar-disconnected',
  'unit-failed',
  'workload-degraded',
] as const;
export type RunbookName = (typeof runbookNames)[number];

/** Every action, by the name of its file below `activities/actions/`. */
export const actionNames = [
  'clear-package-cache',
  'cordon-node',
  'delete-failed-job',
  'delete-old-backups',
  'delete-pod',
  'delete-temporary-files',
  'drain-node',
  'expand-claim',
  'fall-back-dns-servers',
  'flush-dns-cache',
  'quarantine-pod',
  'raise-autoscaler-max',
  'raise-memory-limit',
  'release-pod',
  'reload-certificate',
  'remove-endpoint',
  'remove-unused-images',
  'renew-certificate',
  'rerun-job',
  'restart-dns-pod',
  'restart-dns-resolver',
  'restart-rollout',
  'restart-service',
  'restart-time-daemon',
  'restart-unit',
  'restart-workload-pod',
  'restore-autoscaler-max',
  'restore-dns-servers',
  'restore-endpoint',
  'restore-memory-limit',
  'restore-replicas',
  'rotate-logs',
  'run-playbook',
  'scale-workload',
  'uncordon-node',
  'undo-playbook',
  'undo-rollout',
  'vacuum-journal',
  'withdraw-job',
] as const;
export type ActionName = (typeof actionNames)[number];

/** Every check, by the name of its file below `activities/checks/`. */
export const checkNames = [
  'autoscaler-state',
  'backend-members',
  'backend-traffic',
  'certificate-valid',
  'claim-expanded',
  'claim-state',
  'clock-offset',
  'cluster-dns',
  'container-logs',
  'container-memory-headroom',
  'container-probes',
  'container-restarts',
  'crash-loop',
  'cron-job-state',
  'dependencies',
  'disk-usage',
  'disruption-budgets',
  'dns-lookups',
  'dns-pods',
  'forecast-receded',
  'job-state',
  'job-work-done',
  'limits-headroom',
  'memory-limits',
  'monitor-target',
  'node-flapping',
  'node-pods',
  'node-pressure',
  'node-problems',
  'node-state',
  'nodes-away',
  'object-description',
  'object-events',
  'object-state',
  'playbook-proof',
  'pod-state',
  'quota-state',
  'replica-room',
  'rollout-history',
  'scheduling',
  'service-endpoints',
  'service-probe',
  'service-status',
  'settings-unchanged',
  'sick-neighbours',
  'sidecar-connected',
  'time-daemon',
  'time-daemon-restarts',
  'unit-crash-loop',
  'unit-dependencies',
  'unit-obstacles',
  'unit-state',
  'workload-health',
] as const;
export type CheckName = (typeof checkNames)[number];

/** Every way to forecast, by the name of its file below `forecasting/models/`. */
export const forecasterNames = [
  'arima',
  'ensemble',
  'ets',
  'local-trend',
  'lstm',
  'mstl',
  'prophet',
  'ridge-autoregression',
  'seasonal-naive',
  'transformer',
] as const;
export type ForecasterName = (typeof forecasterNames)[number];

/** Every channel, by the name of its file in `activities/notifications/`. */
export const channelTypes = [
  'console',
  'email',
  'opsgenie',
  'pagerduty',
  'slack',
  'sms',
  'teams',
  'voice',
  'webhook',
] as const;
export type ChannelType = (typeof channelTypes)[number];

export const messageNames = {
  /** Signal to an incident: alerts that belong to it. */
  deliver: 'deliver',
  /** Query of an incident: its whole record. */
  record: 'record',
  /** Signal from a remediation to its incident: how far it is. */
  progress: 'progress',
  /** Signal from an incident to its remediation: begin nothing new, go and verify. */
  standDown: 'standDown',
  /** Update and Signal to a remediation and to its incident: a vote for or against the plan that waits. */
  approve: 'approve',
  deny: 'deny',
  /** Signal to a remediation, Update and Signal to an incident: take back what was done. */
  undo: 'undo',
  /** Updates and Signals to an incident: somebody looks after it, and nobody else has to be woken for a while. */
  acknowledge: 'acknowledge',
  /** Wake the next level of its escalation policy now. */
  escalate: 'escalate',
  /** Go on by the escalation policy as the configuration has it now. */
  applyPolicy: 'apply-policy',
  /** People go on by themselves: Nightshift begins nothing more here. */
  takeOver: 'take-over',
  /** It is over, whatever its alerts say. */
  close: 'close',
  /** Update of a guard: may this repair begin? */
  claim: 'claim',
  /** Signal to a guard: this repair has ended. */
  settle: 'settle',
  /** Query of a guard: what it remembers. */
  ledger: 'ledger',
  /** Signal and update to the kill switch: stop actions. */
  freeze: 'freeze',
  /** Signal and update to the kill switch: lift a freeze. */
  unfreeze: 'unfreeze',
  /** Query of the kill switch: the freezes in force. */
  freezes: 'freezes',
  /** Signal to a prediction: what the newest forecast says of its limit. */
  predicted: 'predicted',
  /** Query of a prediction: its whole record. */
  prediction: 'prediction',
  /** Signal to a scorebook: what became of forecasts and predictions; and the query of everything in it. */
  scored: 'scored',
  scorebook: 'scorebook',
  /** Signal to a digest: a report that is told in it. */
  gather: 'gather',
} as const;

/** Search attributes, with the type the server must know them by. */
export const searchAttributes = {
  NightshiftStatus: 'Keyword',
  NightshiftStatusSince: 'Datetime',
  NightshiftRunbook: 'Keyword',
  NightshiftTarget: 'Keyword',
  NightshiftSeverity: 'Keyword',
} as const;

const incidentPrefix = 'incident:';

/** The workflow id of an incident; its key is a canonical path and short enough for every database. */
export function incidentWorkflowId(key: string): string {
  return `${incidentPrefix}${key}`;
}

/** The key of an incident, from its workflow id or from the key itself. */
export function incidentKeyOf(name: string): string {
  return name.startsWith(incidentPrefix) ? name.slice(incidentPrefix.length) : name;
}

const remediationPrefix = 'remediation:';

/** One remediation per target at a time: the server refuses a second workflow with the same id. */
export function remediationWorkflowId(target: string): string {
  return `${remediationPrefix}${target}`;
}

/** The target of a remediation, from its workflow id; undefined for any other name. */
export function targetOfRemediation(name: string): string | undefined {
  return name.startsWith(remediationPrefix) ? name.slice(remediationPrefix.length) : undefined;
}

const guardPrefix = 'guard:';

/** The guard that counts the repairs of one failure domain. */
export function guardWorkflowId(domain: string): string {
  return `${guardPrefix}${domain}`;
}

/** The failure domain of a guard, from its workflow id. */
export function domainOfGuard(workflowId: string): string {
  return workflowId.slice(guardPrefix.length);
}

/** The intake of one body, named by its content so that a re-delivery joins the one under way. */
export function intakeWorkflowId(digest: string): string {
  return `intake:${digest}`;
}

/** The kill switch is one workflow: operators speak to it, actions read it, and no alert passes it. */
export const freezesWorkflowId = 'freezes';

/** The field of its memo in which the kill switch shows what is frozen. */
export const freezesMemo = 'killSwitch';
