import { describe, expect, it } from 'vitest';
import { failure } from '../../../activities/contracts/failure.ts';
import type { ActionName } from '../../../model/names.ts';
import {
  aDueCertificate,
  certificateFindings,
  dueCertificate,
  inDays,
} from '../../support/certificates/certificates.ts';
import { aSickCertificate, otherwise } from '../../support/scenarios/host-troubles.ts';
import type { MockWorld } from '../../support/played/mock-world.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const fresh = { serial: '02', notBefore: inDays(-2), notAfter: inDays(88) };

function done({ actions }: MockWorld): readonly ActionName[] {
  return actions.map(({ action }) => action);
}

const due = aDueCertificate();

describe('the runbook certificate-expiring', () => {
  it.each([
    ['renews what is due and has it served', due, 'reload-certificate', ['renew-certificate', 'reload-certificate']],
    [
      'only renews where nothing is described to reload',
      { ...due, canReload: false },
      'renew-certificate',
      ['renew-certificate'],
    ],
    [
      'only reloads what was renewed already',
      certificateFindings({ served: dueCertificate, filed: fresh }),
      'reload-certificate',
      ['reload-certificate'],
    ],
  ] as const)('%s', async (_what, certificate, cure, actions) => {
    const { result, world } = await bed.play(aSickCertificate(certificate, cure, { end: 'resolved', rungs: 1 }));

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(actions);
    expect(JSON.stringify(result.timeline)).toContain('served at shop.test:443: serial 01 for shop.test');
  });

  it.each([
    ['it is not due', certificateFindings(), 'already-healthy', 'shop is valid for 45 d'],
    [
      'the endpoint does not answer',
      certificateFindings({ served: 'no handshake (ECONNREFUSED)' }),
      'no-plan',
      'ECONNREFUSED',
    ],
    [
      'it is for another name',
      certificateFindings({ served: { ...dueCertificate, coversName: false } }),
      'diagnosis-only',
      'is not for shop.test',
    ],
    ['a clock is wrong', { ...due, clockAheadMs: 3_600_000 }, 'diagnosis-only', 'no date can be trusted'],
    ['nothing is described to renew', { ...due, canRenew: false }, 'diagnosis-only', 'no renewal command'],
  ] as const)('does nothing where %s', async (_why, certificate, reason, words) => {
    const end = reason === 'already-healthy' ? 'resolved' : 'escalated';

    const { result, world } = await bed.play(aSickCertificate(certificate, 'renew-certificate', { end }));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(done(world)).toEqual([]);
  });

  it('does not reload after a renewal that failed, and does not renew again', async () => {
    const certificate = aSickCertificate(due, 'reload-certificate', { end: 'escalated', rungs: 1 });

    const { result, world } = await bed.play(
      otherwise(certificate, (staged) => {
        staged.instead.performAction = async (order) => {
          await staged.restart(order);
          return { result: 'failed', summary: 'the renewal command of shop exited with 1: rate limited' };
        };
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated' });
    expect(done(world)).toEqual(['renew-certificate']);
    expect(JSON.stringify(result.timeline)).toContain('rate limited');
    expect(world.told()).toContain('escalated');
  });

  it('goes on with the reload, and renews once, where the worker dies between the renewal and its answer', async () => {
    const { result, world } = await bed.play(
      otherwise(scenarios['certificate-renewed'], (staged) => {
        staged.instead.performAction = async (order) => {
          delete staged.instead.performAction;
          await staged.restart(order);
          throw failure('EffectPending', 'the worker is gone');
        };
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(done(world)).toEqual(['renew-certificate', 'reload-certificate']);
  });
});
