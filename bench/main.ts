import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIncidentClient } from '../clients/incidents.ts';
import { lazyClient, temporalSettings } from '../clients/temporal.ts';
import { parseConfig } from '../config/load.ts';
import { createLogger } from '../config/logging.ts';
import { acquire } from '../stack/acquire.ts';
import { temporal } from '../stack/components/temporal.ts';
import { startTrigger } from '../triggers/start-trigger.ts';
import { acceptOneAlert, acceptThousandAlerts } from './accept.ts';
import type { Door } from './accept.ts';
import { describePair } from './statistics.ts';

/** Prints what it costs to accept alerts, beside the bare calls that nobody can do without. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bench-'));
  const program = await acquire(temporal, (line) => console.error(line));
  console.log(
    `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
  );
  console.log(`${''.padEnd(52)}${'Nightshift'.padStart(13)}${'bare'.padStart(13)}${'ratio'.padStart(8)}`);
  for (const [store, databaseFile] of [
    ['memory', undefined],
    ['SQLite file with WAL', join(folder, 'temporal.db')],
  ] as const) {
    const server = await temporal.start(program, { ui: false, ...(databaseFile ? { databaseFile } : {}) });
    try {
      await withDoor(server.address, async (door) => {
        for (const measure of [acceptOneAlert, acceptThousandAlerts]) {
          for (const line of describePair(await measure(store, door))) console.log(line);
        }
      });
    } finally {
      await temporal.stop(server);
    }
  }
  await rm(folder, { recursive: true, force: true });
}

async function withDoor(address: string, measure: (door: Door) => Promise<void>): Promise<void> {
  const settings = temporalSettings({ TEMPORAL_ADDRESS: address });
  const config = parseConfig('trigger: { listen: { port: 0 } }', 'bench', {});
  const trigger = await startTrigger(config, settings, createLogger('bench', { NIGHTSHIFT_LOG_LEVEL: 'error' }));
  const client = lazyClient(settings);
  try {
    await measure({ url: `${trigger.url}/webhooks/alertmanager`, incidents: createIncidentClient(client, 60_000) });
  } finally {
    await client.connection.close();
    await trigger.stop();
  }
}

await main();
