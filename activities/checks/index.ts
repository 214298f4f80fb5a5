import type { CheckName } from '../../model/names.ts';
import type { CheckRunner } from '../contracts/check-runner.ts';
import { certificateValid } from './certificate/certificate-valid.ts';
import { diskUsage } from './disk/disk-usage.ts';
import { clockOffset } from './host/clock-offset.ts';
import { dnsLookups } from './host/dns-lookups.ts';
import { limitsHeadroom } from './host/limits-headroom.ts';
import { timeDaemonRestarts } from './host/time-daemon-restarts.ts';
import { timeDaemon } from './host/time-daemon.ts';
import { unitCrashLoop } from './host/unit-crash-loop.ts';
import { unitDependencies } from './host/unit-dependencies.ts';
import { unitObstacles } from './host/unit-obstacles.ts';
import { unitState } from './host/unit-state.ts';
import { playbookProof } from './playbook/playbook-proof.ts';
import { crashLoop } from './service/crash-loop.ts';
import { dependencies } from './service/dependencies.ts';
import { serviceProbe } from './service/service-probe.ts';
import { serviceStatus } from './service/service-status.ts';
import { settingsUnchanged } from './service/settings-unchanged.ts';

/** Every check, by the name of its file. */
export const checks: Readonly<Record<CheckName, CheckRunner>> = {
  'certificate-valid': certificateValid,
  'clock-offset': clockOffset,
  'crash-loop': crashLoop,
  dependencies,
  'disk-usage': diskUsage,
  'dns-lookups': dnsLookups,
  'limits-headroom': limitsHeadroom,
  'playbook-proof': playbookProof,
  'service-probe': serviceProbe,
  'service-status': serviceStatus,
  'settings-unchanged': settingsUnchanged,
  'time-daemon': timeDaemon,
  'time-daemon-restarts': timeDaemonRestarts,
  'unit-crash-loop': unitCrashLoop,
  'unit-dependencies': unitDependencies,
  'unit-obstacles': unitObstacles,
  'unit-state': unitState,
};
