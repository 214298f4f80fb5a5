import type { CheckName } from '../../model/names.ts';
import type { Check, CheckResult } from '../../model/remediation/check.ts';
import type { FindService } from '../services.ts';
import { serviceProbe } from './service-probe.ts';
import { serviceStatus } from './service-status.ts';

/** What checks may use. */
export interface CheckDependencies {
  readonly findService: FindService;
}

/** Looks at one target without changing anything; answers `unknown` where it cannot tell. */
export type CheckRunner = (check: Check, deps: CheckDependencies) => Promise<Pick<CheckResult, 'health' | 'summary'>>;

/** Every check, by the name of its file. */
export const checks: Readonly<Record<CheckName, CheckRunner>> = {
  'service-probe': serviceProbe,
  'service-status': serviceStatus,
};
