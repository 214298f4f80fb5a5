import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
  const refused = (await metricsOf(scene)).get(
    'nightshift_webhook_requests_total{source="alertmanager",result="temporal-unavailable"}',
  );
  await scene.temporal.start();
  const ended = await follow(scene, shop, ({ status }) => status === 'resolved', { withinMs: 120_000 });

  expect(refused).toBeGreaterThan(0);
  expect(ended?.outcome?.kind).toBe('resolved-by-us');
  expect(await shop.restarts()).toBe(1);
});
