import { predictionAmong } from '../../../model/forecast/predicting/predictive-alert.ts';
import { cleaningLadder } from '../../../model/host/cleaning-plan.ts';
import type { DiskForecast } from '../../../model/host/disk-forecast.ts';
import { describeForecast, fileSystemLabels, pacesOf } from '../../../model/host/disk-forecast.ts';
import { describeDisk } from '../../../model/host/disk-story.ts';
import type { DiskMeasurement } from '../../../model/host/disk-measurement.ts';
import { inodesUsedPercent, usedPercent } from '../../../model/host/disk.ts';
import type { Diagnosis } from '../../../model/remediation/diagnosis.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { forecastChecks } from '../../runbook/predicted.ts';
import { forecastDisk, measureDisk } from '../../runbook/steps.ts';

const alertNames = [
  'NodeFilesystemAlmostOutOfSpace',
  'NodeFilesystemSpaceFillingUp',
  'NodeFilesystemAlmostOutOfFiles',
  'NodeFilesystemFilesFillingUp',
  'HostOutOfDiskSpace',
  'HostDiskWillFillIn24Hours',
  'HostOutOfInodes',
  'HostInodesWillFillIn24Hours',
];

interface DiskDiagnosis extends Diagnosis {
  readonly disk: DiskMeasurement;
  readonly forecast: DiskForecast | null;
}

/** A disk fills up: clean what may be cleaned, as little as needed, and prove that it is below its goal. */
export const diskCleanup: Runbook<DiskDiagnosis> = {
  summary: 'A disk fills up: clean what operators allow, as little as brings it below its goal.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,

  answers: alertsCalled(alertNames),

  async diagnose({ target, alerts }) {
    const [disk, forecast] = await Promise.all([measureDisk(target), forecastDisk(target, fileSystemLabels(alerts))]);
    const told = [describeDisk(disk), describeForecast(forecast, disk.usage)].filter((words) => words !== null);
    return { conclusion: told.join('; '), checks: [], logs: null, disk, forecast };
  },

  plan({ alerts }, { disk }) {
    const { usage, path, goalPercent, problems } = disk;
    if (!usage) return { noPlan: 'no-plan', because: `${path} could not be measured: ${problems[0] ?? 'no answer'}` };
    // What will be full is cleaned while it is not.
    const isPredicted = predictionAmong(alerts) !== null;
    if (!isPredicted && usedPercent(usage) < goalPercent && inodesUsedPercent(usage) < goalPercent)
      return { noPlan: 'already-healthy', because: `${path} is below its goal of ${goalPercent} %` };
    const ladder = cleaningLadder(disk);
    if (ladder.length > 0) return ladder;
    return { noPlan: 'no-plan', because: `nothing that may be cleaned would give room: ${describeDisk(disk)}` };
  },

  proofOfHealth({ target, alerts }, { forecast }) {
    const usage = { check: 'disk-usage', target, paces: pacesOf(forecast) } as const;
    return [usage, ...forecastChecks(target, alerts)];
  },
};
