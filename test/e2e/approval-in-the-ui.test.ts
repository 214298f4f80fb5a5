import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DemoService } from '../../demo/demo-service.ts';
import { follow } from '../../demo/follow.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene, workflowUrl } from '../../demo/scene.ts';
import { incidentWorkflowId } from '../../model/names.ts';
import { progress, serviceNamed } from '../support/scene.ts';
import { TemporalUi } from '../support/temporal/temporal-ui.ts';

const patience = { withinMs: 60_000 };
let scene: Scene;
let ui: TemporalUi;

beforeAll(async () => {
  const serviceNames = ['shop', 'cart'];
  scene = await openScene({ serviceNames, approved: serviceNames, hold: '1s', progress });
  ui = await TemporalUi.open(scene.folder);
});

afterAll(async () => {
  await ui[Symbol.asyncDispose]();
  await scene.close();
});

it('approves by the Update dialog what the page says, and is told what to send instead of a plain yes', async () => {
  const shop = serviceNamed(scene, 'shop');
  await killUntilItWaits(shop);
  await ui.visit(workflowUrl(scene, incidentWorkflowId(shop.target)));
  const details = await ui.currentDetails('awaiting-approval');
  const vote = voteShownIn(details);

  const refusal = await ui.send('an Update', 'approve', 'true');
  const restartsBefore = await shop.restarts();
  const accepted = await ui.send('an Update', 'approve', vote.replace('your name', 'alex'));
  const ended = await follow(scene, shop, ({ outcome }) => outcome !== null, patience);

  expect(details).toContain('on this page, More Actions, Send an Update, approve, with');
  expect(details).toContain('by anyone who says who they are');
  expect(refusal).toBe(`say which plan you mean: send ${vote} with the code of the plan that you have read`);
  expect(accepted).toBeUndefined();
  expect(ended?.outcome?.kind).toBe('resolved-by-us');
  expect(ended?.timeline.entries).toContainEqual(
    expect.objectContaining({ event: 'voted', text: 'approve by alex (unverified), 1 of 1 approvals' }),
  );
  expect([restartsBefore, await shop.restarts()]).toEqual([0, 1]);
  expect(await votesInTheAudit(shop)).toEqual([
    { kind: 'approval-requested' },
    { kind: 'operator-refused', ask: 'approve', by: null, verified: false, refusal: 'no-code' },
    { kind: 'approval', ballot: 'approve', by: 'alex', verified: false },
  ]);
});

it('denies by the Signal dialog, and finds in the incident why a signal did not count', async () => {
  const cart = serviceNamed(scene, 'cart');
  await killUntilItWaits(cart);
  await ui.visit(workflowUrl(scene, incidentWorkflowId(cart.target)));
  const { code } = JSON.parse(voteShownIn(await ui.currentDetails('awaiting-approval'))) as { code: string };

  await ui.send('a Signal', 'deny', 'true');
  await ui.send('a Signal', 'deny', JSON.stringify(`${code} by kim`));
  const ended = await follow(scene, cart, ({ outcome }) => outcome !== null, patience);
  await ui.visit(workflowUrl(scene, incidentWorkflowId(cart.target)));
  const story = await ui.currentDetails('escalated');

  expect(ended?.outcome).toEqual({ kind: 'nothing-done', reason: 'approval-denied', detail: 'denied by kim' });
  expect(story).toContain('vote-refused: deny by somebody: no-code');
  expect(await cart.restarts()).toBe(0);
  expect(await votesInTheAudit(cart)).toEqual([
    { kind: 'approval-requested' },
    { kind: 'operator-refused', ask: 'deny', by: null, verified: false, refusal: 'no-code' },
    { kind: 'approval', ballot: 'deny', by: 'kim', verified: false },
  ]);
});

async function killUntilItWaits(service: DemoService): Promise<void> {
  await service.kill();
  const waiting = await follow(scene, service, ({ status }) => status === 'awaiting-approval', patience);
  if (!waiting) throw new Error(`the plan for ${service.name} does not wait for an approval`);
}

/** The JSON that the page says to send. */
function voteShownIn(details: string): string {
  return /\{"code": "[0-9a-f]{8}", "by": "your name"\}/.exec(details)?.[0] ?? '{}';
}

/** What the audit has of asking and voting about a service, in order. */
async function votesInTheAudit({ target }: DemoService): Promise<readonly unknown[]> {
  const lines = (await readFile(join(scene.folder, 'audit.jsonl'), 'utf8')).split('\n').filter(Boolean);
  return lines
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .filter((record) => record['target'] === target && /^(?:approval|operator)/.test(String(record['kind'])))
    .map(({ kind, ask, ballot, by, verified, refusal }) => ({ kind, ask, ballot, by, verified, refusal }));
}
