import { afterAll, beforeAll, expect, it } from 'vitest';
import { follow } from '../../demo/follow.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene } from '../../demo/scene.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { progress, serviceNamed } from '../support/scene.ts';

const patience = { withinMs: 90_000 };
let scene: Scene;

beforeAll(async () => {
  scene = await openScene({ serviceNames: ['shop', 'db'], dependsOn: { shop: ['db'] }, hold: '1s', progress });
});

afterAll(() => scene.close());

/** When something was done for the first time, and every kind of thing that happened. */
function storyOf(record: IncidentRecord | undefined) {
  const entries = record?.timeline.entries ?? [];
  return {
    actedAt: entries.find(({ event }) => event === 'acted')?.at ?? '',
    events: entries.map(({ event }) => event),
  };
}

function isOver({ status }: IncidentRecord): boolean {
  return status === 'resolved' || status === 'escalated';
}

it('restarts a service after what it depends on, each once, and wakes nobody', async () => {
  const [shop, db] = [serviceNamed(scene, 'shop'), serviceNamed(scene, 'db')];
  await Promise.all([shop.kill(), db.kill()]);

  const [first, second] = [await follow(scene, db, isOver, patience), await follow(scene, shop, isOver, patience)].map(
    storyOf,
  );

  expect([first?.events, second?.events].map((events) => events?.includes('escalated'))).toEqual([false, false]);
  expect(await Promise.all([db.restarts(), shop.restarts()])).toEqual([1, 1]);
  expect(first?.actedAt).not.toBe('');
  expect(second?.actedAt.localeCompare(first?.actedAt ?? '')).toBe(1);
});
