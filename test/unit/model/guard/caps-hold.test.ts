import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { hours, minutes } from '../../../support/guard/builders.ts';
import { commands, settings } from '../../../support/guard/commands.ts';
import { Site } from '../../../support/guard/site-at-work.ts';

/**
 * What a run that is worth its time has met, beside the caps: every way in which a repair is let in, waits,
 * is turned away, or acts.
 */
const everything = [
  ['asked', 'go', 'approval-wanted', 'approved', 'acted', 'over'],
  ['frozen', 'maintenance', 'silenced', 'control-plane', 'shared-cause'],
  ['target-locked', 'attempts-exhausted', 'cool-down', 'storm', 'too-many-repairs', 'budget-exhausted'],
  ['blast-radius', 'plan-expired', 'approval-denied', 'approval-expired'],
].flat();

it('never exceeds a cap, acts against a rule, acts twice, or lets wait for ever, whatever happens', () => {
  const heard = new Set<string>();

  fc.assert(
    fc.property(settings, fc.commands(commands, { maxCommands: 100, size: 'max' }), (how, whatHappens) => {
      const site = new Site(how);

      fc.modelRun(() => ({ model: {}, real: site }), whatHappens);

      const waiting = stillWaiting(site);
      expect({ faults: site.recount.faults, waiting }).toEqual({ faults: [], waiting: [] });
      for (const word of site.heard) heard.add(word);
    }),
    { numRuns: 1_500 },
  );

  expect([...heard].toSorted()).toEqual(everything.toSorted());
});

/** Removes what stands in the way, lets time pass, and says which repairs have not been let in at last. */
function stillWaiting(site: Site): readonly string[] {
  const { repairs, recount } = site;
  site.calm();
  const isOpen = (nth: number) => repairs[nth]?.phase !== 'over';
  const places = [...repairs.keys()].filter((nth) => {
    const repair = recount.repairs[nth];
    return repair && !recount.isUntouchable(repair);
  });

  // An hour renews every budget, so that each round lets in one repair of a domain at least.
  for (let round = 0; round <= repairs.length && places.some(isOpen); round++) {
    for (const nth of places.filter(isOpen)) goToTheEnd(site, nth);
    site.pass(hours + 31 * minutes);
  }

  return places.filter(isOpen).map((nth) => `run-${nth} ${repairs[nth]?.phase}`);
}

function goToTheEnd(site: Site, nth: number): void {
  for (const by of ['ann', 'bob', 'ann', 'bob', 'ann', 'bob', 'ann']) {
    site.vote(nth, by, 'approve', true);
    site.happen(nth, (repair) => repair.proceed(null));
  }
  site.happen(nth, (repair) => repair.finish('verified'));
}
