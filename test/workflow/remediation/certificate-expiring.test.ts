import { describe, expect, it } from 'vitest';
import { failure } from '../../../activities/contracts/failure.ts';
import type { CertificateFindings } from '../../../model/certificate/certificate.ts';
import type { IncidentStatus } from '../../../model/incident/incident.ts';
import type { ActionName } from '../../../model/names.ts';
import { certificateFindings, inDays } from '../../support/certificates.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/mock-world.ts';
import { reaches, untilVerified } from '../../support/staging.ts';
import type { Scenario } from '../../support/test-bed.ts';
import { useTestBed } from '../../support/use-test-bed.ts';

const bed = useTestBed();

const old = { serial: '01', notBefore: inDays(-80), notAfter: inDays(10) };
const fresh = { serial: '02', notBefore: inDays(-2), notAfter: inDays(88) };

/** A certificate that fires an alert and is served anew once the given action was done. */
function aCertificate(
  certificate: CertificateFindings,
  cure: ActionName,
  end: IncidentStatus,
  change: (world: MockWorld) => void = () => undefined,
): Scenario {
  const world = (): MockWorld => {
    const staged = new MockWorld();
    staged.certificate = certificate;
    staged.sees = async ({ check, target }) => {
      const health = staged.actions.some(({ action }) => action === cure) ? 'healthy' : 'unhealthy';
      return { check, target, health, summary: `${check}: ${health}` };
    };
    change(staged);
    return staged;
  };
  return {
    world,
    script: async ({ incident, target, pass }) => {
      const { firing, resolved } = anEpisode({ target, name: 'BlackboxSslCertificateWillExpireSoon' });
      await incident.deliver(firing);
      await incident.until(({ status }) => status === 'verifying' || status === end);
      await pass(untilVerified);
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

function done({ actions }: MockWorld): readonly ActionName[] {
  return actions.map(({ action }) => action);
}

const due = certificateFindings({ served: old, filed: old });

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
      certificateFindings({ served: old, filed: fresh }),
      'reload-certificate',
      ['reload-certificate'],
    ],
  ] as const)('%s', async (_what, certificate, cure, actions) => {
    const { result, world } = await bed.play(aCertificate(certificate, cure, 'resolved'));

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
      certificateFindings({ served: { ...old, coversName: false } }),
      'diagnosis-only',
      'is not for shop.test',
    ],
    ['a clock is wrong', { ...due, clockAheadMs: 3_600_000 }, 'diagnosis-only', 'no date can be trusted'],
    ['nothing is described to renew', { ...due, canRenew: false }, 'diagnosis-only', 'no renewal command'],
  ] as const)('does nothing where %s', async (_why, certificate, reason, words) => {
    const end = reason === 'already-healthy' ? 'resolved' : 'escalated';

    const { result, world } = await bed.play(aCertificate(certificate, 'renew-certificate', end));

    expect(result.outcome).toMatchObject({
      kind: 'nothing-done',
      reason,
      detail: expect.stringContaining(words) as unknown,
    });
    expect(done(world)).toEqual([]);
  });

  it('does not reload after a renewal that failed, and does not renew again', async () => {
    const renewals: string[] = [];
    const { result, world } = await bed.play(
      aCertificate(due, 'reload-certificate', 'escalated', (staged) => {
        staged.instead.performAction = async ({ action }) => {
          renewals.push(action);
          return { result: 'failed', summary: 'the renewal command of shop exited with 1: rate limited' };
        };
      }),
    );

    expect(result.outcome).toMatchObject({ kind: 'escalated' });
    expect(renewals).toEqual(['renew-certificate']);
    expect(JSON.stringify(result.timeline)).toContain('rate limited');
    expect(world.told()).toContain('escalated');
  });

  it('goes on with the reload, and renews once, where the worker dies between the renewal and its answer', async () => {
    const { result, world } = await bed.play(
      aCertificate(due, 'reload-certificate', 'resolved', (staged) => {
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
