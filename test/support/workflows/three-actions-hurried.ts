/** The bundle's entry for the crash matrix: three actions, and the death of a worker is noticed sooner than usual. */
import { bookKeeping, humanChannel, look, sideEffect } from '../../../workflows/activity-profiles.ts';

export { freezes, guard, incident, intake, remediation } from './three-actions.ts';

for (const profile of [look, sideEffect, bookKeeping, humanChannel])
  Object.assign(profile, { heartbeatTimeout: 5_000 });
