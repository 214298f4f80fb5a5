import { maskedLine } from '../../../model/text/masked-line.ts';
import { outcomeOf } from '../../http.ts';
import { parsedJson, partsOf } from '../../json-parts.ts';
import { ClusterAccessError } from './access-error.ts';
import type { Answer } from './exchange.ts';
import { BrokenExchange } from './exchange.ts';
import type { KubernetesProblem } from '../failure.ts';
import { KubernetesError } from '../failure.ts';
import type { Question } from './question.ts';
import { retryAfterOf } from './retry-after.ts';

/** What the API server says of a request that it did not do. */
interface Status {
  readonly message: string;
  readonly reason: string;
  /** The object that it speaks of; empty where it speaks of none. */
  readonly name: string;
  readonly causes: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
}

const maxWords = 300;
/** What stands further behind is not looked at: masking megabytes would hold everything else up. */
const maxReadLength = 8_192;

/** Reads what the API server says of a request that it did not do; nothing of it is trusted to be there. */
function statusOf({ body }: Answer): Status {
  const { message, reason, details } = partsOf(parsedJson(body));
  const { name, causes } = partsOf(details);
  const list: readonly unknown[] = Array.isArray(causes) ? causes : [];
  return {
    message: textOf(message) || textOf(body.toString('utf8', 0, maxReadLength)),
    reason: textOf(reason),
    name: textOf(name),
    causes: list.map(partsOf).map((cause) => ({
      reason: textOf(cause['reason']),
      message: textOf(cause['message']),
      field: textOf(cause['field']),
    })),
  };
}

/** Whether a 404 speaks of the object; else the API server does not know the kind. */
export function isAboutObject(answer: Answer): boolean {
  return statusOf(answer).name !== '';
}

/** Whether the API server only wants to be asked later. */
export function isTooMany(answer: Answer): boolean {
  return answer.status === 429 && !statusOf(answer).causes.some(isBudget);
}

/** The error for an answer that says no. */
export function refusalOf(cluster: string, question: Question, answer: Answer): KubernetesError {
  const { problem, words } = judge(question, answer);
  // It may have begun before it failed.
  const mayHaveHappened = question.changes && answer.status >= 500 && problem === 'unavailable';
  return errorOf(cluster, question, problem, words, { mayHaveHappened, retryAfterMs: retryAfterOf(answer.headers) });
}

/** The error for a request that came to no answer. */
export function breakOf(cluster: string, question: Question, error: unknown): KubernetesError {
  if (error instanceof KubernetesError) return error;
  if (error instanceof ClusterAccessError) return new KubernetesError('unavailable', error.message);
  if (error instanceof BrokenExchange) {
    const words = certificateTrouble.has(error.message)
      ? `its certificate is not from the authority of the kubeconfig (${error.message})`
      : `does not answer (${error.message})`;
    return errorOf(cluster, question, 'unavailable', words, { mayHaveHappened: question.changes && error.wasSent });
  }
  throw error;
}

/** An error with a message that names the cluster and what was asked. */
export function errorOf(
  cluster: string,
  { right, subject }: Pick<Question, 'right' | 'subject'>,
  problem: KubernetesProblem,
  words: string,
  {
    mayHaveHappened = false,
    retryAfterMs = null,
  }: Partial<Pick<KubernetesError, 'mayHaveHappened' | 'retryAfterMs'>> = {},
): KubernetesError {
  const message = `cluster ${cluster}, ${right} ${subject}: ${words}`;
  return new KubernetesError(problem, message, mayHaveHappened, retryAfterMs);
}

const certificateTrouble: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

interface Judgement {
  readonly problem: KubernetesProblem;
  readonly words: string;
}

function judge({ verb, right }: Question, answer: Answer): Judgement {
  const said = statusOf(answer);
  const budget = said.causes.find(isBudget);
  if (budget) return { problem: 'budget', words: `a disruption budget refuses: ${budget.message || said.message}` };
  switch (answer.status) {
    case 401:
      return { problem: 'forbidden', words: 'the API server does not know the account' };
    case 403:
      // Quotas and admission rules answer 403 as well, and no role changes that.
      return / cannot \w+ resource /.test(said.message)
        ? { problem: 'forbidden', words: `the account may not ${right}: its role lacks that right` }
        : { problem: 'refused', words: said.message };
    case 404:
      return said.name === ''
        ? { problem: 'refused', words: 'the API server knows nothing of that kind' }
        : { problem: 'not-found', words: 'there is none' };
    case 409:
      return said.reason === 'AlreadyExists'
        ? { problem: 'conflict', words: 'there is one of this name already' }
        : { problem: 'conflict', words: `it is another one or has changed: ${said.message}` };
    case 422:
      // A patch for another uid: its own is a field that nobody may change.
      return said.causes.some(({ field }) => field === 'metadata.uid')
        ? { problem: 'conflict', words: 'it is another one of the same name' }
        : { problem: 'refused', words: said.message };
    default:
      // Two budgets for one pod: the API server answers 500, and will again.
      if (verb === 'evict' && /more than one PodDisruptionBudget/.test(said.message))
        return { problem: 'refused', words: said.message };
      return outcomeOf(answer.status) === 'unavailable'
        ? { problem: 'unavailable', words: `status ${answer.status}: ${said.message}` }
        : { problem: 'refused', words: said.message || `status ${answer.status}` };
  }
}

function isBudget({ reason }: { readonly reason: string }): boolean {
  return reason === 'DisruptionBudget';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? maskedLine(value.slice(0, maxReadLength), maxWords) : '';
}
