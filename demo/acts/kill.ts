import { incidentWorkflowId } from '../../model/names.ts';
import type { DemoService } from '../demo-service.ts';
import type { Scene } from '../scene.ts';
import { workflowUrl } from '../scene.ts';
import { tellMoment, tellQuote } from '../screen.ts';

/**
 * Kills a service the way a crash does, and says where its incident will be seen.
 *
 * @returns when the act began, in milliseconds since the epoch.
 */
export async function killOnStage(scene: Scene, service: DemoService): Promise<number> {
  await service.kill();
  const startedAt = Date.now();
  tellMoment(startedAt, 'killed', `the service ${service.name}, with SIGKILL`);
  const url = workflowUrl(scene, incidentWorkflowId(service.target));
  tellQuote('its incident in the Temporal UI, once it arrives:', [url]);
  return startedAt;
}
