import type { TaskResult } from '../../model/playbook/play-event.ts';

const wrongKey = /host identification has changed|host key verification failed/i;

/** These say that ssh never got to the host; anything else may have left a task that goes on there. */
const neverThere =
  /permission denied|connection refused|no route to host|network is unreachable|connection timed out|could not resolve/i;

/** Why a host could not be reached in a task, in words. */
export function whyUnreachable({ host, message }: TaskResult): string {
  if (wrongKey.test(message))
    return `the host key of ${host} is not one of its hostKeys: add it only if you know why it has changed`;
  return `${host} could not be reached: ${message}`;
}

/** Whether the task cannot have begun there. */
export function neverBegan({ message }: TaskResult): boolean {
  return wrongKey.test(message) || neverThere.test(message);
}
