import { judgeEndpoints } from '../../../model/kubernetes/network/endpoints.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { readService } from '../../kubernetes/network/service-objects.ts';
import { endpointStatesOf, serviceStateOf } from '../../kubernetes/network/states.ts';

/** Whether a Service has everybody behind it whom it should have. */
export const serviceEndpoints: CheckRunner = (check, deps) =>
  lookAt(check, deps, async ({ api, namespace, kind, name }) => {
    if (kind !== 'Service') return unknown(`${name} is no Service`);
    const objects = await readService(api, { namespace, name });
    if (!objects) return { health: 'unhealthy', summary: `there is no Service ${name}` };
    const { health, cause, details } = judgeEndpoints(
      serviceStateOf(objects.service),
      objects.slices.flatMap(endpointStatesOf),
      objects.pods,
    );
    return { health, summary: cause, details };
  });
