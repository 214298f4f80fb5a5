import { addedFaults } from './faults/added-faults.ts';
import { faults } from './faults/first-faults.ts';
import { randomOf } from './random.ts';
import type { LabelledIncident } from './scene.ts';
import { Scene } from './scene.ts';

const all = [...faults, ...addedFaults];

/** Names of the ways of failing: those that the bench began with, and those that came later. */
export const faultNames = { first: faults.map(({ name }) => name), added: addedFaults.map(({ name }) => name) };

/** So many incidents of each way of failing, then controls in which nothing is wrong. The same seed makes the same lines. */
export function labelledIncidents(seed: number, ofEach: number, controls: number): readonly LabelledIncident[] {
  const incidents = ofEach * all.length;
  return Array.from({ length: incidents + controls }, (_, number) => {
    const fault = number < incidents ? all[number % all.length] : undefined;
    return new Scene(randomOf(seed * 100_003 + number)).play(fault);
  });
}

/** Healthy lines and one fault among them: as many as wanted at least. */
export function manyLines(seed: number, count: number): LabelledIncident {
  const factor = count / 8_000;
  return new Scene(randomOf(seed), factor).play(faults[0]);
}
