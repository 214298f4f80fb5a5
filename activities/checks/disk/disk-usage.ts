import { createHostTool } from '../../../clients/hosts/host-tool.ts';
import { describeRespite } from '../../../model/host/disk-forecast.ts';
import { inodesUsedPercent, usedPercent } from '../../../model/host/disk.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

/** Whether a disk is used less than its goal, in bytes and in inodes. */
export const diskUsage: CheckRunner = async ({ target, paces }, { disks, runOnHost }) => {
  const { host, path, goalPercent } = disks.findDisk(target);
  const { status, items, problems } = await createHostTool(host, runOnHost).usage(path);
  const [usage] = items;
  if (status !== 'done' || !usage)
    return { health: 'unknown', summary: `${path} could not be measured: ${problems[0] ?? 'no answer'}` };
  const [bytes, inodes] = [usedPercent(usage), inodesUsedPercent(usage)];
  const health = bytes < goalPercent && inodes < goalPercent ? 'healthy' : 'unhealthy';
  const respite = describeRespite(paces ?? null, usage);
  const summary = `${path} is ${bytes.toFixed(1)} % full, its inodes ${inodes.toFixed(1)} %`;
  return { health, summary: respite ? `${summary}; ${respite}` : summary };
};
