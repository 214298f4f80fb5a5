import { untilAskedToStop } from '../cli/context.ts';
import { actOfApproval } from './acts/approval.ts';
import { actOfEscalation } from './acts/escalation.ts';
import { actOfFreeze } from './acts/freeze.ts';
import { actOfRepair } from './acts/repair.ts';
import { audienceHere, forAsLongAsItTakes } from './audience.ts';
import { playDisk } from './disk-play.ts';
import { playKubernetes } from './kubernetes/play.ts';
import { playPrediction } from './predict/play.ts';
import type { Scene } from './scene.ts';
import { openScene } from './scene.ts';
import { tellAct, tellAddresses, tellProgress } from './screen.ts';

/** `npm run demo` plays four acts and ends; `npm start` sets the same scene, leaves one decision to you, and stays. */
async function main(args: readonly string[]): Promise<boolean> {
  if (args.includes('disk')) return playDisk();
  if (args.includes('predict')) return playPrediction();
  if (args.includes('kubernetes')) return playKubernetes(args);
  tellAct('Setting the scene: Temporal, Prometheus, Alertmanager, four services and Nightshift');
  const scene = await openScene({
    serviceNames: ['shop', 'billing', 'payments', 'search'],
    approved: ['payments'],
    progress: tellProgress,
  });
  try {
    if (!args.includes('--stay')) return await play(scene);
    tellAddresses(scene);
    await Promise.race([untilAskedToStop(), leaveDecision(scene)]);
    return true;
  } finally {
    await scene.close();
  }
}

async function play(scene: Scene): Promise<boolean> {
  const [shop, billing, payments, search] = scene.services;
  if (!shop || !billing || !payments || !search) return false;
  const acts: readonly (readonly [string, () => Promise<boolean>])[] = [
    ['a service dies, and a restart helps', () => actOfRepair(scene, shop)],
    ['a service dies, and its program is gone', () => actOfEscalation(scene, billing)],
    ['a service dies, and its repair waits for an approval', () => actOfApproval(scene, payments, audienceHere())],
    ['a service dies, but somebody has pulled the kill switch', () => actOfFreeze(scene, search)],
  ];
  let good = true;
  for (const [index, [title, act]] of acts.entries()) {
    tellAct(`Act ${index + 1}: ${title}`);
    good = (await act()) && good;
  }
  return good;
}

/** Never resolves: what was decided is told, and the scene stays. */
async function leaveDecision(scene: Scene): Promise<never> {
  const payments = scene.services.find(({ name }) => name === 'payments');
  tellAct('A service dies, and its repair waits for you');
  if (payments) await actOfApproval(scene, payments, forAsLongAsItTakes);
  return new Promise(() => undefined);
}

process.exit((await main(process.argv.slice(2))) ? 0 : 1);
