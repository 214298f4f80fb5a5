import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../../activities/actions/index.ts';
import { createCheckingActivities } from '../../../../activities/checking.ts';
import { checks } from '../../../../activities/checks/index.ts';
import { createMeasuringActivities } from '../../../../activities/disks/measuring.ts';
import type { CommandOutcome } from '../../../../clients/commands/command.ts';
import { createEvidenceFiles } from '../../../../clients/evidence/evidence-files.ts';
import type { DiskDefinition } from '../../../../model/host/cleaning.ts';
import { areaTarget, diskTarget } from '../../../../model/host/cleaning.ts';
import { aDisk, anArea } from '../../../support/builders.ts';
import type { Host } from '../../../support/hosts/host-program.ts';
import { aCleanedHost } from '../../../support/hosts/host-with-program.ts';

/** A disk whose folder of backups, or of temporary files, is the root that the program may clean. */
function diskOf({ root }: Host, kind: 'temporary' | 'backups'): DiskDefinition {
  const rules = {
    temporary: { kind: 'temporary', root, olderThanMinutes: 0 },
    backups: { kind: 'backups', root, keepAtLeast: 1, olderThanMinutes: 0, suffix: null },
  } as const;
  return aDisk({ path: root, areas: [anArea(rules[kind])] });
}

async function aDiskWith(kind: 'temporary' | 'backups', lost?: Partial<CommandOutcome>) {
  const cleaned = await aCleanedHost((host) => [diskOf(host, kind)], lost);
  const { host } = cleaned;
  await host.allow(`backups ${host.root} 1 0`);
  const disk = diskOf(host, kind);
  const [area = anArea({ kind: 'images', engine: 'docker' })] = disk.areas;
  return { ...cleaned, disk: diskTarget(disk), area: areaTarget(disk, area) };
}

/** An old file; the later ones of several are the younger ones. */
async function anOldFile({ root }: Host, name: string, year: number): Promise<void> {
  await writeFile(join(root, name), 'x'.repeat(5_000));
  await utimes(join(root, name), new Date(`${year}-01-01`), new Date(`${year}-01-01`));
}

