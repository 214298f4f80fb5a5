import { onOneLine, plainLines } from '../../model/text/markdown.ts';
import type { Channel } from '../contracts/channel.ts';

/** Writes the report to the worker's own log, as one line that is harmless on a terminal. */
export const consoleChannel: Channel<'console'> = async ({ report, to, page }, _settings, { log }) => {
  const { kind, incident, target, runbook, severity, title, firing, story, asks, details, findings, logs } = report;
  log.info(
    {
      report: kind,
      incidentId: onOneLine(incident),
      target: target && onOneLine(target),
      runbook,
      severity,
      firing: firing.map(onOneLine),
      story: story.map(onOneLine),
      asks: linesOf(asks),
      details: linesOf(details),
      findings: linesOf(findings),
      logs: logs ? plainLines(logs.text) : undefined,
      to: to ? onOneLine(to.person) : undefined,
      page: page ?? undefined,
    },
    onOneLine(title),
  );
  return null;
};

/** What there is not is left out of the line. */
function linesOf(lines: readonly string[]): readonly string[] | undefined {
  return lines.length > 0 ? lines.map(onOneLine) : undefined;
}
