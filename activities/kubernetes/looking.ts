import { KubernetesError } from '../../clients/kubernetes/failure.ts';
import type { Check, CheckResult } from '../../model/remediation/check.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import type { CheckDependencies } from '../contracts/check-runner.ts';
import type { FoundObject } from '../described/clusters.ts';

/** What a check says of an object. */
export type Answer = Omit<CheckResult, 'check' | 'target'>;

/** Looks at the object of a check. Where the API server does not tell, the answer is `unknown`, and says why. */
export async function lookAt(
  { target }: Check,
  { findObject }: Pick<CheckDependencies, 'findObject'>,
  look: (object: FoundObject) => Promise<Answer>,
): Promise<Answer> {
  const object = findObject(target);
  try {
    return await look(object);
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error;
    return unknown(error.message);
  }
}

/** The answer of a check that cannot tell. */
export function unknown(why: string): Answer {
  return { health: 'unknown', summary: maskedLine(why, 300) };
}
