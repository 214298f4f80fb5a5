import type { CheckName } from '../../model/names.ts';
import type { CheckRunner } from '../contracts/check-runner.ts';
import { certificateValid } from './certificate/certificate-valid.ts';
import { crashLoop } from './service/crash-loop.ts';
import { dependencies } from './service/dependencies.ts';
import { diskUsage } from './disk/disk-usage.ts';
import { limitsHeadroom } from './host/limits-headroom.ts';
import { playbookProof } from './playbook/playbook-proof.ts';
import { serviceProbe } from './service/service-probe.ts';
import { serviceStatus } from './service/service-status.ts';
import { settingsUnchanged } from './service/settings-unchanged.ts';

/** Every check, by the name of its file. */
export const checks: Readonly<Record<CheckName, CheckRunner>> = {
  'certificate-valid': certificateValid,
  'crash-loop': crashLoop,
  dependencies,
  'disk-usage': diskUsage,
  'limits-headroom': limitsHeadroom,
  'playbook-proof': playbookProof,
  'service-probe': serviceProbe,
  'service-status': serviceStatus,
  'settings-unchanged': settingsUnchanged,
};
