import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sealButton } from '../../clients/messaging/slack-button.ts';
import type { DemoService } from '../../demo/demo-service.ts';
import { follow } from '../../demo/follow.ts';
import type { Scene } from '../../demo/scene.ts';
import { openScene } from '../../demo/scene.ts';
import type { SlackStand } from '../support/channels/slack-stand.ts';
import { openSlackStand, slackPeople } from '../support/channels/slack-stand.ts';
import { progress, serviceNamed } from '../support/scene.ts';
import { aClick, anAction, signed } from '../support/trigger/slack-clicks.ts';

const patience = { withinMs: 60_000 };
const cleanup = new AsyncDisposableStack();
let scene: Scene;
let stand: SlackStand;

beforeAll(async () => {
  stand = await openSlackStand((close) => cleanup.defer(close));
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-slack-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const { token, signingSecret, channel, api } = stand.settings;
  const [tokenFile, secretFile] = [join(folder, 'token'), join(folder, 'secret')];
  await writeFile(tokenFile, token);
  await writeFile(secretFile, signingSecret ?? '');
  const slack = { type: 'slack', token: { file: tokenFile }, signingSecret: { file: secretFile }, channel, api };
  const people = [{ name: 'alex', slack: slackPeople.alex, channels: ['slack'] }];
  const serviceNames = ['shop'];
  const settings = { channels: [slack], people };
  scene = await openScene({ serviceNames, approved: serviceNames, hold: '1s', settings, progress });
  cleanup.defer(() => scene.close());
});

afterAll(() => cleanup.disposeAsync());

it('approves by a click on the message, and the repair goes on', async () => {
  const shop = serviceNamed(scene, 'shop');
  await killUntilItWaits(shop);
  await expect.poll(() => buttonCalled('Approve'), { timeout: 20_000 }).toBeDefined();

  const clickOfAlex = () => click('Approve', slackPeople.alex, '1750000002.000100');
  const byStranger = await click('Approve', slackPeople.kim, '1750000001.000100');
  const [byAlex, again] = await Promise.all([clickOfAlex(), clickOfAlex()]);
  const ended = await follow(scene, shop, ({ outcome }) => outcome !== null, patience);
  await expect.poll(() => stand.messages.at(-1)?.text, { timeout: 20_000 }).toMatch(/^Resolved: /);

  expect([byStranger, byAlex, again]).toEqual([200, 200, 200]);
  expect(ended?.outcome?.kind).toBe('resolved-by-us');
  expect(ended?.timeline.entries.filter(({ event }) => event === 'voted')).toEqual([
    expect.objectContaining({ text: expect.stringMatching(/^approve by alex/) as string }),
  ]);
  expect(await shop.restarts()).toBe(1);
  await expect
    .poll(() => stand.responses.join('\n'), { timeout: 20_000 })
    .toMatch(/Nightshift does not know you[\s\S]*Approved: /);
  const [message, ...replies] = stand.messages;
  expect(message?.text).toMatch(/^Resolved: /);
  expect(message?.buttons.map(({ label }) => label)).toEqual(['Open the incident']);
  expect(replies.every(({ thread }) => thread === message?.ts)).toBe(true);
  expect(stand.complaints).toEqual([]);
});

it('does not ask an incident that began later under the same name', async () => {
  const { target } = serviceNamed(scene, 'shop');
  const run = '00000000-0000-4000-8000-000000000000';
  const value = sealButton({ ask: 'takeOver', incident: target, run, code: null }, stand.settings.signingSecret ?? '');

  await send(aClick({ actions: [anAction({ value })], response_url: stand.responseUrl }));

  await expect.poll(() => stand.responses.at(-1), { timeout: 20_000 }).toContain('over: nothing was done');
});

async function killUntilItWaits(service: DemoService): Promise<void> {
  await service.kill();
  const waiting = await follow(scene, service, ({ status }) => status === 'awaiting-approval', patience);
  if (!waiting) throw new Error(`the plan for ${service.name} does not wait for an approval`);
}

/** Somebody clicks on a button of the first message: what Slack is answered. */
function click(label: string, user: string, at: string): Promise<number> {
  const value = buttonCalled(label);
  const action = anAction({ value, action_ts: at });
  return send(aClick({ user: { id: user }, actions: [action], response_url: stand.responseUrl }));
}

function buttonCalled(wanted: string): string | undefined {
  return stand.messages[0]?.buttons.find(({ label }) => label === wanted)?.value;
}

async function send(body: string): Promise<number> {
  const url = scene.webhookUrl.replace('alertmanager', 'slack');
  return (await fetch(url, { method: 'POST', body, headers: signed(body) })).status;
}
