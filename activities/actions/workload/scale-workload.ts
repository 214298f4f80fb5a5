import { settingAction } from '../../kubernetes/values/setting-value.ts';
import { replicas } from '../../kubernetes/values/replicas.ts';

/** Gives a Deployment or a StatefulSet another number of replicas, within the cap and where no autoscaler decides. */
export const scaleWorkload = settingAction(replicas);
