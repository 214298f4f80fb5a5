import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { readIncident } from '../../clients/temporal/incident-directory.ts';
import { lazyClient, temporalSettings } from '../../clients/temporal/temporal.ts';
import { restartableNightshift } from '../../demo/restartable.ts';
import { freePort } from '../../stack/running/free-port.ts';
import { alertBody } from '../alerts.ts';
import { post } from '../load.ts';
import type { BenchServer } from '../servers.ts';
import type { PageCounter } from './page-counter.ts';
import { startPageCounter } from './page-counter.ts';

/** What came of escalations that were due at the same moment. */
export interface DueAtOnce {
  /** From that moment to the arrival of each page. */
  readonly latenciesMs: readonly number[];
  /** Pages that came once more under the same id. */
  readonly repeated: number;
}

const minute = 60_000;
/** Addresses of channels are secrets, and stand in files. */
const pagerFile = 'pager-url';
/** Time enough for three processes to start before the hours begin, and for each incident to be opened. */
const [startMs, openMs] = [35_000, 350];
const patienceMs = 30_000;

/**
 * Has as many incidents wait for the same hours, by two workers, and measures when their pages arrive once these begin.
 *
 * @param killAfterMs how long after that moment a worker is killed; null lets both live.
 */
export async function measureDueAtOnce(
  { address, folder }: Pick<BenchServer, 'address' | 'folder'>,
  count: number,
  killAfterMs: number | null,
): Promise<DueAtOnce> {
  await using cleanup = new AsyncDisposableStack();
  const pager = await startPageCounter();
  cleanup.defer(() => pager.close());
  await writeFile(join(folder, pagerFile), pager.url);
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const start = async (role: 'trigger' | 'worker', name: string, port: number, dueAtMs: number) => {
    const configFile = join(folder, `${name}.yaml`);
    await writeFile(configFile, stringify(settingsFor(role, port, folder, dueAtMs)));
    const running = await restartableNightshift(role, { folder, configFile, temporalAddress: address, port });
    cleanup.defer(() => running.stop());
    return running;
  };

  const dueAtMs = Math.ceil((Date.now() + startMs + count * openMs) / minute) * minute;
  const victim = await start('worker', 'first-worker', ports[0], dueAtMs);
  await start('worker', 'second-worker', ports[1], dueAtMs);
  await start('trigger', 'trigger', ports[2], dueAtMs);
  const keys = Array.from({ length: count }, (_, number) => `${killAfterMs ?? 'calm'}-${dueAtMs}-${number}`);
  for (const key of keys) await post(`http://127.0.0.1:${ports[2]}/webhooks/alertmanager`, alertBody(key));
  await untilAllWait(address, count, dueAtMs);
  if (pager.firstAt.size > 0) throw new Error('somebody was woken before the hours began');

  await sleep(dueAtMs - Date.now() + (killAfterMs ?? 0));
  if (killAfterMs !== null) await victim.kill();
  await untilCalm(pager, count);
  return { latenciesMs: [...pager.firstAt.values()].map((at) => at - dueAtMs), repeated: pager.repeated };
}

/** Hours that begin at a moment, and a channel that wakes people and hears of nothing else. */
function settingsFor(role: string, port: number, folder: string, dueAtMs: number) {
  const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const window = { days, from: clock(dueAtMs), to: clock(dueAtMs + 60 * minute), timeZone: 'UTC' };
  return {
    [role]: { listen: { port } },
    audit: { file: join(folder, 'audit.jsonl') },
    channels: [
      { type: 'console', everyIncident: true },
      { type: 'webhook', name: 'pager', everyIncident: false, url: { file: join(folder, pagerFile) } },
    ],
    escalations: [
      { name: 'bench', levels: [{ tell: [{ channel: 'pager' }], wait: '1h' }], hours: { windows: [window] } },
    ],
  };
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

async function untilAllWait(address: string, count: number, dueAtMs: number): Promise<void> {
  const client = lazyClient(temporalSettings({ TEMPORAL_ADDRESS: address }));
  try {
    const query = `WorkflowType = 'incident' AND ExecutionStatus = 'Running' AND NightshiftStatus = 'escalated'`;
    const waiting = new Set<string>();
    for (; Date.now() < dueAtMs; await sleep(500)) {
      for await (const { workflowId } of client.workflow.list({ query })) {
        if (waiting.has(workflowId)) continue;
        const record = await readIncident(client, workflowId);
        // Those of a measurement before have been told.
        if (record?.escalation?.waitsForHours) waiting.add(workflowId);
      }
      if (waiting.size >= count) return;
    }
    throw new Error('not every incident was there when the hours began');
  } finally {
    await client.connection.close();
  }
}

/** Until all have come, and then long enough for what may come twice. */
async function untilCalm({ firstAt }: PageCounter, count: number): Promise<void> {
  for (const giveUpAt = Date.now() + patienceMs; firstAt.size < count; await sleep(50)) {
    if (Date.now() > giveUpAt) throw new Error(`only ${firstAt.size} of ${count} pages have come`);
  }
  await sleep(5_000);
}
