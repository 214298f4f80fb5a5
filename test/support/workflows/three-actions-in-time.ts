/** The bundle's entry for tests of actions whose answer does not come in time: three actions, and less time than usual. */
import { sideEffect } from '../../../workflows/activity-profiles.ts';

export { freezes, guard, incident, intake, remediation } from './three-actions.ts';

/** More than the time after which a worker that does not beat counts as dead. */
Object.assign(sideEffect, { startToCloseTimeout: 12_000 });
