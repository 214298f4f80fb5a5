import type { ClusterDefinition } from '../../model/kubernetes/cluster.ts';
import { parsedJson, partsOf } from '../json-parts.ts';
import { openAccess } from './requests/access.ts';
import { errorOf, isAboutObject } from './requests/answers.ts';
import type { Ask, RequestObserver } from './requests/asking.ts';
import { createAsk } from './requests/asking.ts';
import type {
  AccessQuestion,
  ChangeOptions,
  Cluster,
  DeleteOptions,
  ObjectName,
  Selected,
  Selection,
} from './cluster.ts';
import { openConnections } from './requests/exchange.ts';
import type { Answer } from './requests/exchange.ts';
import { KubernetesError } from './failure.ts';
import type { Kind, Kinds } from './kinds.ts';
import { apiVersions } from './kinds.ts';
import { createLogReader } from './log-reading.ts';
import { inWords, listPath, objectPath, resourceOf } from './paths.ts';
import type { Question } from './requests/question.ts';
import { readObject, readPage } from './typed-answers.ts';

const unobserved: RequestObserver = { asked: () => undefined, waited: () => undefined };

/** As many objects as are asked for at once. */
const pageSize = 250;
const mostUnlessGiven = 500;

/** Whose changes they are, in the objects' `managedFields`. */
export const fieldManager = 'nightshift';

/**
 * Opens the API server of a described cluster. Nothing is connected before it is asked.
 *
 * @throws ClusterAccessError where the kubeconfig or its context is not there.
 */
export function openCluster(definition: ClusterDefinition, observer: RequestObserver = unobserved): Cluster {
  const { name: cluster } = definition;
  const connections = openConnections();
  const ask = createAsk(definition, { access: openAccess(definition), connections, observer });
  return {
    name: cluster,
    async get(kind, one) {
      const question = questionOf('get', kind, one, { method: 'GET', changes: false, accepts: [404] });
      const answer = await ask(question);
      if (answer.status !== 404) return read(cluster, question, answer, kind);
      if (isAboutObject(answer)) return null;
      throw errorOf(cluster, question, 'refused', 'the API server knows nothing of that kind');
    },
    list: (kind, selection) => list(cluster, ask, kind, selection),
    async patch(kind, one, patch, { dryRun = false, type = 'merge' } = {}) {
      const question = questionOf('patch', kind, one, {
        method: 'PATCH',
        query: { fieldManager, ...dryRunOf(dryRun) },
        body: patch,
        contentType: type === 'merge' ? 'application/merge-patch+json' : 'application/strategic-merge-patch+json',
        changes: !dryRun,
      });
      return read(cluster, question, await ask(question), kind);
    },
    async create(kind, object, { dryRun = false } = {}) {
      const question = creationOf(kind, object, dryRun);
      return read(cluster, question, await ask(question), kind);
    },
    async delete(kind, one, options) {
      const body = { ...deleteOptionsOf(options), propagationPolicy: 'Background' };
      const { dryRun = false } = options;
      await orGone(cluster, ask, questionOf('delete', kind, one, { method: 'DELETE', body, changes: !dryRun }));
    },
    async evict(pod, options) {
      const body = {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: pod,
        deleteOptions: deleteOptionsOf(options),
      };
      const { dryRun = false } = options;
      await orGone(cluster, ask, {
        ...questionOf('evict', 'Pod', pod, { method: 'POST', query: dryRunOf(dryRun), body, changes: !dryRun }),
        path: `${objectPath('Pod', pod)}/eviction`,
        right: 'create pods/eviction',
      });
    },
    readLog: createLogReader(ask),
    async mayI(access) {
      const answer = await ask(reviewOf(access));
      return isAllowed(answer);
    },
    close: () => connections.close(),
  };
}

