import type { LogExcerpt } from '../remediation/diagnosis.ts';
import { grouped } from '../text/grouped.ts';
import { withinBytes } from '../text/markdown.ts';
import type { DescriptorHolder, ExhaustionFindings, SocketTally, Tally, TrackedConnections } from './findings.ts';
import { nameOf } from './holder-words.ts';

const maxBytes = 8 * 1024;

/** Everything that was found, line by line, for the people who take over. */
export function exhaustionEvidence(findings: ExhaustionFindings): LogExcerpt {
  const { host, descriptors, holders, unseen, secondsBetween, states, connections, tracked, problems } = findings;
  const lines = [
    ...(descriptors ? [`descriptors of the host: ${grouped(descriptors.used)} of ${grouped(descriptors.max)}`] : []),
    ...(unseen > 0 ? [`processes that could not be looked at: ${grouped(unseen)}`] : []),
    ...holders.flatMap((holder) => holderLines(holder, secondsBetween)),
    ...talliesLine('TCP connections of the host', states),
    ...connections.map((tally) => `  ${socketWords(tally)}`),
    ...(tracked ? trackedLines(tracked) : []),
    ...problems.map((problem) => `not read: ${problem}`),
  ];
  const kept = withinBytes(lines, maxBytes);
  const truncated = kept.length < lines.length;
  return { source: `descriptors and connections of ${host}`, text: kept.join('\n'), truncated };
}

function holderLines(holder: DescriptorHolder, secondsBetween: number): readonly string[] {
  const { descriptors, before, limit, kinds, sockets, files, folders } = holder;
  const growth = descriptors - before;
  const change = growth === 0 ? '' : `, ${growth > 0 ? '+' : ''}${growth} in ${secondsBetween} s`;
  return [
    `${nameOf(holder)}: ${grouped(descriptors)} of ${limit > 0 ? grouped(limit) : 'an unknown limit'}${change}`,
    ...talliesLine('  kinds', kinds),
    ...sockets.filter(({ count }) => count > 1).map((tally) => `  ${socketWords(tally)}`),
    ...talliesLine(
      '  files',
      files.filter(({ count }) => count > 1),
    ),
    ...talliesLine(
      '  folders',
      folders.filter(({ count }) => count > 1),
    ),
  ];
}

function trackedLines({ count, max, dropped, states, sources, destinations, settings }: TrackedConnections) {
  const values = Object.entries(settings).map(([label, value]) => `${label} = ${value}`);
  return [
    `tracked connections: ${grouped(count)} of ${grouped(max)}, ${grouped(dropped)} packets dropped`,
    ...talliesLine('  states', states),
    ...talliesLine('  from', sources),
    ...talliesLine('  to', destinations),
    ...(values.length > 0 ? [`  ${values.join(', ')}`] : []),
  ];
}

function socketWords({ state, side, place, count }: SocketTally): string {
  return `${grouped(count)} ${state} ${side} ${place}`.trimEnd();
}

function talliesLine(title: string, tallies: readonly Tally[]): readonly string[] {
  if (tallies.length === 0) return [];
  return [`${title}: ${tallies.map(({ label, count }) => `${label} ${grouped(count)}`).join(', ')}`];
}
