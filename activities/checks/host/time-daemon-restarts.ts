import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAtUnit, notShown } from '../../units/looking.ts';

/** One restart within this time, by whomever, has been the one that could help. */
const withinMs = 6 * 3_600_000;
/** What is started so soon after the host was started with it. */
const withHostMs = 2 * 60_000;

/** Whether the program that keeps a host's clock was left alone for a while: a second restart would not help. */
export const timeDaemonRestarts: CheckRunner = async ({ target }, { hostParts, runOnHost }) => {
  const { host, daemon } = hostParts.findClock(target);
  const shown = await lookAtUnit({ host, unit: daemon }, runOnHost);
  if ('problem' in shown) return notShown(shown);
  const { ActiveEnterTimestampMonotonic, ExecMainStartTimestampMonotonic, LoadState } = shown.properties;
  if (LoadState !== 'loaded') return { health: 'unknown', summary: `${daemon} is not known to systemd` };
  // The start of its program counts even where it has failed, in microseconds since the host's own.
  const startedMs = Math.max(Number(ActiveEnterTimestampMonotonic), Number(ExecMainStartTimestampMonotonic)) / 1_000;
  if (!Number.isFinite(startedMs - shown.uptimeMs))
    return { health: 'unknown', summary: `nobody knows when ${daemon} was started` };
  const sinceMs = shown.uptimeMs - startedMs;
  if (startedMs <= withHostMs || sinceMs >= withinMs)
    return { health: 'healthy', summary: `${daemon} was not restarted lately` };
  return { health: 'unhealthy', summary: `${daemon} was restarted ${Math.round(sinceMs / 60_000)} minutes ago` };
};
