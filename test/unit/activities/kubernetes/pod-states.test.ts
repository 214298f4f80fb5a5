import type { V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { podState } from '../../../../activities/kubernetes/workloads/pod-states.ts';
import { troubleOf } from '../../../../model/kubernetes/workloads/pod-trouble.ts';

const made = new Date('2026-01-01T00:00:00.000Z');
const running = { running: { startedAt: made } };
const refused = { terminated: { exitCode: 1, reason: 'Error', startedAt: made, finishedAt: made } };

/** A pod of three containers: one that has to end first, a sidecar, and the application. */
function aPod({ proxy = {}, conditions = [{ type: 'Ready', status: 'True' }] } = {}): V1Pod {
  const status = { ready: true, restartCount: 0, image: '', imageID: '', state: running };
  return {
    metadata: { name: 'web-1', uid: 'uid-1', labels: { app: 'web' }, creationTimestamp: made },
    spec: {
      initContainers: [
        { name: 'setup', image: 'setup:1', ports: [{ name: 'http', containerPort: 1 }] },
        { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always', ports: [{ name: 'mesh', containerPort: 15_001 }] },
      ],
      containers: [{ name: 'app', image: 'web:1', ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }] }],
    },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      conditions,
      initContainerStatuses: [
        { ...status, name: 'setup' },
        { ...status, name: 'proxy', ...proxy },
      ],
      containerStatuses: [{ ...status, name: 'app' }],
    },
  };
}

describe('podState', () => {
  it('tells what has to end first from sidecars, which take requests as well', () => {
    const { containers } = podState(aPod());

    expect(containers.map(({ name, isInit, ports }) => [name, isInit, ports.map(({ port }) => port)])).toEqual([
      ['setup', true, []],
      ['app', false, [80]],
      ['proxy', false, [15_001]],
    ]);
  });

  it('knows of a container that nobody has begun yet', () => {
    const { status: _, ...pod } = aPod();

    const state = podState(pod);

    expect(state).toMatchObject({ phase: 'Unknown', isReady: false, ip: null });
    expect(state.containers.at(-2)).toMatchObject({ name: 'app', isReady: false, waiting: null, runningSince: null });
  });

  it('is not ready where nobody knows whether it is', () => {
    expect(podState(aPod({ conditions: [{ type: 'Ready', status: 'Unknown' }] })).isReady).toBe(false);
  });

  it('blames a sidecar that has come back from a crash and is not ready', () => {
    const proxy = { ready: false, restartCount: 2, lastState: refused };

    const trouble = troubleOf(podState(aPod({ proxy, conditions: [] })));

    expect(trouble).toMatchObject({ kind: 'crashed', container: 'proxy' });
  });
});
