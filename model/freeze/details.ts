import { bytesOf, escapeMarkdown, shorten, withinBytes } from '../text/markdown.ts';
import type { Freeze } from './freeze.ts';

/** The Temporal UI fetches its rendering by a query string, which common proxies cut at 8 KB. */
const maxBytes = 4_000;

/** What an operator sees at a glance in the Temporal UI, as Markdown: every freeze, as far as there is room. */
export function freezesDetails(freezes: readonly Freeze[]): string {
  if (freezes.length === 0) return '**Nothing is frozen.**';
  const head = [
    `**Frozen: ${freezes.length}.** No action begins where one of these applies.`,
    '',
    '| id | reason | by | since (UTC) |',
    '| --- | --- | --- | --- |',
  ];
  const rows = freezes.map(rowOf);
  const shown = withinBytes(rows, maxBytes - bytesOf(head) - bytesOf(['', moreLine(freezes.length)]));
  const left = freezes.length - shown.length;
  return [...head, ...shown, ...(left > 0 ? ['', moreLine(left)] : [])].join('\n');
}

function rowOf({ id, reason, by, at }: Freeze): string {
  const cells = [id, reason, by].map((text) => escapeMarkdown(shorten(text, 100)));
  return `| ${[...cells, at.slice(0, 19)].map((cell) => cell || '-').join(' | ')} |`;
}

function moreLine(count: number): string {
  return `and ${count} more: see the query freezes`;
}
