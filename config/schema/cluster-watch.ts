import { z } from 'zod';
import { isNamespaceName } from '../../model/kubernetes/object.ts';
import { watchedAlertNames } from '../../model/kubernetes/watched-alerts.ts';
import { Duration, Name } from './fields.ts';

/** How clusters are watched without Prometheus. */
export const ClusterWatch = z
  .strictObject({
    clusters: z
      .array(Name)
      .min(1)
      .optional()
      .meta({ description: 'The names of the clusters that are watched; all that are described unless given.' }),
    namespace: z
      .string()
      .refine(isNamespaceName, 'write the name of a namespace')
      .default('nightshift')
      .meta({ description: 'Where the Lease is by which one of several triggers watches a cluster.' }),
    for: z
      .partialRecord(z.enum(watchedAlertNames), Duration('10s', '7d'))
      .default({})
      .meta({ description: 'How long a state has to last before its alert is raised, by the name of the alert.' }),
    clearAfter: Duration('10s', '1d')
      .prefault('5m')
      .meta({ description: 'How long a state has to be gone before its alert is resolved.' }),
    reconcile: Duration('10s', '1h')
      .prefault('2m')
      .meta({ description: 'How often everything is listed anew, whatever the watch has said.' }),
  })
  .meta({ description: 'Raises alerts from the objects of the clusters themselves; absent, nothing is watched.' });
