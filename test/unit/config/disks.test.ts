import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';

/** A file with one disk, some of its settings changed. */
function aFile(...disks: readonly object[]): string {
  const described = disks.map((disk) => ({ path: '/srv/data', match: { mountpoint: '/srv/data' }, ...disk }));
  return JSON.stringify({ hosts: [{ name: 'web-1', disks: described }] });
}

function areasOf(...clean: readonly object[]) {
  const { disks } = parseConfig(
    aFile({ clean: clean.map((area, nth) => ({ name: `${nth}`, ...area })) }),
    'test.yaml',
    {},
  );
  return disks[0]?.areas.map(({ rule }) => rule);
}

function mistakesIn(disk: object): readonly { readonly path: string; readonly message: string }[] {
  try {
    parseConfig(aFile(disk), 'test.yaml', {});
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => ({ path: path.replace(/^hosts\.0\.disks\.0\./, ''), message }));
  }
}

describe('a disk', () => {
  it('belongs to its host, and has a goal of its own', () => {
    const { disks } = parseConfig(aFile({ goal: 70, clean: [{ name: 'a', images: 'docker' }] }), 'test.yaml', {});

    expect(disks).toEqual([
      {
        host: 'web-1',
        path: '/srv/data',
        match: { mountpoint: '/srv/data' },
        goalPercent: 70,
        areas: [{ name: 'a', rule: { kind: 'images', engine: 'docker' } }],
      },
    ]);
  });

  it.each([
    [
      { temporary: '/srv/data/tmp', olderThan: '90s' },
      { kind: 'temporary', root: '/srv/data/tmp', olderThanMinutes: 2 },
    ],
    [{ temporary: '/srv/tmp' }, { kind: 'temporary', root: '/srv/tmp', olderThanMinutes: 7 * 24 * 60 }],
    [{ packages: 'dnf' }, { kind: 'packages', manager: 'dnf' }],
    [{ journal: '1.5GB' }, { kind: 'journal', keepBytes: 1.5e9 }],
    [{ logrotate: '/etc/a.conf' }, { kind: 'logs', configFile: '/etc/a.conf', stateFile: null }],
    [
      { logrotate: '/etc/a.conf', state: '/var/b' },
      { kind: 'logs', configFile: '/etc/a.conf', stateFile: '/var/b' },
    ],
    [
      { backups: '/srv/dumps', keepAtLeast: 3, olderThan: '1d', suffix: '.gz' },
      { kind: 'backups', root: '/srv/dumps', keepAtLeast: 3, olderThanMinutes: 1_440, suffix: '.gz' },
    ],
  ])('with the area %j has the rule %j', (area, rule) => {
    expect(areasOf(area)).toEqual([rule]);
  });

  it.each([
    [{ temporary: '/srv/../etc' }, 'clean.0.temporary', /an absolute path/],
    [{ temporary: 'tmp' }, 'clean.0.temporary', /an absolute path/],
    [{ temporary: '/srv/a b' }, 'clean.0.temporary', /letters, digits/],
    [{ temporary: '/srv/*' }, 'clean.0.temporary', /letters, digits/],
    [{ temporary: '/srv/' }, 'clean.0.temporary', /letters, digits/],
    [{ temporary: '/srv/tmp', olderThan: '0s' }, 'clean.0.olderThan', /must be between/],
    [{ journal: '1KB' }, 'clean.0.journal', /at least/],
    [{ journal: 'all' }, 'clean.0.journal', /a number and a unit/],
    [{ backups: '/srv/x', keepAtLeast: 0, olderThan: '1d' }, 'clean.0.keepAtLeast', /./],
    [{ backups: '/srv/x', keepAtLeast: 1, olderThan: '1d', suffix: '*' }, 'clean.0.suffix', /the end of file names/],
    [{}, 'clean.0', /say what to clean/],
    [{ backups: '/srv/data/backups' }, 'clean.0', /with keepAtLeast and olderThan/],
    [{ journal: 500 }, 'clean.0.journal', /a number and a unit/],
  ])('with the area %j is refused', (area, path, message) => {
    expect(mistakesIn({ clean: [{ name: 'a', ...area }] })).toEqual([
      { path, message: expect.stringMatching(message) as unknown },
    ]);
  });

  it('has areas, and each only once', () => {
    const twice = [
      { name: 'a', images: 'docker' },
      { name: 'a', packages: 'apt' },
    ];

    expect(mistakesIn({ clean: twice })).toEqual([{ path: 'clean.1.name', message: 'a is described twice' }]);
    expect(mistakesIn({ clean: [] })).toMatchObject([{ path: 'clean' }]);
  });
});
