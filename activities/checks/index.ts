import type { CheckName } from '../../model/names.ts';
import type { CheckRunner } from '../contracts/check-runner.ts';
import { crashLoop } from './service/crash-loop.ts';
import { dependencies } from './service/dependencies.ts';
import { diskUsage } from './disk/disk-usage.ts';
import { serviceProbe } from './service/service-probe.ts';
import { serviceStatus } from './service/service-status.ts';
import { settingsUnchanged } from './service/settings-unchanged.ts';

/** Every check, by the name of its file. */
export const checks: Readonly<Record<CheckName, CheckRunner>> = {
  'crash-loop': crashLoop,
  dependencies,
  'disk-usage': diskUsage,
  'service-probe': serviceProbe,
  'service-status': serviceStatus,
  'settings-unchanged': settingsUnchanged,
};
