import { isNamespaceName } from '../../model/kubernetes/object.ts';
import type { Ask } from './requests/asking.ts';
import type { Cluster } from './cluster.ts';
import { KubernetesError } from './failure.ts';
import { inWords, objectPath } from './paths.ts';

/** How long the lines of a log are at first thought to be. */
const shortLine = 64;
/** Of a log that was asked for by its last lines, more is not read than so many times what is wanted of it. */
const surplus = 16;

/**
 * Reads the end of a container's log. The API server counts lines from the end, but bytes from their beginning: where the
 * lines are longer than thought, fewer of them are asked for.
 */
export function createLogReader(ask: Ask): Cluster['readLog'] {
  return async (pod, { container, previous, maxBytes }) => {
    if (!isNamespaceName(container)) throw new KubernetesError('refused', 'no container can have such a name');
    const limitBytes = maxBytes * surplus;
    for (let lines = Math.ceil(maxBytes / shortLine); ; lines = Math.ceil(lines / surplus)) {
      const answer = await ask({
        verb: 'log',
        method: 'GET',
        path: `${objectPath('Pod', pod)}/log`,
        query: { container, previous: String(previous), tailLines: String(lines), limitBytes: String(limitBytes) },
        changes: false,
        // There is no such pod; there is no such container, or it has not run yet.
        accepts: [404, 400],
        right: 'get pods/log',
        subject: `${inWords(pod)} (${container})`,
      });
      if (answer.status >= 400) return null;
      if (answer.body.length < limitBytes || lines === 1) return endOf(answer.body, maxBytes);
    }
  };
}

/** Whole lines, as far as there are any. */
function endOf(log: Buffer, maxBytes: number): string {
  const end = log.subarray(-maxBytes);
  const firstLine = end.length < log.length ? end.indexOf('\n') + 1 : 0;
  return end.subarray(firstLine).toString('utf8');
}
