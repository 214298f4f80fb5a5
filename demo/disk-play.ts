import { actOfDisk } from './acts/disk.ts';
import { openScene } from './scene.ts';
import { tellAct, tellProgress } from './screen.ts';

/** `npm run demo -- disk`: one act, on a host of its own. */
export async function playDisk(): Promise<boolean> {
  tellAct('Setting the scene: Temporal, Prometheus, Alertmanager, Nightshift, and a host that is reached by SSH');
  const scene = await openScene({ serviceNames: [], withHost: true, progress: tellProgress });
  try {
    tellAct('The disk of a host fills up');
    return scene.host !== null && (await actOfDisk(scene, scene.host));
  } finally {
    await scene.close();
  }
}
