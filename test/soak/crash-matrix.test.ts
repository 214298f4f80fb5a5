import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Lanes } from '../support/crash/lanes.ts';
import type { PlayedRun } from '../support/crash/run.ts';
import { playRun } from '../support/crash/run.ts';
import type { CrashWorld } from '../support/crash/world.ts';
import { bundleForCrashes, openCrashWorld, victims } from '../support/crash/world.ts';

/** Most of a run is waiting until a death is noticed: so many fit beside each other on two cores. */
const laneCount = 4;

const folder = await mkdtemp(join(tmpdir(), 'nightshift-bundle-'));
const bundleFile = await bundleForCrashes(folder, 'three-actions-hurried');
const worlds = await Promise.all(Array.from({ length: laneCount }, () => openCrashWorld(bundleFile)));
const lanes = new Lanes<CrashWorld>(worlds);

afterAll(async () => {
  await Promise.all(worlds.map((world) => world.close()));
  await rm(folder, { recursive: true });
});

const done = ['valve on', 'pump on', 'heater on'];
const takenBack = ['heater off', 'pump off', 'valve off'];
const resultsOfDoing = ['valve', 'pump', 'heater'].map((part) => `result of switch-on-${part}: done`);
const resultsOfUndoing = ['heater', 'pump', 'valve'].map((part) => `undo-result of switch-off-${part}: done`);

const repairs = [
  {
    what: 'that helps',
    undisturbed: await lanes.use((world) => playRun(world, true)),
    end: { status: 'resolved', kind: 'resolved-by-us', effects: done, results: resultsOfDoing },
  },
  {
    what: 'that does not help and is undone',
    undisturbed: await lanes.use((world) => playRun(world, false)),
    end: {
      status: 'escalated',
      kind: 'undone',
      effects: [...done, ...takenBack],
      results: [...resultsOfDoing, ...resultsOfUndoing],
    },
  },
];

/** What a run has come to: its effects are counted at the service, its results in the audit. */
function endOf({ record, service, results }: PlayedRun) {
  return { status: record.status, kind: record.outcome?.kind, effects: service.effects, results };
}

describe.concurrent.each(repairs)('a repair $what', ({ undisturbed, end }) => {
  const heals = end.status === 'resolved';
  const passed = [...undisturbed.service.passed];
  // Up to the first action every repair is the same: once is enough.
  const points = heals ? passed : passed.slice(passed.indexOf('performAction#1 before'));

  it('does each thing once where nothing dies, and passes a point before, within and after each of them', () => {
    const within = passed.filter((point) => point.endsWith('after the effect'));

    expect(endOf(undisturbed)).toEqual(end);
    expect(within).toHaveLength(end.effects.length);
    expect(passed).toEqual(expect.arrayContaining(['delivery before', 'readPolicy#1 before', 'settleRepair#1 after']));
  });

  it.each(points.flatMap((point) => victims.map((victim) => ({ point, victim }))))(
    'does each thing once where the $victim is killed at: $point',
    async (crash) => {
      const run = await lanes.use((world) => playRun(world, heals, crash));

      expect(run.crashed).toBe(true);
      expect(endOf(run)).toEqual(end);
    },
  );
});
