import { workflowTypes } from '../../model/names.ts';
import { body } from '../alerts.ts';
import { untilCounted } from '../histories.ts';
import { post, timed } from '../load.ts';
import type { BenchNightshift } from '../processes.ts';
import { startNightshift } from '../processes.ts';
import type { Figure } from '../report.ts';
import type { BenchServer } from '../servers.ts';
import { median } from '../statistics.ts';

const few = 100;
const levels = [1_000, 10_000];
const samples = 300;
const bodySize = 100;

/** Nobody is told: that costs the same however many incidents are open, and would take most of the bench's time. */
const settings = { channels: [] };

const open = `WorkflowType = '${workflowTypes.incident}' AND NightshiftStatus = 'escalated'`;

/**
 * What one new alert costs while more and more incidents are open. Two servers stand beside each other, one of which stays
 * small: asked in turn, they differ by nothing but their incidents.
 */
export async function measureGrowth(small: BenchServer, large: BenchServer): Promise<readonly Figure[]> {
  const nightshifts = [await startNightshift(small, { settings, hasWorker: true })];
  try {
    nightshifts.push(await startNightshift(large, { settings, hasWorker: true }));
    const [beside, growing] = nightshifts as [BenchNightshift, BenchNightshift];
    await openIncidents(beside, 0, few);
    const figures: Figure[] = [];
    let opened = 0;
    for (const level of levels) {
      const [missing, startedAt] = [level - opened, performance.now()];
      await openIncidents(growing, opened, missing);
      const seconds = (performance.now() - startedAt) / 1_000;
      figures.push({ what: `opened, until ${count(level)} are open`, unit: 'incidents/s', value: missing / seconds });
      figures.push(await costOfOneMore(level, growing, beside));
      opened = level + samples;
    }
    return figures;
  } finally {
    for (const nightshift of nightshifts.toReversed()) await nightshift.stop();
  }
}

async function openIncidents({ webhookUrl, client }: BenchNightshift, opened: number, more: number): Promise<void> {
  for (let left = more; left > 0; left -= bodySize) await post(webhookUrl, body(Math.min(left, bodySize)));
  await untilCounted(client, open, opened + more);
}

async function costOfOneMore(level: number, growing: BenchNightshift, beside: BenchNightshift): Promise<Figure> {
  const times: { readonly growing: number; readonly beside: number }[] = [];
  for (let sample = 0; sample < samples; sample++) {
    times.push({ growing: await timed(() => postOne(growing)), beside: await timed(() => postOne(beside)) });
  }
  const [value, less] = [median(times.map((time) => time.growing)), median(times.map((time) => time.beside))];
  return {
    what: `one new alert, to 2xx, p50, ${count(level)} open`,
    unit: 'ms',
    value,
    beside: { what: `ms, ${count(few)} open`, value: less, ratio: value / less },
    wanted: { below: 1.3 },
  };
}

function postOne({ webhookUrl }: BenchNightshift): Promise<void> {
  return post(webhookUrl, body(1));
}

function count(incidents: number): string {
  return incidents.toLocaleString('en');
}
