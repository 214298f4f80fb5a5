import { beginList, endList } from '../../evidence-list.ts';
import { asEvidence } from '../../kubernetes/as-evidence.ts';
import { eventsOf } from '../../kubernetes/workloads/events.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';

const mostPods = 10;

/** Keeps all that the cluster says of a target as evidence, for people who want to read on; it judges nothing. */
export const objectDescription = checkOfSubject(async (subject, { api, cluster, kind, name }, { evidence }) => {
  const events = await eventsOf(api, subject);
  const about = { kind: 'description of an object', cluster, namespace: subject.namespace, object: `${kind} ${name}` };
  const list = await beginList(evidence, about, 'no description is kept');
  if ('result' in list) return { health: 'unknown', summary: list.summary, details: [list.summary] };
  if (subject.workload) list.add({ object: asEvidence(subject.workload) });
  for (const { pod } of subject.pods.slice(0, mostPods)) list.add({ pod: asEvidence(pod) });
  for (const event of events) list.add({ event });
  const where = await endList(list, { pods: subject.pods.length }, 'the whole description');
  return { health: 'healthy', summary: where, details: [where] };
});
