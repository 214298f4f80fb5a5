import type {
  V1ControllerRevision,
  V1ObjectMeta,
  V1PodSpec,
  V1PodTemplateSpec,
  V1ReplicaSet,
} from '@kubernetes/client-node';
import { createHash } from 'node:crypto';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { Kinds } from '../../../clients/kubernetes/kinds.ts';
import { timeOf } from '../../../model/kubernetes/api-time.ts';
import type { Revision } from '../../../model/kubernetes/workloads/rollout.ts';
import { canonicalJson } from '../../../model/text/canonical-json.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import { isOwnedBy, selectorText } from '../owned-pods.ts';

/** Kinds whose objects roll out one template after the other. */
export const rollingKinds = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;
export type RollingKind = (typeof rollingKinds)[number];
export type Rolling = Kinds[RollingKind];

export function isRollingKind(kind: string): kind is RollingKind {
  return rollingKinds.some((rolling) => rolling === kind);
}

/** A template of pods as plain data. */
export interface PlainTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: V1PodSpec;
}

/** A revision with the template that it stands for. */
export interface KnownRevision extends Revision {
  readonly content: PlainTemplate;
  /** The object that keeps it. */
  readonly name: string;
  readonly uid: string;
}

/** Revisions of the same workload that are read. */
const mostRevisions = 50;

/** The revisions of a workload that the cluster still knows, the newest first. */
export async function revisionsOf(
  api: Cluster,
  kind: RollingKind,
  workload: Rolling,
): Promise<readonly KnownRevision[]> {
  const { uid, namespace = null } = workload.metadata ?? {};
  const labels = selectorText(workload.spec?.selector);
  if (labels === '' || namespace === null) return [];
  const selection = { namespace, labels, most: mostRevisions };
  const kept =
    kind === 'Deployment'
      ? (await api.list('ReplicaSet', selection)).items.filter((set) => isOwnedBy(set.metadata, uid)).map(ofReplicaSet)
      : (await api.list('ControllerRevision', selection)).items
          .filter((one) => isOwnedBy(one.metadata, uid))
          .map(ofControllerRevision);
  const sorted = kept.filter((one) => one !== null).toSorted((one, other) => other.number - one.number);
  // One that was gone back to is counted up, and older than what came before it.
  return sorted.map((one, at) =>
    sorted.slice(at + 1).some(({ rolledOutAt }) => (rolledOutAt ?? '') > (one.rolledOutAt ?? ''))
      ? { ...one, rolledOutAt: null }
      : one,
  );
}

const [revisionKey, historyKey, causeKey] = [
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'kubernetes.io/change-cause',
] as const;

function ofReplicaSet({ metadata, spec }: V1ReplicaSet): KnownRevision | null {
  const number = Number(metadata?.annotations?.[revisionKey]);
  if (!Number.isInteger(number) || !spec?.template) return null;
  // One that was gone back to keeps the time at which it was first made.
  const wasUsedBefore = metadata?.annotations?.[historyKey] !== undefined;
  return revision(number, spec.template, metadata, wasUsedBefore);
}

function ofControllerRevision({ metadata, revision: number, data }: V1ControllerRevision): KnownRevision | null {
  const template = (data as { readonly spec?: { readonly template?: V1PodTemplateSpec } } | undefined)?.spec?.template;
  if (!template) return null;
  return revision(number, template, metadata, false);
}

function revision(
  number: number,
  content: V1PodTemplateSpec,
  metadata: V1ObjectMeta | undefined,
  wasUsedBefore: boolean,
): KnownRevision {
  const cause = metadata?.annotations?.[causeKey];
  return {
    number,
    rolledOutAt: wasUsedBefore ? null : timeOf(metadata?.creationTimestamp),
    cause: cause ? maskedLine(cause, 200) : null,
    content: plainTemplate(content),
    template: templateDigest(content),
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
  };
}

const podHashLabel = 'pod-template-hash';

/** A template as it was written: without what its controller adds to it, and as plain data. */
export function plainTemplate(template: V1PodTemplateSpec | undefined): PlainTemplate {
  const { metadata, spec } = JSON.parse(JSON.stringify(template ?? {})) as PlainTemplate;
  // Times of making and directives of patches are no part of it, and stand in some copies only.
  const { labels = {}, annotations = {} } = metadata ?? {};
  const { [podHashLabel]: _, ...own } = labels;
  return { metadata: { labels: own, annotations }, ...(spec ? { spec } : {}) };
}

/** What tells a template from others, and is the same wherever it is kept. */
export function templateDigest(template: V1PodTemplateSpec | undefined): string {
  return createHash('sha256')
    .update(canonicalJson(plainTemplate(template)))
    .digest('hex')
    .slice(0, 16);
}
