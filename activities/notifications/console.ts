import type { Channel } from '../contracts/channel.ts';

/** Writes the report to the worker's own log. */
export const consoleChannel: Channel<'console'> = async ({ report, to, page }, _settings, { log }) => {
  const { kind, incident, target, runbook, severity, title, firing, story, asks, details, findings, logs } = report;
  log.info(
    {
      report: kind,
      incidentId: incident,
      target,
      runbook,
      severity,
      firing,
      story,
      asks: asks.length > 0 ? asks : undefined,
      details: details.length > 0 ? details : undefined,
      findings: findings.length > 0 ? findings : undefined,
      logs: logs?.text,
      to: to?.person,
      page: page ?? undefined,
    },
    title,
  );
  return null;
};
