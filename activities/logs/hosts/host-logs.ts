import type { RunOnHost } from '../../../clients/commands/command.ts';
import type { ServiceDefinition } from '../../../model/service.ts';
import { logOfContainer } from './container-log.ts';
import { logOfFile } from './file-log.ts';
import type { FoundLogs, ReadHostLog } from '../found-logs.ts';
import { merged } from '../found-logs.ts';
import { logOfUnit } from './journal-log.ts';
import type { LogWindows } from '../windows.ts';

/** Reads what services have written on their hosts; null where none of them has a log. */
export async function readHostLogs(
  services: readonly ServiceDefinition[],
  windows: LogWindows,
  runOnHost: RunOnHost,
): Promise<FoundLogs | null> {
  const readers = services.flatMap((service) => readerOf(service, runOnHost) ?? []);
  if (readers.length === 0) return null;
  const parts = await Promise.all(readers.map((read) => read(windows)));
  return merged([...new Set(parts.map(({ source }) => source))].join(', '), parts, windows);
}

/** What operators describe goes before what the manager of the service keeps. */
function readerOf(service: ServiceDefinition, runOnHost: RunOnHost): ReadHostLog | null {
  const { logs, manager } = service;
  if (logs) return logOfFile(service, logs, runOnHost);
  if (manager.kind === 'systemd') return logOfUnit(service, manager, runOnHost);
  return manager.kind === 'container' ? logOfContainer(service, manager) : null;
}
