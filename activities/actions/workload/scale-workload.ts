import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { settingAction } from '../../kubernetes/values/setting-value.ts';
import { replicas } from '../../kubernetes/values/replicas.ts';

/**
 * Gives a Deployment or a StatefulSet another number of replicas, within the cap and where no autoscaler decides. It keeps
 * a load from doing harm, and is taken back when that is over.
 */
export const scaleWorkload: ActionDefinition = { ...settingAction(replicas), contains: true };
