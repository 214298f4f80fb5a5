import type { CheckName } from '../../model/names.ts';
import type { CheckRunner } from '../contracts/check-runner.ts';
import { serviceProbe } from './service-probe.ts';
import { serviceStatus } from './service-status.ts';

/** Every check, by the name of its file. */
export const checks: Readonly<Record<CheckName, CheckRunner>> = {
  'service-probe': serviceProbe,
  'service-status': serviceStatus,
};
