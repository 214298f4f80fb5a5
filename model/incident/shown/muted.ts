import { bytesOf, escapeMarkdown, withinBytes } from '../../text/markdown.ts';

/** What kept people from hearing of an incident's alerts when that was asked last. */
export interface Muted {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** One for each silence and inhibition; none where there was none. */
  readonly lines: readonly string[];
}

/** What a page of the Temporal UI has room for, beside the plan and the story. */
const maxShownBytes = 500;

/** The same as lines of Markdown for a page of the Temporal UI; none where people hear of every alert. */
export function mutedDetails(muted: Muted | undefined): readonly string[] {
  if (!muted || muted.lines.length === 0) return [];
  const frame = ['', `**Silenced or inhibited** (at ${muted.at.slice(11, 19)})`, ''];
  const list = muted.lines.map((line) => `- ${escapeMarkdown(line)}`);
  const shown = withinBytes(list, maxShownBytes - bytesOf(frame));
  return [...frame, ...shown, ...(shown.length < list.length ? [`- and ${list.length - shown.length} more`] : [])];
}
