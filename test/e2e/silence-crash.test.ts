import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSilenceClient } from '../../clients/alertmanager/silences.ts';
import { follow } from '../../demo/follow.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene } from '../../demo/scene.ts';
import type { Silence } from '../../model/standing/silence.ts';
import { markOf } from '../../model/standing/silence.ts';
import { firstService, progress } from '../support/scene.ts';

const patience = { withinMs: 90_000 };
let scene: Scene;

beforeEach(async () => {
  scene = await openScene({ serviceNames: ['shop'], progress, silences: true, hold: '1s' });
});

afterEach(() => scene.close());

it('leaves no silence behind where the worker is killed the moment after it has opened one', async () => {
  const shop = firstService(scene);
  await shop.kill();
  await vi.waitFor(async () => expect(await silences()).toHaveLength(1), { timeout: 60_000, interval: 10 });

  await scene.worker.kill();
  const left = (await silences()).filter(({ state }) => state === 'active');
  await scene.worker.start();
  const ended = await follow(
    scene,
    shop,
    ({ status, timeline }) => status === 'resolved' && timeline.entries.some(({ event }) => event === 'silence-ended'),
    patience,
  );

  const all = await silences();
  expect(left).toHaveLength(1);
  expect(ended?.outcome?.kind).toBe('resolved-by-us');
  expect(ended?.timeline.entries.map(({ event }) => event)).toContain('alert-resolved');
  expect(await shop.restarts()).toBe(1);
  expect(all.map(({ state }) => state)).toEqual(['expired']);
  expect(all.every((silence) => markOf(silence) !== null)).toBe(true);
});

/** Every silence that there has been. */
function silences(): Promise<readonly Silence[]> {
  const urls = scene.alertmanagers.map(({ url }) => url);
  return createSilenceClient({ urls, headers: {}, deadlineMs: 5_000 }).findSilences({});
}
