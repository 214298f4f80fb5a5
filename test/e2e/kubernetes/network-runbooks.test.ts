import { describe, expect, it, onTestFinished } from 'vitest';
import type { Target } from '../../../model/target.ts';
import { anAudit } from '../../support/audit/audit.ts';
import { startDnsServer } from '../../support/dns/dns-server.ts';
import { anEpisode } from '../../support/episodes.ts';
import { aBalancer, aNetworkScene, aWebServer, moveTo, untilReady } from '../../support/kubernetes/network-scene.ts';
import type { NetworkScene } from '../../support/kubernetes/network-scene.ts';
import { aService } from '../../support/kubernetes/objects/objects.ts';
import { actsForReal } from '../../support/kubernetes/real-activities.ts';
import { podsOf } from '../../support/kubernetes/troubles.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';
import { aDeployment } from '../../support/kubernetes/objects/workloads.ts';
import { MockWorld, hours, minutes } from '../../support/played/mock-world.ts';
import { reaches } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const cluster = useControlPlane();
const bed = useTestBed();
const soon = { timeout: 30_000, interval: 100 };

interface Trouble {
  readonly scene: NetworkScene;
  readonly target: Target;
  readonly alert: string;
  /** What happens once something was done. */
  readonly meanwhile: (play: Play) => Promise<void>;
}

/** An alert that is answered with the real activities, in the real cluster. */
async function aRepair({ scene, target, alert, meanwhile }: Trouble): Promise<Scenario> {
  const { audit } = await anAudit();
  return {
    target: () => target,
    world: () => {
      // Real look-ups take real time, which leaps of the clock must not eat up.
      const world = new MockWorld({ verification: { withinMs: 2 * hours } });
      actsForReal(world, scene.deps, audit);
      return world;
    },
    script: async (play) => {
      await play.incident.deliver(anEpisode({ target, name: alert }).firing);
      await meanwhile(play);
      for (;;) {
        const record = await play.incident.record();
        if (record.status === 'resolved' || record.status === 'escalated') return record;
        await play.pass(0.5 * minutes);
      }
    },
  };
}

async function labelsOf(name: string) {
  const pods = await podsOf(cluster, 'web');
  return pods.find(({ metadata }) => metadata?.name === name)?.metadata?.labels ?? {};
}

async function dnsPodNames() {
  return (await podsOf(cluster, 'coredns')).map(({ metadata }) => metadata?.name);
}

describe('requests to a Service that fail', () => {
  it('are served when its sick member is out, which comes back when it is well', async () => {
    const service = aService();
    const selector = { app: 'web', tier: 'front' };
    const first = await aWebServer('127.0.0.41');
    const servers = [first, await aWebServer('127.0.0.42', first.port), await aWebServer('127.0.0.43', first.port)];
    await cluster.create(aDeployment({ replicas: 3, labels: { tier: 'front' } }), {
      ...service,
      spec: { selector, ports: [{ port: 80, targetPort: first.port }] },
    } as object);
    const pods = await untilReady(cluster, 'web', 3);
    for (const [index, pod] of pods.entries()) await moveTo(cluster, pod, `127.0.0.4${index + 1}`);
    const [, sick = ''] = pods;
    const sickServer = servers[1] ?? first;
    const url = await aBalancer(cluster, 'app=web,tier=front', first.port);
    const backend = { namespace: cluster.namespace, service: 'web', url, timeoutMs: 5_000 };
    const scene = await aNetworkScene(cluster, { backends: [backend] });
    const target = scene.targetOf('Service', 'web');
    expect(await scene.look('backend-members', target)).toMatchObject({ health: 'healthy' });
    sickServer.status = 500;
    expect(await scene.look('backend-traffic', target)).toMatchObject({ health: 'unhealthy' });

    const { result } = await bed.play(
      await aRepair({
        scene,
        target,
        alert: 'TraefikHighHttp5xxErrorRateService',
        meanwhile: async ({ incident }) => {
          await reaches(incident, 'verifying');
          expect(await labelsOf(sick)).toEqual(expect.not.objectContaining({ tier: 'front' }));
          await expect.poll(async () => (await scene.look('backend-traffic', target)).health, soon).toBe('healthy');
          expect(await scene.look('backend-members', target)).toMatchObject({ health: 'unhealthy' });
          sickServer.status = 200;
        },
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-itself' });
    expect(await labelsOf(sick)).toMatchObject({ tier: 'front' });
    expect(JSON.stringify(result.timeline)).toContain(`${sick} is in the Service web again`);
    expect(await scene.look('backend-members', target)).toMatchObject({ health: 'healthy' });
  });
});

describe('names that are not found in a cluster', () => {
  it('are found again after its DNS pods were replaced, one at a time', async () => {
    const server = await startDnsServer('127.0.0.1', 0, { 'web.shop.svc.cluster.local': '10.0.0.7' });
    onTestFinished(() => server.stop());
    server.behaviour = 'fails';
    await cluster.create(aDeployment({ name: 'coredns' }));
    const before = await untilReady(cluster, 'coredns', 2);
    const scene = await aNetworkScene(cluster, {
      dns: {
        namespace: cluster.namespace,
        deployment: 'coredns',
        servers: [`127.0.0.1:${server.port}`],
        names: ['web.shop.svc.cluster.local'],
      },
    });
    const target = scene.targetOf('Deployment', 'coredns');

    const { result } = await bed.play(
      await aRepair({
        scene,
        target,
        alert: 'CoreDNSErrorsHigh',
        meanwhile: async ({ incident }) => {
          await expect
            .poll(async () => (await dnsPodNames()).filter((name) => before.includes(name ?? '')), soon)
            .toEqual([]);
          server.behaviour = 'answers';
          await reaches(incident, 'verifying');
        },
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    const evictions = result.timeline.entries.filter(({ event }) => event === 'acted').map(({ text }) => text);
    expect(evictions).toEqual(before.map((pod) => expect.stringContaining(`${pod} was evicted`) as unknown));
    expect(await untilReady(cluster, 'coredns', 2)).toHaveLength(2);
  });
});
