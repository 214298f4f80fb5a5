import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actions } from '../../activities/actions/index.ts';
import { checks } from '../../activities/checks/index.ts';
import { channels } from '../../activities/notifications/index.ts';
import { forecasters } from '../../forecasting/models/index.ts';
import { actionNames, channelTypes, checkNames, forecasterNames, runbookNames } from '../../model/names.ts';
import { runbooks } from '../../workflows/runbooks/index.ts';
import { root } from '../support/sources/source-tree.ts';

/** The files of a folder and of those within it by name, without the registry itself. */
function filesIn(folder: string): readonly string[] {
  return globSync('**/*.ts', { cwd: join(root, folder) })
    .filter((path) => path !== 'index.ts')
    .map((path) => basename(path, '.ts'));
}

describe('a registry', () => {
  it.each([
    { folder: 'workflows/runbooks', names: runbookNames, registry: runbooks },
    { folder: 'activities/actions', names: actionNames, registry: actions },
    { folder: 'activities/checks', names: checkNames, registry: checks },
    { folder: 'activities/notifications', names: channelTypes, registry: channels },
    { folder: 'forecasting/models', names: forecasterNames, registry: forecasters },
  ])('of $folder holds its files, under the names of the model', ({ folder, names, registry }) => {
    const expected = names.toSorted();

    expect(filesIn(folder).toSorted()).toEqual(expected);
    expect(Object.keys(registry).toSorted()).toEqual(expected);
  });
});
