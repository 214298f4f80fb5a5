/**
 * Names that clients, workers and stored histories share. A change here is a change of the wire:
 * histories of released versions must still replay, and running incidents must still be found.
 */

export const taskQueue = 'nightshift';

export const workflowTypes = { incident: 'incident', remediation: 'remediation', intake: 'intake' } as const;

/** Every runbook, by the name of its file in `workflows/runbooks/`. */
export const runbookNames = ['service-down'] as const;
export type RunbookName = (typeof runbookNames)[number];

/** Every action, by the name of its file in `activities/actions/`. */
export const actionNames = ['restart-service'] as const;
export type ActionName = (typeof actionNames)[number];

/** Every check, by the name of its file in `activities/checks/`. */
export const checkNames = ['service-probe', 'service-status'] as const;
export type CheckName = (typeof checkNames)[number];

/** Every channel, by the name of its file in `activities/notifications/`. */
export const channelTypes = ['console', 'webhook', 'slack'] as const;
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

/** One remediation per target at a time: the server refuses a second workflow with the same id. */
export function remediationWorkflowId(target: string): string {
  return `remediation:${target}`;
}

/** The intake of one body, named by its content so that a re-delivery joins the one under way. */
export function intakeWorkflowId(digest: string): string {
  return `intake:${digest}`;
}
