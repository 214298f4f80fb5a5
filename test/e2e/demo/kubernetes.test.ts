import { beforeAll, expect, it } from 'vitest';
import { obtainControlPlane } from '../../../stack/control-plane.ts';
import { playedDemo } from '../../support/played-demo.ts';
import { progress } from '../../support/scene.ts';

beforeAll(async () => void (await obtainControlPlane(progress)));

it('plays a rollback, a replaced pod and a cordoned node in a real cluster, without Prometheus', async () => {
  const printed = await playedDemo('kubernetes', '--yes');

  expect(printed).toMatch(/exit code 1.*after the rollout of revision 2 \(image of shop shop:1\.8 → shop:1\.9\)/);
  expect(printed).toContain('Error: PAYMENT_URL is not set');
  expect(printed).toMatch(/an approval is bound:\n +\| [0-9a-f]{64}\n/);
  expect(printed).toContain('approve by the demo (unverified), 1 of 1 approvals');
  expect(printed).toContain('rolled back after the approval, and proven on the object itself');
  expect(printed).toContain('one pod replaced, and nobody was asked');
  expect(printed).toContain('cordoned without asking, which heals nothing: the incident escalates');
}, 600_000);
