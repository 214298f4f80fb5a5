import { describe, expect, it } from 'vitest';
import type { DnsExamination } from '../../../model/host/dns-examination.ts';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import type { ActionName } from '../../../model/names.ts';
import { anEpisode } from '../../support/episodes.ts';
import { aDnsExamination, aServer } from '../../support/host-parts.ts';
import { MockWorld } from '../../support/mock-world.ts';
import { reaches, untilVerified } from '../../support/staging.ts';
import type { Scenario } from '../../support/test-bed.ts';
import { useTestBed } from '../../support/use-test-bed.ts';

const bed = useTestBed();

/** A host that finds names again once the given action was done; so many rungs are tried. */
function aLostHost(dns: DnsExamination, cure: ActionName | null, end: IncidentStatus, rungs = 0): Scenario {
  return {
    world: () => {
      const world = new MockWorld();
      world.dns = dns;
      world.traitsOf = ({ action, target }) => ({
        risk: 'disruptive',
        undo: action === 'fall-back-dns-servers' ? { action: 'restore-dns-servers', target } : null,
      });
      world.sees = async ({ check, target }) => {
        const health = world.actions.some(({ action }) => action === cure) ? 'healthy' : 'unhealthy';
        return { check, target, health, summary: `${check}: ${health}` };
      };
      return world;
    },
    script: async ({ incident, target, pass, world }) => {
      const { firing, resolved } = anEpisode({ target, name: 'HostDnsResolutionFailing' });
      await incident.deliver(firing);
      for (let rung = 1; rung <= rungs; rung++) {
        await incident.until(({ status }) => status === 'verifying' && world.actions.length === rung);
        await pass(untilVerified);
      }
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

function done({ actions }: MockWorld): readonly ActionName[] {
  return actions.map(({ action }) => action);
}

const unbound = aDnsExamination({
  kind: 'unbound',
  servers: [aServer('127.0.0.1', { state: 'fails' }), aServer('10.0.0.9', { use: 'spare' })],
});

describe('the runbook host-dns', () => {
  it('does no more than empty the cache where that helps', async () => {
    const { result, world } = await bed.play(aLostHost(unbound, 'flush-dns-cache', 'resolved', 1));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(['flush-dns-cache']);
  });

  it('goes on to a restart and to the next server, and leaves that in place where it helps', async () => {
    const { result, world } = await bed.play(aLostHost(unbound, 'fall-back-dns-servers', 'resolved', 3));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(['flush-dns-cache', 'restart-dns-resolver', 'fall-back-dns-servers']);
  });

  it('gives the former servers back where the next one has not helped, and gets people', async () => {
    const { result, world } = await bed.play(aLostHost(aDnsExamination(), null, 'escalated', 1));

    expect(done(world)).toEqual(['fall-back-dns-servers', 'restore-dns-servers']);
    expect(result.outcome).toMatchObject({ kind: 'undone' });
    expect(world.told()).toContain('escalated');
  });

  it.each<[string, Partial<DnsExamination>, string, string]>([
    ['no server answers', { servers: [aServer('10.0.0.1', { state: 'silent' })] }, 'no-plan', '10.0.0.1 silent'],
    [
      'the host could not be asked',
      { names: [{ name: 'a.example', answer: 'unknown' }] },
      'no-plan',
      'could not be asked',
    ],
    [
      'names are found',
      { names: [{ name: 'a.example', answer: 'found' }] },
      'already-healthy',
      'an address for a.example',
    ],
  ])('changes nothing where %s', async (_why, changes, reason, words) => {
    const end = reason === 'already-healthy' ? 'resolved' : 'escalated';

    const { result, world } = await bed.play(aLostHost(aDnsExamination(changes), null, end));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(done(world)).toEqual([]);
  });
});
