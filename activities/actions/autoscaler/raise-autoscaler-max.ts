import { settingAction } from '../../kubernetes/values/setting-value.ts';
import { autoscalerMax } from '../../kubernetes/values/autoscaler-max.ts';

/** Lets an autoscaler ask for more replicas, under the cap. */
export const raiseAutoscalerMax = settingAction(autoscalerMax);
