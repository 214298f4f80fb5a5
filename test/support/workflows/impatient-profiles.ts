import { look, sideEffect } from '../../../workflows/activity-profiles.ts';

/**
 * The time-skipping server never skips time while an activity runs. Where a test has one that never
 * answers, its timeouts pass in real time, and have to be short. Imported before any workflow.
 */
Object.assign(sideEffect, { startToCloseTimeout: 500, retry: { initialInterval: 10, maximumAttempts: 2 } });
Object.assign(look, { startToCloseTimeout: 300, scheduleToCloseTimeout: 500 });
