import { inertLine } from '../text/markdown.ts';

/** The digest of one channel, and there of one recipient, by the names in the configuration. */
export function digestWorkflowId(channel: string, person: string | null): string {
  return person === null ? `digest:${channel}` : `digest:${channel}:${person}`;
}

/** A digest in one plain line, for lists. */
export function digestSummary(channel: string, person: string | null): string {
  return inertLine(`messages to ${person === null ? channel : `${person} by ${channel}`} in one`, 200);
}
