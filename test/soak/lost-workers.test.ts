import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { deliver, untilOver } from '../support/crash/run.ts';
import { useCrashWorld } from '../support/crash/use-crash-world.ts';
import type { WatchedService } from '../support/crash/watched-service.ts';
import { holdAt } from '../support/crash/watched-service.ts';

const world = useCrashWorld('three-actions-in-time');
const done = ['valve on', 'pump on', 'heater on'];
const undone = [...done, 'heater off', 'pump off', 'valve off'];

/** In the midst of an effect only a target that compares can tell a late one from the one that is meant. */
const moments = [
  { moment: 'before', compares: false },
  { moment: 'looking', compares: false },
  { moment: 'before the effect', compares: true },
  { moment: 'after the effect', compares: false },
];

it('does nothing with a worker that fell asleep within actions, and wakes when others have done and undone them', async () => {
  const asleep = moments.flatMap(({ moment, compares }) =>
    [done, undone].map((effects) => {
      const service = world().aService({ heals: effects === done });
      service.compares = compares;
      return { service, hold: holdAt(service, `performAction#2 ${moment}`), moment, effects };
    }),
  );
  for (const { service } of asleep) await deliver(world(), service);
  await Promise.all(asleep.map(({ hold }) => hold.reached));

  world().worker.pause();
  for (const { hold } of asleep) hold.release();
  const spare = await world().startSpare();
  await Promise.all(asleep.map(({ service }) => untilOver(world(), service)));
  world().worker.wake();
  await Promise.all(asleep.map(({ service }) => untilPassed(service, 'performAction#2 after')));
  await world().worker.stop();
  await spare.stop();
  await world().worker.start();

  expect(asleep.map(({ moment, service }) => ({ moment, effects: service.effects }))).toEqual(
    asleep.map(({ moment, effects }) => ({ moment, effects })),
  );
});

it('does an action once whose answer comes when nobody waits for it any more', async () => {
  const service = world().aService({ heals: true });
  const hold = holdAt(service, 'performAction#2 after the effect');
  await deliver(world(), service);

  const record = await untilOver(world(), service);
  hold.release();
  await untilPassed(service, 'performAction#2 after');

  expect(record.outcome?.kind).toBe('resolved-by-us');
  expect(service.effects).toEqual(done);
});

it('does an action once whose effect comes when its worker has been dead for a while', async () => {
  const service = world().aService({ heals: true });
  service.compares = false;
  let late: Promise<unknown> | undefined;
  service.beforeEffect = async (part) => {
    if (part !== 'heater' || late) return;
    const { worker } = world();
    late = Promise.all([sleep(lateMs), worker.kill().then(() => worker.start())]);
    await late;
  };

  await deliver(world(), service);
  const record = await untilOver(world(), service);
  await late;

  expect(record.outcome?.kind).toBe('resolved-by-us');
  expect(service.effects).toEqual(done);
});

/** When an effect comes after its order: later than the death of a worker is noticed, but as soon as it may. */
const lateMs = 17_000;

async function untilPassed(service: WatchedService, point: string): Promise<void> {
  await vi.waitFor(() => expect(service.passed).toContain(point), { timeout: 30_000 });
}
