import { ApplicationFailure } from '@temporalio/common';
import { KubernetesError } from '../../clients/kubernetes/failure.ts';
import type { FoundTarget, TargetQuestion } from '../../model/kubernetes/targets/found-target.ts';
import { isObjectName, objectTarget } from '../../model/kubernetes/object.ts';
import { deploymentOfPod } from '../../model/kubernetes/targets/pod-name.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import { failure } from '../contracts/failure.ts';
import type { FindObject, FoundObject } from '../described/clusters.ts';
import type { LookedUp } from './owners.ts';
import { isKind, lookUpObject, outermostController } from './owners.ts';

/** Of twenty crashing pods, these are looked up: the others have the same name but for its end. */
const maxPods = 3;

const maxWords = 300;

/** The activity that looks up what the labels of alerts name. */
export function createResolvingActivities({ findObject }: { readonly findObject: FindObject }) {
  return {
    /**
     * Finds the object that is sick and what controls it, which stays the same when pods are made anew. Fails as
     * `ClusterUnavailable` where the API server does not say.
     */
    async resolveTarget(question: TargetQuestion): Promise<FoundTarget> {
      try {
        return await find(findObject(question.target), question);
      } catch (error) {
        if (error instanceof ApplicationFailure)
          return { found: 'nothing', words: maskedLine(error.message, maxWords) };
        if (!(error instanceof KubernetesError)) throw error;
        if (error.problem === 'unavailable') throw failure('ClusterUnavailable', error.message);
        return { found: 'nothing', words: maskedLine(error.message, maxWords) };
      }
    },
  };
}

async function find(object: FoundObject, { target, alerts }: TargetQuestion): Promise<FoundTarget> {
  const { api, cluster, namespace, kind, name } = object;
  // Of a kind that is not known here nothing more can be found out.
  if (!isKind(kind)) return { found: 'object', target, words: null };
  const pods = namesOfPods(object, alerts).slice(0, maxPods);
  const seen = (await Promise.all(pods.map((pod) => lookUpObject(api, 'Pod', namespace, pod)))).filter(
    (pod) => pod !== null,
  );
  const tops = distinct(await Promise.all(seen.map((pod) => outermostController(api, pod))));
  if (tops.length > 1)
    return { found: 'several', words: `the pods of the alerts belong to ${tops.map(inWords).join(' and ')}` };
  const found = tops[0] ?? (await lookedUp(object));
  if (!found) return { found: 'nothing', words: `${kind} ${name} is not there any more: ${gone(pods)}` };
  if (isReplaced(found, alerts))
    return { found: 'nothing', words: `${kind} ${name} is not there any more: there is another one of the same name` };
  const real = objectTarget({ cluster, namespace: found.namespace, kind: found.kind, name: found.name });
  const [first] = seen;
  const below = first && first.uid !== found.uid ? inWords(first) : `${kind} ${name}`;
  return { found: 'object', target: real, words: real === target ? null : `${below} belongs to ${inWords(found)}` };
}

/** What the target itself names, with its controllers. */
async function lookedUp({ api, namespace, kind, name }: FoundObject): Promise<LookedUp | null> {
  const own = isKind(kind) ? await lookUpObject(api, kind, namespace, name) : null;
  return own && outermostController(api, own);
}

/** The pods that the alerts name, as far as the target was made of their names. */
function namesOfPods({ kind, namespace, name }: FoundObject, alerts: TargetQuestion['alerts']): readonly string[] {
  if (namespace === null) return [];
  const named = alerts.flatMap(({ labels }) => labels['exported_pod'] ?? labels['pod'] ?? []).filter(isObjectName);
  if (kind === 'Pod') return [name];
  return kind === 'Deployment' ? [...new Set(named)].filter((pod) => deploymentOfPod(pod) === name) : [];
}

/** Whether a pod that nothing controls is another one than that of the alerts: what they tell of is gone. */
function isReplaced({ kind, uid }: LookedUp, alerts: TargetQuestion['alerts']): boolean {
  const uids = alerts.flatMap(({ labels }) => labels['uid'] ?? []);
  return kind === 'Pod' && uids.length > 0 && !uids.includes(uid);
}

function gone(pods: readonly string[]): string {
  const others = pods.length > 0 ? `, nor is the pod ${pods.join(', ')}` : '';
  return `that it is gone does not mean that all is well${others}`;
}

function distinct(objects: readonly LookedUp[]): readonly LookedUp[] {
  return [...new Map(objects.map((object) => [object.uid, object])).values()];
}

function inWords({ kind, name }: LookedUp): string {
  return `${kind} ${name}`;
}
