import type { EvidenceList, EvidenceStore } from '../clients/evidence/evidence-files.ts';
import { EvidenceUnavailableError } from '../clients/evidence/evidence-folder.ts';
import type { ActionResult } from '../model/remediation/plan.ts';

/**
 * Begins the list of what an action does. What cannot be put on record is not done: then it is the action's result.
 *
 * @param about what the list is about: its first line.
 * @param undone such as `nothing was cleaned`.
 */
export async function beginList(
  store: EvidenceStore,
  about: object,
  undone: string,
): Promise<EvidenceList | ActionResult> {
  try {
    return await store.begin(about);
  } catch (error) {
    if (!(error instanceof EvidenceUnavailableError)) throw error;
    return { result: 'failed', summary: `${undone}: ${error.message}` };
  }
}

/**
 * Closes a list with its last line. Never rejects: what was done is told even where the list of it is lost.
 *
 * @param listed what stands in it, such as `each task`.
 * @returns where it is, in words for people.
 */
export async function endList(list: EvidenceList, last: object, listed: string): Promise<string> {
  list.add(last);
  return list.close().then(
    () => `${listed} in ${list.id}`,
    () => 'the list could not be kept',
  );
}
