import { aDiskForecast, aDiskMeasurement, aGain } from '../builders.ts';
import { aDueCertificate } from '../certificates/certificates.ts';
import { aLeakingHolder, exhaustionFindings } from '../hosts/exhaustion.ts';
import { aHeldUpService } from './held-up-service.ts';
import { aDnsExamination } from '../hosts/host-parts.ts';
import {
  aLostHost,
  aPlaybookCalledFor,
  aSickCertificate,
  aSickDisk,
  aSickUnit,
  aSkewedClock,
  anExhaustedHost,
  wrongClock,
} from './host-troubles.ts';
import type { Scenario } from '../played/test-bed.ts';

const fullDisk = aDiskMeasurement(95, [aGain('temporary', 20), aGain('logs', 20), aGain('backups', 20)]);

/** The paths of the runbooks for hosts, and of a service that is held up by another. */
export const hostScenarios = {
  'certificate-renewed': aSickCertificate(aDueCertificate(), 'reload-certificate', { end: 'resolved', rungs: 1 }),
  'clock-corrected': aSkewedClock(wrongClock, {}, { end: 'resolved', rungs: 1 }),
  'dependency-awaited': aHeldUpService('stays down', 'resolved'),
  'disk-cleaned': aSickDisk(fullDisk, 'rotate-logs', {
    end: 'resolved',
    rungs: 2,
    forecast: aDiskForecast(),
  }),
  'dns-servers-restored': aLostHost(aDnsExamination(), null, { end: 'escalated', rungs: 1 }),
  'limits-diagnosed': anExhaustedHost(exhaustionFindings({ holders: [aLeakingHolder()] }), { end: 'escalated' }),
  'playbook-undone': aPlaybookCalledFor({ helps: false, end: 'escalated', rungs: 1 }),
  'unit-restarted': aSickUnit({ 'unit-state': 'unhealthy' }, { end: 'resolved', rungs: 1 }),
} as const satisfies Readonly<Record<string, Scenario>>;
