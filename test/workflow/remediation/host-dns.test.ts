import { describe, expect, it } from 'vitest';
import type { DnsExamination } from '../../../model/host/dns-examination.ts';
import type { ActionName } from '../../../model/names.ts';
import { aDnsExamination, aServer } from '../../support/hosts/host-parts.ts';
import { aLostHost } from '../../support/scenarios/host-troubles.ts';
import type { MockWorld } from '../../support/played/mock-world.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

function done({ actions }: MockWorld): readonly ActionName[] {
  return actions.map(({ action }) => action);
}

const unbound = aDnsExamination({
  kind: 'unbound',
  servers: [aServer('127.0.0.1', { state: 'fails' }), aServer('10.0.0.9', { use: 'spare' })],
});

describe('the runbook host-dns', () => {
  it('does no more than empty the cache where that helps', async () => {
    const { result, world } = await bed.play(aLostHost(unbound, 'flush-dns-cache', { end: 'resolved', rungs: 1 }));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(['flush-dns-cache']);
  });

  it('goes on to a restart and to the next server, and leaves that in place where it helps', async () => {
    const { result, world } = await bed.play(
      aLostHost(unbound, 'fall-back-dns-servers', { end: 'resolved', rungs: 3 }),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(['flush-dns-cache', 'restart-dns-resolver', 'fall-back-dns-servers']);
  });

  it('gives the former servers back where the next one has not helped, and gets people', async () => {
    const { result, world } = await bed.play(scenarios['dns-servers-restored']);

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

    const { result, world } = await bed.play(aLostHost(aDnsExamination(changes), null, { end }));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(done(world)).toEqual([]);
  });
});
