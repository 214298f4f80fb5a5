import { templateChanges } from '../../../model/kubernetes/workloads/template-changes.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';
import type { KnownRevision, Rolling } from '../../kubernetes/workloads/revisions.ts';
import { isRollingKind, revisionsOf } from '../../kubernetes/workloads/revisions.ts';
import { ownerUid } from '../../kubernetes/workloads/subject.ts';

const mostTold = 4;
const mostChanges = 8;

/** What a target was made of lately: its revisions, and what changed with the last of them. */
export const rolloutHistory = checkOfSubject(async ({ kind, workload, pods }, { api }) => {
  if (!workload || !isRollingKind(kind)) return { health: 'unknown', summary: `a ${kind} has no rollouts` };
  const revisions = await revisionsOf(api, kind, workload as Rolling);
  const [newest, ...older] = revisions;
  if (!newest) return { health: 'unknown', summary: 'the cluster knows no revision of it' };
  const before = older.find(({ template }) => template !== newest.template);
  const changes = before
    ? templateChanges(before.content, newest.content).map((change) => maskedLine(change, 200))
    : [];
  const sick = pods.filter(({ trouble }) => trouble !== null);
  // ReplicaSets are revisions themselves; pods of the other kinds bear the name of theirs.
  const isNewest = ({ pod }: (typeof pods)[number]) =>
    kind === 'Deployment'
      ? ownerUid(pod) === newest.uid
      : newest.name.endsWith(`-${pod.metadata?.labels?.['controller-revision-hash']?.split('-').at(-1)}`);
  return {
    health: 'healthy',
    summary: `revision ${newest.number}${rolledOut(newest)}${changes.length > 0 ? `: ${changes.slice(0, 3).join('; ')}` : ''}`,
    details: [
      ...revisions.slice(0, mostTold).map(lineOf),
      ...changes.slice(0, mostChanges).map((change) => `changed with revision ${newest.number}: ${change}`),
    ],
    facts: {
      revisions: JSON.stringify(revisions.slice(0, 10).map(plain)),
      changes: JSON.stringify(changes.slice(0, mostChanges)),
      onlyNewestSick: `${sick.length > 0 && sick.every(isNewest)}`,
    },
  };
});

function plain({ number, rolledOutAt, cause, template }: KnownRevision) {
  return { number, rolledOutAt, cause, template };
}

function lineOf(revision: KnownRevision): string {
  const images = (revision.content.spec?.containers ?? []).map(({ name, image }) => `${name} ${image ?? 'no image'}`);
  const cause = revision.cause ? `, because: ${revision.cause}` : '';
  return maskedLine(`revision ${revision.number}${rolledOut(revision)}, ${images.join(', ')}${cause}`, 300);
}

function rolledOut({ rolledOutAt }: KnownRevision): string {
  return rolledOutAt ? ` rolled out ${rolledOutAt}` : ', gone back to since,';
}
