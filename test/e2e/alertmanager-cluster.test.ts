import { afterEach, beforeEach, expect, it } from 'vitest';
import { listIncidents } from '../../clients/temporal/incident-directory.ts';
import { follow } from '../../demo/follow.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene } from '../../demo/scene.ts';
import { firstService, metricsOf, progress } from '../support/scene.ts';

let scene: Scene;

beforeEach(async () => {
  // Without the wait for its peers each member of the cluster delivers every alert, as after a partition.
  scene = await openScene({
    serviceNames: ['shop'],
    progress,
    alertmanagers: 2,
    alertmanagerArguments: ['--cluster.peer-timeout=1ms'],
  });
});

afterEach(() => scene.close());

it('repairs once what two Alertmanagers of a cluster both deliver', async () => {
  const shop = firstService(scene);
  await shop.kill();

  const ended = await follow(scene, shop, ({ status, deliveries }) => status === 'resolved' && deliveries > 1, {
    withinMs: 90_000,
  });

  const accepted = (await metricsOf(scene.webhookUrl)).get(
    'nightshift_alerts_received_total{source="alertmanager",result="accepted"}',
  );
  expect(accepted).toBeGreaterThan(1);
  expect(ended?.attempts).toBe(1);
  expect(await shop.restarts()).toBe(1);
  expect(await listIncidents(scene.client, 10, false)).toHaveLength(1);
});
