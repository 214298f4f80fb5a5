import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { follow } from '../../demo/follow.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene } from '../../demo/scene.ts';
import { firstService, metricsOf, progress } from '../support/scene.ts';

const outageMs = 20_000;
let scene: Scene;

beforeEach(async () => {
  scene = await openScene({ serviceNames: ['shop'], progress });
});

afterEach(() => scene.close());

it('loses no alert while Temporal is down, because Alertmanager is told to come back', async () => {
  const shop = firstService(scene);
  await scene.temporal.kill();
  await shop.kill();

  await sleep(outageMs);
  const refused = await vi.waitFor(() => refusalsOf(scene), { timeout: 60_000, interval: 500 });
  await scene.temporal.start();
  const ended = await follow(scene, shop, ({ status }) => status === 'resolved', { withinMs: 120_000 });

  expect(refused).toBeGreaterThan(0);
  expect(ended?.outcome?.kind).toBe('resolved-by-us');
  expect(await shop.restarts()).toBe(1);
});

/** How many requests were told to come back; throws while none was. */
async function refusalsOf({ webhookUrl }: Scene): Promise<number> {
  const series = 'nightshift_webhook_requests_total{source="alertmanager",result="temporal-unavailable"}';
  const count = (await metricsOf(webhookUrl)).get(series);
  if (!count) throw new Error('nothing has been refused yet');
  return count;
}
