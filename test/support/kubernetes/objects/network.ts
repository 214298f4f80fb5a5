import type { LookUp } from '../../../../model/kubernetes/network/dns.ts';
import type { PodState } from '../../../../model/kubernetes/workloads/pod-state.ts';
import { aPodState } from './pod-states.ts';

/** A pod that serves, by its name. */
export function aServingPod(name: string, overrides: Partial<PodState> = {}): PodState {
  return aPodState({ name, uid: `uid-${name}`, ...overrides });
}

/** What servers said, as `server name answer`; a server called pod-… is a pod. */
export function lookUps(...lines: readonly string[]): readonly LookUp[] {
  return lines.map((line) => {
    const [server = '', name = '', answer = 'found'] = line.split(' ');
    return { server, pod: server.startsWith('pod-') ? server : null, name, answer: answer as LookUp['answer'], ms: 1 };
  });
}
