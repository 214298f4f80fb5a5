import { setTimeout as sleep } from 'node:timers/promises';
import type { Freeze, FreezeQuestion } from '../../model/freeze/freeze.ts';
import { freezeOn } from '../../model/freeze/freeze.ts';
import { failure } from './failure.ts';

/**
 * Finds the freeze that stops a runbook on a target, asked anew each time; undefined when it may act.
 * It throws `FreezesUnreadable` where that cannot be known: then nothing may be done either.
 */
export type FindFreeze = (question: FreezeQuestion) => Promise<Freeze | undefined>;

/** An order that has just come in is worked off within this time; an outage lasts longer. */
const defaultPatienceMs = 5_000;
const lookEveryMs = 250;

/** Makes the look-up over whatever reads the kill switch and rejects in doubt. */
export function killSwitch(read: () => Promise<readonly Freeze[]>, patienceMs = defaultPatienceMs): FindFreeze {
  return async (question) => {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      try {
        return freezeOn(await read(), question);
      } catch (error) {
        if (Date.now() >= deadline) throw failure('FreezesUnreadable', (error as Error).message);
      }
      await sleep(lookEveryMs);
    }
  };
}
