import { print, untilAskedToStop } from '../cli/context.ts';
import { actOfEscalation, actOfRepair } from './acts.ts';
import type { Scene } from './scene.ts';
import { openScene } from './scene.ts';
import { tellAct, tellProgress } from './screen.ts';

/** `npm run demo` plays two acts and ends; `npm start` sets the same scene and stays. */
async function main(stay: boolean): Promise<boolean> {
  tellAct('Setting the scene: Temporal, Prometheus, Alertmanager, two services and Nightshift');
  const scene = await openScene({ serviceNames: ['shop', 'billing'], progress: tellProgress });
  try {
    if (!stay) return await play(scene);
    announce(scene);
    await untilAskedToStop();
    return true;
  } finally {
    await scene.close();
  }
}

async function play(scene: Scene): Promise<boolean> {
  const [shop, billing] = scene.services;
  if (!shop || !billing) return false;
  const repaired = await actOfRepair(scene, shop);
  return (await actOfEscalation(scene, billing)) && repaired;
}

function announce({ webhookUrl, uiUrl, prometheus, alertmanagers, temporalAddress, services }: Scene): void {
  print('Nightshift is on duty until you press Ctrl-C.');
  print(`  alerts        POST ${webhookUrl}`);
  print(`  Temporal UI   ${uiUrl}`);
  print(`  Temporal      export TEMPORAL_ADDRESS=${temporalAddress}`);
  print(`  Prometheus    ${prometheus.url}`);
  print(`  Alertmanager  ${alertmanagers.map(({ url }) => url).join(' ')}`);
  for (const { name, port } of services) print(`  ${name.padEnd(12)}  http://127.0.0.1:${port}/`);
}

process.exit((await main(process.argv.includes('--stay'))) ? 0 : 1);
