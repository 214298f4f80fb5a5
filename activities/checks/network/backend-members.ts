import { answerInWords, judgeMembers, removalObstacle } from '../../../model/kubernetes/network/backend.ts';
import type { Facts } from '../../../model/remediation/plan.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import type { KnownMember } from '../../kubernetes/network/members.ts';
import { askMembers, backendOf, readMembers } from '../../kubernetes/network/members.ts';
import { labelToRemove } from '../../kubernetes/network/pod-endpoint.ts';
import type { ServiceObjects } from '../../kubernetes/network/service-objects.ts';
import { readService } from '../../kubernetes/network/service-objects.ts';
import { isHandWritten } from '../../kubernetes/network/slice-endpoint.ts';
import type { FoundObject } from '../../described/clusters.ts';

/** Which of the members of a described backend is sick, by what each of them answers to the worker. */
export const backendMembers: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const backend = backendOf(object);
    if (!backend) return unknown('nobody described a backend for this Service');
    const objects = await readService(object.api, object);
    if (!objects) return { health: 'unhealthy', summary: `there is no Service ${object.name}` };
    const known = await readMembers(object, objects);
    const members = await askMembers(known, backend);
    const { health, sick, words } = judgeMembers(members);
    const first = known.find(({ name }) => name === sick[0]?.name);
    return {
      health,
      summary: `${object.name}: ${words}`,
      details: members.slice(0, 15).map((member) => `${member.words}: ${answerInWords(member.answer)}`),
      facts: first ? await wayOut(object, objects, first, known) : {},
    };
  });

/** How the sick one may be taken out of service, or why not. */
async function wayOut(
  object: FoundObject,
  objects: ServiceObjects,
  { pod, slice, address }: KnownMember,
  known: readonly KnownMember[],
): Promise<Facts> {
  const obstacle = removalObstacle(known.filter(({ isInService }) => isInService).length, known.length);
  const sick: Facts = pod ? { pod: pod.name } : { slice: slice ?? '', address };
  if (obstacle !== null) return { ...sick, obstacle };
  if (!pod) {
    const by = objects.slices.find(({ metadata }) => metadata?.name === slice);
    return by && isHandWritten(by)
      ? sick
      : { ...sick, obstacle: 'a controller writes the slice, and would write it back' };
  }
  const choice = await labelToRemove(object, objects.service, pod.name);
  return 'because' in choice ? { ...sick, obstacle: choice.because } : { ...sick, ...choice };
}
