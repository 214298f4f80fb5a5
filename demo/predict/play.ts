import { actOfPrediction } from '../acts/predict.ts';
import { audienceHere } from '../audience.ts';
import { openScene } from '../scene.ts';
import { tellAct, tellProgress } from '../screen.ts';

/** `npm run demo -- predict`: one act, on a host whose disk has filled up for three weeks. */
export async function playPrediction(): Promise<boolean> {
  tellAct(
    'Setting the scene: Temporal, Nightshift, a host with a small disk, and a Prometheus that remembers three weeks',
  );
  const scene = await openScene({
    serviceNames: [],
    withHost: true,
    forecasts: true,
    hold: '2s',
    progress: tellProgress,
  });
  try {
    tellAct('A disk will be full in some hours, and nothing fires yet');
    return scene.fillingDisk !== null && (await actOfPrediction(scene, scene.fillingDisk, audienceHere()));
  } finally {
    await scene.close();
  }
}
