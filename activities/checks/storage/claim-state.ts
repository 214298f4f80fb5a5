import type { V1PersistentVolume } from '@kubernetes/client-node';
import type { CheckDependencies, CheckRunner } from '../../contracts/check-runner.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { claimFacts, claimHealth, describeClaim } from '../../../model/kubernetes/capacity/claim.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import { findingsOf } from '../../kubernetes/claims/findings.ts';
import { nameOf } from '../../kubernetes/object-of-action.ts';
import type { Answer } from '../../kubernetes/looking.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';

const mostPods = 8;

/** How a claim is: its volume, its class, how full it is and who uses it. A volume is looked at with the claim to it. */
export const claimState: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    if (found.kind === 'PersistentVolume') return lookAtVolume(found);
    if (found.kind !== 'PersistentVolumeClaim') return unknown(`a ${found.kind} is no claim`);
    return lookAtClaim(found, deps);
  });

async function lookAtClaim(found: FoundObject, { prometheus }: CheckDependencies): Promise<Answer> {
  const claim = await found.api.get('PersistentVolumeClaim', nameOf(found));
  if (!claim) return unknown('there is no such claim');
  const [findings, users, volume] = await Promise.all([
    findingsOf(found, claim, prometheus),
    usersOf(found),
    claim.spec?.volumeName ? found.api.get('PersistentVolume', { namespace: null, name: claim.spec.volumeName }) : null,
  ]);
  const conditions = (claim.status?.conditions ?? []).map(
    ({ type, status, reason, message }) => `${type} ${status}: ${reason ?? ''} ${message ?? ''}`,
  );
  return {
    health: claimHealth(findings),
    summary: maskedLine(describeClaim(findings), 300),
    details: [
      volume ? wordsOf(volume) : 'it has no volume',
      users.length > 0 ? `mounted by ${users.slice(0, mostPods).join(', ')}` : 'no pod mounts it',
      ...conditions.slice(0, 5),
    ].map((line) => maskedLine(line, 200)),
    facts: claimFacts(findings),
  };
}

async function lookAtVolume(found: FoundObject): Promise<Answer> {
  const volume = await found.api.get('PersistentVolume', nameOf(found));
  if (!volume) return unknown('there is no such volume');
  const isWell = ['Bound', 'Available'].includes(volume.status?.phase ?? '');
  return { health: isWell ? 'healthy' : 'unhealthy', summary: maskedLine(wordsOf(volume), 300) };
}

function wordsOf({ metadata, spec, status }: V1PersistentVolume): string {
  const { name = '', namespace = '' } = spec?.claimRef ?? {};
  const claim = name === '' ? 'no claim' : `the claim ${namespace}/${name}`;
  const why = [status?.reason, status?.message].filter((words) => words).join(': ');
  return `the volume ${metadata?.name} of ${claim} is ${status?.phase ?? 'unknown'}${why === '' ? '' : ` (${why})`}`;
}

async function usersOf({ api, namespace, name }: FoundObject): Promise<readonly string[]> {
  const { items } = await api.list('Pod', { namespace });
  const users = items.filter(({ spec }) => spec?.volumes?.some((one) => one.persistentVolumeClaim?.claimName === name));
  return users.map(({ metadata }) => metadata?.name ?? '');
}
