import type { LogFinding } from './log-finding.ts';
import type { LogCount, LogReading } from './log-reading.ts';
import { onOneLine, shorten } from '../text/markdown.ts';

const maxFindingsShown = 3;
const maxLineLength = 300;

/** One finding as a part of a sentence; its sample is told where the title does not say what happened. */
export function findingInWords({ title, sample, exitReason }: LogFinding): string {
  return exitReason === null ? `${title}: ${sample}` : title;
}

/**
 * What people read of the logs of an incident, as plain lines that are not escaped for any medium: the top findings with
 * a sample each, how much was read, and where the rest is. The link is left to whoever can show one.
 */
export function logStory(reading: LogReading): readonly string[] {
  const { findings, source, before, during, evidence, problem } = reading;
  const shown = findings.slice(0, maxFindingsShown).map(findingLine);
  const isQuiet = findings.length === 0 && before.read + during.read > 0;
  const nothing = isQuiet ? ['nothing that would explain it'] : [];
  const counts = source === null ? [] : [`read ${lines(during)} since then and ${lines(before)} before, ${source}`];
  const kept = evidence === null ? [] : [`kept as evidence ${evidence}`];
  const trouble =
    problem === null ? [] : [`${source === null ? 'they could not' : 'not all could'} be read: ${problem}`];
  return [...shown, ...nothing, ...counts, ...kept, ...trouble].map((line) => shorten(onOneLine(line), maxLineLength));
}

/** The same with the address of the page that shows the rest. */
export function logStoryWithLink(reading: LogReading): readonly string[] {
  return [...logStory(reading), ...(reading.link === null ? [] : [`more: ${onOneLine(reading.link)}`])];
}

function findingLine({ title, sample, rootCause }: LogFinding): string {
  const cause = rootCause === null || sample.includes(rootCause) ? '' : `, caused by ${shorten(rootCause, 90)}`;
  return `${title}: ${shorten(sample, 120)}${cause}`;
}

function lines({ read, total }: LogCount): string {
  if (total === read || read === 0) return `${read} ${read === 1 ? 'line' : 'lines'}`;
  return total === null ? `the newest ${read} lines` : `${read} of ${total} lines`;
}
