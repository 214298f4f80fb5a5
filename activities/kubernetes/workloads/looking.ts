import type { CheckRunner } from '../../contracts/check-runner.ts';
import type { CheckDependencies } from '../../contracts/check-runner.ts';
import type { FoundObject } from '../../described/clusters.ts';
import type { Answer } from '../looking.ts';
import { lookAt, unknown } from '../looking.ts';
import type { Subject } from './subject.ts';
import { isGone, readSubject } from './subject.ts';

/** Makes a check of a workload or a pod; it answers `unknown` where there is none. */
export function checkOfSubject(
  look: (subject: Subject, object: FoundObject, deps: CheckDependencies) => Promise<Answer>,
): CheckRunner {
  return (check, deps) =>
    lookAt(check, deps, async (object) => {
      const subject = await readSubject(object);
      return subject ? look(subject, object, deps) : unknown(isGone(object));
    });
}