describe('an action that cleans', () => {
  it('deletes what its area allows, and lists every path with its size', async () => {
    const { host, deps, area, lists } = await aDiskWith('temporary');
    for (const name of ['a', 'b']) await anOldFile(host, name, 2020);

    const result = await actions['delete-temporary-files'].perform(area, deps, {});

    expect(result).toMatchObject({ result: 'done' });
    expect(result.summary).toMatch(/^deleted 2 temporary files, freed 16\.4 KB; listed in \S+\.jsonl$/);
    expect(await readdir(host.root)).toEqual([]);
    const [[about, ...entries] = []] = lists();
    expect(about).toMatchObject({ target: area, rule: { kind: 'temporary' } });
    expect(entries.slice(0, 2)).toEqual(
      expect.arrayContaining(['a', 'b'].map((name) => ({ name: join(host.root, name), bytesOnDisk: 8_192 }))),
    );
    expect(entries[2]).toMatchObject({ status: 'done', bytes: 16_384 });
  });

  it('deletes nothing that could not be put on record', async () => {
    const { host, deps, area } = await aDiskWith('temporary');
    await anOldFile(host, 'a', 2020);

    const evidence = createEvidenceFiles('/dev/null/evidence', 1);
    const result = await actions['delete-temporary-files'].perform(area, { ...deps, evidence }, {});

    expect(result).toMatchObject({ result: 'failed', summary: expect.stringContaining('make room there') as unknown });
    expect(await readdir(host.root)).toEqual(['a']);
  });

  it('says that the host does not allow it', async () => {
    const { host, deps, area } = await aDiskWith('temporary');
    await writeFile(host.configuration, 'look /somewhere\n');

    const result = await actions['delete-temporary-files'].perform(area, deps, {});

    expect(result).toMatchObject({
      result: 'failed',
      summary: expect.stringMatching(/^the host does not allow this \(nightshift-host: no line of/) as unknown,
    });
  });

  it('does not know what it has done where the connection broke', async () => {
    const { host, deps, area } = await aDiskWith('temporary', { exitCode: null, problem: 'disconnected' });
    await anOldFile(host, 'a', 2020);

    const result = await actions['delete-temporary-files'].perform(area, deps, {});

    expect(result).toMatchObject({ result: 'unknown' });
    expect(result.summary).toMatch(/^deleted 1 temporary file, freed .* then the host was not heard any more/);
  });

  it('can tell afterwards whether anything is left', async () => {
    const { host, deps, area } = await aDiskWith('temporary');
    const action = actions['delete-temporary-files'];

    const clean = await action.didHappen(area, {}, deps);
    await anOldFile(host, 'a', 2020);
    const littered = await action.didHappen(area, {}, deps);

    expect([clean, littered]).toEqual(['yes', 'no']);
  });

  it('cannot tell where the host does not answer', async () => {
    const { deps, area } = await aDiskWith('temporary', { exitCode: 255 });

    expect(await actions['delete-temporary-files'].didHappen(area, {}, deps)).toBe('unknown');
  });
});

describe('the end of old backups', () => {
  const action = actions['delete-old-backups'];

  it('is destructive: people approve it', () => {
    expect(action.risk).toBe('destructive');
  });

  it('depends on just the backups that people have seen', async () => {
    const { host, deps, area } = await aDiskWith('backups');
    for (const year of [2020, 2021, 2022]) await anOldFile(host, String(year), year);

    const [first, second] = [await action.observe(area, deps), await action.observe(area, deps)];
    await anOldFile(host, '2023', 2023);
    const third = await action.observe(area, deps);

    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
  });

  it('has not happened while the same would go, and nobody can tell once others would', async () => {
    const { host, deps, area } = await aDiskWith('backups');
    for (const year of [2020, 2021, 2022]) await anOldFile(host, String(year), year);
    const before = await action.observe(area, deps);

    const same = await action.didHappen(area, before, deps);
    await anOldFile(host, '2023', 2023);
    const others = await action.didHappen(area, before, deps);

    expect([same, others]).toEqual(['no', 'unknown']);
  });
});

describe('a disk', () => {
  it('is measured, with what each area would give', async () => {
    const { host, deps, disk, area } = await aDiskWith('temporary');
    await anOldFile(host, 'a', 2020);

    const measured = await createMeasuringActivities(deps).measureDisk({ target: disk });

    expect(measured).toMatchObject({ path: host.root, goalPercent: 80, problems: [] });
    expect(measured.usage?.bytes).toBeGreaterThan(0);
    expect(measured.gains).toEqual([
      { target: area, name: 'temporary', kind: 'temporary', bytes: 8_192, count: 1, problem: '' },
    ]);
  });

  it('is not measured where the host does not allow it, and says so', async () => {
    const { host, deps, disk } = await aDiskWith('temporary');
    await writeFile(host.configuration, '# nothing\n');

    const measured = await createMeasuringActivities(deps).measureDisk({ target: disk });

    expect(measured.usage).toBeNull();
    expect(measured.problems[0]).toContain('no line of');
    expect(measured.gains[0]).toMatchObject({ bytes: null, problem: expect.stringContaining('no line of') as unknown });
  });

  it.each([
    [100, 'healthy'],
    [0, 'unhealthy'],
  ])('with the goal of %s % is %s', async (goalPercent, health) => {
    const { host, deps } = await aCleanedHost(({ root }) => [aDisk({ path: root, goalPercent })]);

    const result = await checks['disk-usage'](
      { check: 'disk-usage', target: diskTarget(aDisk({ path: host.root })) },
      deps,
    );

    expect(result).toMatchObject({ health });
  });

  it('says how long the rest lasts at the pace from before', async () => {
    const { host, deps } = await aCleanedHost(({ root }) => [aDisk({ path: root })]);
    const paces = { bytes: { perSecond: 1e-6, slowest: 1e-6, fastest: 1e-6 }, inodes: null };

    const check = { check: 'disk-usage', target: diskTarget(aDisk({ path: host.root })), paces } as const;
    const [result] = await createCheckingActivities(deps).runChecks([check]);

    expect(result?.summary).toMatch(/ % full, its inodes .* %; at the pace from before full in more than 30 d$/);
    expect(Object.keys(result ?? {})).toEqual(['check', 'target', 'health', 'summary']);
  });

  it('of a host that does not answer is not judged', async () => {
    const { deps, disk } = await aDiskWith('temporary', { exitCode: 255 });

    expect(await checks['disk-usage']({ check: 'disk-usage', target: disk }, deps)).toMatchObject({
      health: 'unknown',
    });
  });
});
