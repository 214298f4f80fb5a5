import { bytesInWords } from '../../../model/kubernetes/quantity.ts';
import { claimHealth, describeClaim } from '../../../model/kubernetes/capacity/claim.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { findingsOf } from '../../kubernetes/claims/findings.ts';
import { nameOf } from '../../kubernetes/object-of-action.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';

/** Whether a claim has all the room that it asks for, and is not full, as far as that is measured. */
export const claimExpanded: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    if (found.kind !== 'PersistentVolumeClaim') return unknown(`a ${found.kind} is no claim`);
    const claim = await found.api.get('PersistentVolumeClaim', nameOf(found));
    if (!claim) return unknown('there is no such claim');
    const findings = await findingsOf(found, claim, deps.prometheus);
    const isGrown = !findings.isResizing && findings.capacity >= findings.size;
    if (!isGrown || claimHealth(findings) === 'unhealthy')
      return { health: 'unhealthy', summary: maskedLine(describeClaim(findings), 300) };
    return { health: 'healthy', summary: `it has all of the ${bytesInWords(findings.size)} that it asks for` };
  });
