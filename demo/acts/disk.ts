import { firingAlerts } from '../../model/incident/incident.ts';
import { diskTarget } from '../../model/host/cleaning.ts';
import type { DemoHost } from '../demo-host.ts';
import { diskPath, fillDisk, growLogs, untilOld } from '../demo-host.ts';
import { follow } from '../follow.ts';
import type { Scene } from '../scene.ts';
import { tellEntry, tellMoment, tellQuote, tellVerdict } from '../screen.ts';

/** The disk of a host fills up; Nightshift deletes old temporary files and rotates logs, and the alert clears. */
export async function actOfDisk(scene: Scene, { host }: DemoHost): Promise<boolean> {
  const startedAt = Date.now();
  await fillDisk(host);
  tellMoment(
    startedAt,
    'filled',
    `half of ${diskPath}, with temporary files and backups; they get a minute to grow old`,
  );
  await untilOld(host);
  await growLogs(host);
  tellMoment(startedAt, 'filled', 'the rest, with logs and data');
  tellQuote('the disk of the host now:', await listing(host));

  const record = await follow(
    scene,
    { target: diskTarget({ host: 'web-1', path: diskPath }) },
    (incident) => incident.status === 'resolved' && firingAlerts(incident).length === 0,
    { tell: (entry) => tellEntry(startedAt, entry), withinMs: 120_000 },
  );
  const left = await listing(host);
  tellQuote('the disk of the host afterwards:', left);
  const isLeft = (name: string): boolean => left.some((line) => line.includes(name));
  const good =
    record?.outcome?.kind === 'resolved-by-us' && !isLeft('upload-') && isLeft('app.log.1.gz') && isLeft('day-1.tar');
  return tellVerdict(
    good,
    good
      ? 'temporary files deleted, logs rotated, backups untouched, and the alert has cleared'
      : 'the disk was not cleaned',
  );
}

async function listing(host: DemoHost['host']): Promise<readonly string[]> {
  const output = await host.succeed([
    'sh',
    '-c',
    `df -h --output=pcent,target ${diskPath} | tail -n 1; find ${diskPath} -type f -printf '%9s  %P\\n' | sort -k 2`,
  ]);
  return output.trimEnd().split('\n');
}
