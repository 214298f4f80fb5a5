import type { LookUp } from '../../../model/kubernetes/network/dns.ts';
import type { ContainerState, PodState } from '../../../model/kubernetes/network/pod-state.ts';

/** A container that runs. */
export function aContainer(overrides: Partial<ContainerState> = {}): ContainerState {
  return {
    name: 'app',
    image: 'registry.test/app:1',
    isReady: true,
    restarts: 0,
    waits: null,
    ports: [],
    ...overrides,
  };
}

/** A pod that serves. */
export function aPodState(name: string, overrides: Partial<PodState> = {}): PodState {
  return {
    name,
    uid: `uid-${name}`,
    ip: '10.0.0.1',
    createdAt: '2026-01-01T00:00:00.000Z',
    labels: { app: 'web' },
    isReady: true,
    isLeaving: false,
    isOver: false,
    containers: [aContainer()],
    ...overrides,
  };
}

/** What servers said, as `server name answer`; a server called pod-… is a pod. */
export function lookUps(...lines: readonly string[]): readonly LookUp[] {
  return lines.map((line) => {
    const [server = '', name = '', answer = 'found'] = line.split(' ');
    return { server, pod: server.startsWith('pod-') ? server : null, name, answer: answer as LookUp['answer'], ms: 1 };
  });
}
