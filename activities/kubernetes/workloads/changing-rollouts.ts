import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { Facts } from '../../../model/remediation/plan.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { patchAsRead } from '../patching.ts';
import { mergePatch } from './merge-patch.ts';
import type { KnownRevision, PlainTemplate, Rolling, RollingKind } from './revisions.ts';
import { isRollingKind, plainTemplate, revisionsOf, templateDigest } from './revisions.ts';
import { phaseOf } from './rollout-state.ts';
import { ChangedObject } from '../changing.ts';

/** What is needed to give a workload another template. */
export const rolloutPermissions: readonly Permission[] = [
  { group: 'apps', resource: 'deployments', verbs: ['get', 'patch'] },
  { group: 'apps', resource: 'statefulsets', verbs: ['get', 'patch'] },
  { group: 'apps', resource: 'daemonsets', verbs: ['get', 'patch'] },
  { group: 'apps', resource: 'replicasets', verbs: ['list'] },
  { group: 'apps', resource: 'controllerrevisions', verbs: ['list'] },
];

/** A workload that rolls out templates, as it is now. */
interface FoundRolling {
  readonly kind: RollingKind;
  readonly workload: Rolling;
  /** What tells its present template from others. */
  readonly template: string;
}

/** @throws KubernetesError where it is not there, or of a kind that rolls nothing out. */
export async function readRolling({ api, namespace, kind, name }: FoundObject): Promise<FoundRolling> {
  if (!isRollingKind(kind)) throw new KubernetesError('refused', `a ${kind} rolls nothing out`);
  const workload = await api.get(kind, { namespace, name });
  if (!workload) throw new KubernetesError('not-found', `there is no ${kind} ${name}`);
  return { kind, workload, template: templateDigest(workload.spec?.template) };
}

/** What an action on a rollout depends on. Replicas are none of it: an autoscaler may change them at any time. */
export async function factsOfRolling(object: FoundObject): Promise<Facts> {
  try {
    const { workload, template } = await readRolling(object);
    return { uid: workload.metadata?.uid ?? '', template, rollout: phaseOf(workload) };
  } catch (error) {
    if (error instanceof KubernetesError && error.problem === 'not-found') return { uid: 'none', template: 'none' };
    throw error;
  }
}

/** The workload just before it is changed. @throws KubernetesError `conflict` where it is not as it was observed. */
export async function sameRolling(object: FoundObject, now: Facts): Promise<FoundRolling> {
  const found = await readRolling(object);
  if (found.workload.metadata?.uid !== now['uid'] || found.template !== now['template'])
    throw new ChangedObject(`${object.kind} ${object.name} is not as it was before`);
  return found;
}

/** A revision by its number. @throws KubernetesError where the cluster does not know it any more. */
export async function findRevision(
  object: FoundObject,
  { kind, workload }: FoundRolling,
  number: string | undefined,
): Promise<KnownRevision> {
  const revisions = await revisionsOf(object.api, kind, workload);
  const revision = revisions.find((one) => String(one.number) === number);
  if (!revision) throw new KubernetesError('not-found', `the cluster does not know revision ${number} any more`);
  return revision;
}

/** Gives a workload another template, first for trial; nothing happens where it has changed since it was read. */
export async function patchTemplate(
  object: FoundObject,
  { kind, workload }: FoundRolling,
  template: PlainTemplate,
): Promise<void> {
  const spec = { template: mergePatch(plainTemplate(workload.spec?.template), template) };
  await patchAsRead({ ...object, kind }, workload, { spec });
}
