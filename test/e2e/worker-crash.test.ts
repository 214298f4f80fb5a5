import { afterEach, beforeEach, expect, it } from 'vitest';
import { follow } from '../../demo/follow.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene } from '../../demo/scene.ts';
import { firstService, progress } from '../support/scene.ts';

const patience = { withinMs: 90_000 };
let scene: Scene;

beforeEach(async () => {
  scene = await openScene({ serviceNames: ['shop'], progress });
});

afterEach(() => scene.close());

it('restarts a service once although the worker is killed between the restart and its verification', async () => {
  const shop = firstService(scene);
  await shop.kill();
  const acted = await follow(scene, shop, ({ status }) => status === 'verifying', patience);

  await scene.worker.kill();
  await scene.worker.start();
  const ended = await follow(scene, shop, ({ status }) => status === 'resolved', patience);

  expect(acted?.status).toBe('verifying');
  expect(ended?.outcome?.kind).toBe('resolved-by-us');
  expect(await shop.restarts()).toBe(1);
});
