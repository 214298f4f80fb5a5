import { afterAll, beforeAll, expect, it } from 'vitest';
import { follow } from '../../demo/follow.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene, workflowUrl } from '../../demo/scene.ts';
import { incidentWorkflowId } from '../../model/names.ts';
import { firstService, progress } from '../support/scene.ts';
import { TemporalUi } from '../support/temporal/temporal-ui.ts';

const patience = { withinMs: 60_000 };
let scene: Scene;
let ui: TemporalUi;

beforeAll(async () => {
  scene = await openScene({
    serviceNames: ['shop'],
    approved: ['shop'],
    hold: '1s',
    approvalDeadline: '10s',
    progress,
  });
  ui = await TemporalUi.open(scene.folder);
});

afterAll(async () => {
  await ui[Symbol.asyncDispose]();
  await scene.close();
});

it('tells an operator who comes too late, and lets them acknowledge, take over and close on the same page', async () => {
  const shop = firstService(scene);
  const page = workflowUrl(scene, incidentWorkflowId(shop.target));
  await shop.kill();
  const waiting = await follow(scene, shop, ({ approval }) => approval !== null, patience);
  const code = waiting?.approval?.code ?? '';
  await follow(scene, shop, ({ outcome }) => outcome?.reason === 'approval-expired', patience);
  await ui.visit(page);
  const expired = await ui.currentDetails('escalated');

  const tooLate = await ui.send('an Update', 'approve', `{"code": "${code}", "by": "alex"}`);
  const rubbish = await ui.send('an Update', 'acknowledge', '[1, 2]');
  const forEver = await ui.send('an Update', 'acknowledge', '{"by": "alex", "for": "forever"}');
  const acknowledged = await ui.send('an Update', 'acknowledge', '{"by": "alex", "for": "30m"}');
  await ui.visit(page);
  const lookedAfter = await ui.currentDetails('escalated');
  await ui.send('a Signal', 'take-over', '"kim"');
  const taken = await follow(scene, shop, ({ takenOverBy }) => Boolean(takenOverBy), patience);
  await ui.visit(page);
  const closed = await ui.send('an Update', 'close', '{"by": "kim", "comment": "the shop moves out"}');
  const record = await follow(scene, shop, ({ timeline }) => timeline.entries.at(-1)?.event === 'closed', patience);

  expect(expired).toContain('approval-expired');
  expect(expired).toContain('acknowledge');
  expect(tooLate).toBe('no plan waits for an approval here');
  expect(rubbish).toBe('this cannot be read: send {"by": "your name", "for": "30m"}, or "your name" alone');
  expect(forEver).toContain('"for" is a time such as 30m or 2h');
  expect(acknowledged).toBeUndefined();
  expect(lookedAfter).toMatch(/alex looks after it until/);
  expect(taken?.takenOverBy).toBe('kim');
  expect(closed).toBeUndefined();
  expect(record?.timeline.entries.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['acknowledged', 'taken-over', 'closing', 'closed']),
  );
  expect(await shop.restarts()).toBe(0);
});
