import type { RunOnHost } from '../../clients/commands/command.ts';
import type { EvidenceStore } from '../../clients/evidence/evidence-files.ts';
import type { PrometheusClient } from '../../clients/prometheus.ts';
import type { PredictionNotice } from '../../model/forecast/predicting/prediction-details.ts';
import type { Check, CheckResult } from '../../model/remediation/check.ts';
import type { FindCertificate } from '../described/certificates.ts';
import type { FindObject } from '../described/clusters.ts';
import type { DiskDirectory } from '../described/disks.ts';
import type { HostPartDirectory } from '../described/host-parts.ts';
import type { FindLimits } from '../described/limits.ts';
import type { FindPlaybook } from '../described/playbooks.ts';
import type { FindService } from '../described/services.ts';

/** What checks may use. */
export interface CheckDependencies {
  readonly findService: FindService;
  readonly disks: DiskDirectory;
  readonly findCertificate: FindCertificate;
  readonly findLimits: FindLimits;
  readonly findPlaybook: FindPlaybook;
  readonly evidence: EvidenceStore;
  readonly findObject: FindObject;
  readonly hostParts: HostPartDirectory;
  /** How a prediction stands, by its workflow id; undefined where there is none. */
  readonly readPrediction: (id: string) => Promise<PredictionNotice | undefined>;
  /** Null where operators named none. */
  readonly prometheus: PrometheusClient | null;
  readonly runOnHost: RunOnHost;
}

/** Looks at one target without changing anything; answers `unknown` where it cannot tell. */
export type CheckRunner = (check: Check, deps: CheckDependencies) => Promise<Omit<CheckResult, 'check' | 'target'>>;