function questionOf(
  verb: Question['verb'],
  kind: Kind,
  one: ObjectName,
  rest: Pick<Question, 'method' | 'changes'> & Partial<Question>,
): Question {
  return { verb, path: objectPath(kind, one), right: `${verb} ${resourceOf(kind)}`, subject: inWords(one), ...rest };
}

async function list<K extends Kind>(
  cluster: string,
  ask: Ask,
  kind: K,
  { namespace, labels, fields, most = mostUnlessGiven }: Selection,
): Promise<Selected<Kinds[K]>> {
  const items: Kinds[K][] = [];
  for (let next = ''; ;) {
    const question: Question = {
      verb: 'list',
      method: 'GET',
      path: listPath(kind, namespace),
      query: {
        limit: String(Math.min(pageSize, most - items.length)),
        ...(labels ? { labelSelector: labels } : {}),
        ...(fields ? { fieldSelector: fields } : {}),
        ...(next ? { continue: next } : {}),
      },
      changes: false,
      // Where the next page begins is known for some minutes only.
      accepts: next ? [410] : [],
      right: `list ${resourceOf(kind)}`,
      subject: namespace === null ? 'in all namespaces' : `in ${namespace}`,
    };
    const answer = await ask(question);
    if (answer.status === 410) return { items, isWhole: false };
    const page = await readPage(kind, answer.body).catch(() => {
      throw errorOf(cluster, question, 'unavailable', 'an answer of another shape');
    });
    items.push(...page.items);
    if (!page.next) return { items, isWhole: true };
    if (items.length >= most) return { items, isWhole: false };
    next = page.next;
  }
}

function creationOf<K extends Kind>(kind: K, object: Kinds[K], dryRun: boolean): Question {
  const {
    namespace = null,
    name,
    generateName,
  } = (object.metadata ?? {}) as {
    namespace?: string;
    name?: string;
    generateName?: string;
  };
  // Such a name gets five more characters from the API server.
  const one = { namespace, name: name ?? `${generateName ?? ''}xxxxx` };
  return questionOf('create', kind, one, {
    method: 'POST',
    path: objectPath(kind, one) && listPath(kind, namespace),
    query: { fieldManager, ...dryRunOf(dryRun) },
    body: { ...(object as object), apiVersion: apiVersions[kind], kind },
    changes: !dryRun,
  });
}

function reviewOf({ namespace, ...asked }: AccessQuestion): Question {
  return {
    verb: 'review',
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { ...asked, ...(namespace === null ? {} : { namespace }) } },
    },
    changes: false,
    right: 'create selfsubjectaccessreviews.authorization.k8s.io',
    subject: `for ${asked.verb} ${asked.resource}`,
  };
}

/** What cannot be read is no permission. */
function isAllowed({ body }: Answer): boolean {
  return partsOf(partsOf(parsedJson(body))['status'])['allowed'] === true;
}

/** Something that is gone has not to go any more. */
async function orGone(cluster: string, ask: Ask, question: Question): Promise<void> {
  const answer = await ask({ ...question, accepts: [404] });
  if (answer.status === 404 && !isAboutObject(answer))
    throw errorOf(cluster, question, 'refused', 'the API server knows nothing of that kind');
}

function deleteOptionsOf({ uid, resourceVersion, dryRun = false }: DeleteOptions): object {
  return {
    preconditions: { uid, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    ...(dryRun ? { dryRun: ['All'] } : {}),
  };
}

function dryRunOf(dryRun: NonNullable<ChangeOptions['dryRun']>): Readonly<Record<string, string>> {
  return dryRun ? { dryRun: 'All' } : {};
}

async function read<K extends Kind>(cluster: string, question: Question, answer: Answer, kind: K): Promise<Kinds[K]> {
  try {
    return await readObject(kind, answer.body);
  } catch (error) {
    if (error instanceof KubernetesError) throw error;
    throw errorOf(cluster, question, 'unavailable', 'an answer of another shape', {
      mayHaveHappened: question.changes,
    });
  }
}
