import { bytesOf, escapeMarkdown, withinBytes } from '../text/markdown.ts';
import type { LogReading } from './log-reading.ts';
import { logStory } from './log-story.ts';

/** Enough for three findings with a sample each, and little enough to leave room for what happened. */
const maxBytes = 1_400;
const maxLinkLength = 600;

/**
 * What the logs say, as lines of Markdown for a page of the Temporal UI; none where nothing was read.
 *
 * @param room bytes that they may have at the most.
 */
export function logDetails(reading: LogReading | null, room: number): readonly string[] {
  if (!reading) return [];
  const limit = Math.min(maxBytes, room);
  const frame = ['', '**In the logs**', '', ...linkLine(reading.link)];
  const told = logStory(reading).map((line) => `- ${escapeMarkdown(line)}`);
  const shown = withinBytes(told, limit - bytesOf(frame));
  return shown.length === 0 ? [] : [...frame.slice(0, 3), ...shown, ...frame.slice(3)];
}

/** A link is made only of what cannot end it, and what the page cannot take for a place of its own. */
function linkLine(link: string | null): readonly string[] {
  if (link === null || link.length > maxLinkLength || !/^https?:\/\/[\w.:[\]-]+(?:[/?#]|$)/.test(link)) return [];
  // Whole characters: half of one cannot be encoded, and whoever throws here stops a workflow.
  const inert = link
    .toWellFormed()
    .replace(/[^\w\-.~:/?#@!$&+,;=%]/gu, (mark) => encodeURIComponent(mark).replace(/[()'*!]/g, hex));
  return [`- [all lines of that time](${inert})`];
}

function hex(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16)}`;
}
