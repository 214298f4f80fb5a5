import { restoringAction } from '../../kubernetes/values/restoring-value.ts';
import { autoscalerMax } from '../../kubernetes/values/autoscaler-max.ts';

/** Gives an autoscaler back the maximum that it had, unless somebody has changed it since. */
export const restoreAutoscalerMax = restoringAction(autoscalerMax);
