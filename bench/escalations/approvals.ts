import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { readIncident } from '../../clients/temporal/incident-directory.ts';
import { castVote } from '../../clients/temporal/operators/votes.ts';
import type { Target } from '../../model/target.ts';
import { serviceTarget } from '../../model/target.ts';
import { serviceBody } from '../alerts.ts';
import { spanOf, untilRepaired } from '../histories.ts';
import { post } from '../load.ts';
import { startNightshift } from '../processes.ts';
import type { BenchServer } from '../servers.ts';
import { startServices } from '../services.ts';

const patienceMs = 60_000;

/** From the moment before an Update approves a plan until the action has begun, one repair after the other, in milliseconds. */
export async function measureApprovals(server: BenchServer, count: number): Promise<readonly number[]> {
  const services = await startServices(count);
  const policy = { ...(services.settings['policy'] as object), modes: [{ mode: 'approve' }] };
  const nightshift = await startNightshift(server, { settings: { ...services.settings, policy }, hasWorker: true });
  const { client, webhookUrl } = nightshift;
  const latencies: number[] = [];
  try {
    for (let done = 0; done < count; done++) {
      const service = services.next();
      const target = serviceTarget({ host: 'localhost', name: service });
      await post(webhookUrl, serviceBody(service, 'firing', new Date()));
      const code = await codeFor(client, target);
      const sentAt = performance.timeOrigin + performance.now();
      const vote = await castVote(client, target, 'approve', { code, by: 'alex', comment: null });
      if (vote.outcome !== 'counted') throw new Error(`the approval was ${vote.outcome}`);
      await untilRepaired(client, done + 1);
      const { begun } = await spanOf(client, target, 'performAction');
      latencies.push(begun - sentAt);
    }
    return latencies;
  } finally {
    await nightshift.stop();
    await services.close();
  }
}

/** Waits until a plan waits, and says its code. */
async function codeFor(client: Client, target: Target): Promise<string> {
  for (const giveUpAt = Date.now() + patienceMs; Date.now() < giveUpAt; await sleep(100)) {
    const code = (await readIncident(client, target).catch(() => undefined))?.approval?.code;
    if (code) return code;
  }
  throw new Error(`no plan for ${target} waits for an approval`);
}
