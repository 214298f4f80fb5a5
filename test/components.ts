/**
 * Obtains every component that tests need, before any test runs: `npm run components`. A build of minutes would take a
 * test beyond its time, and the time of what runs beside it. What cannot be obtained is told, and left to the tests that
 * need it.
 */
import { acquire } from '../stack/acquire.ts';
import { alertmanager } from '../stack/components/alertmanager.ts';
import { temporalPostgres } from '../stack/components/temporal-postgres.ts';
import { temporal } from '../stack/components/temporal.ts';
import { reasonOf } from '../stack/errors.ts';
import { kustomize } from '../stack/programs/kustomize.ts';
import type { Program } from '../stack/provider.ts';
import { progress } from './support/scene.ts';
import { controlPlane, everyProgram } from './support/stack/every-program.ts';

/** What is built, and uses every core for that: one at a time. Downloads go on beside it. */
const built: readonly Program[] = [...controlPlane, temporalPostgres, temporal, alertmanager, kustomize];
const downloaded = everyProgram.filter((program) => !built.includes(program));

async function acquireEach(programs: readonly Program[]): Promise<void> {
  for (const program of programs) {
    await acquire(program, progress).catch((error: unknown) => progress(reasonOf(error)));
  }
}

await Promise.all([acquireEach(built), acquireEach(downloaded)]);
