import { escapeMarkdown, withinBytes } from '../text/markdown.ts';
import type { Ledger } from './ledger.ts';

const maxShown = 12;

/** The Temporal UI fetches its rendering by a query string, which common proxies cut at 8 KB. */
const maxBytes = 4_000;

/** What an operator sees of a guard in the Temporal UI, as Markdown under 4 KB. */
export function ledgerDetails({ running, ended, asked, stormUntil }: Ledger): string {
  const lines = [
    stormUntil === null ? 'No storm' : `**Storm** until ${isoMinute(stormUntil)} at least`,
    '',
    `${running.length} repairs under way, ${ended.length} ended within a day, ${asked.length} targets asked lately`,
    '',
    ...running
      .slice(0, maxShown)
      .map(({ target, begunAt }) => `- under way since ${isoMinute(begunAt)}: ${shown(target)}`),
    ...ended
      .slice(-maxShown)
      .toReversed()
      .map(({ target, endedAt, end }) => `- ${end} at ${isoMinute(endedAt)}: ${shown(target)}`),
  ];
  return withinBytes(lines, maxBytes).join('\n');
}

function shown(target: string): string {
  return escapeMarkdown(target.slice(0, 80));
}

function isoMinute(time: number): string {
  return new Date(time).toISOString().slice(0, 16);
}
