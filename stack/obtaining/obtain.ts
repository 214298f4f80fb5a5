import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, StackError } from '../errors.ts';
import { withElapsedTime } from '../progress.ts';
import type { Installation, ObtainContext } from '../provider.ts';
import type { CacheEntry } from './cache.ts';
import { cacheFolder, cachedExecutable } from './cache.ts';
import { isExecutable } from './find.ts';
import { publishOnce } from './publish.ts';

/** One way to get a component into an empty folder. */
export interface Way {
  readonly name: string;
  readonly into: (folder: string, context: ObtainContext) => Promise<void>;
}

/** What a provider knows about getting its component. */
export interface Recipe {
  readonly entry: CacheEntry;
  /** Tried in this order until one succeeds. */
  readonly ways: readonly Way[];
  /** What a person can do when none succeeds. */
  readonly advice: string;
}

/** Gets a component into the cache by the first way that works; concurrent calls, also of other processes, share one. */
export async function obtainInto(recipe: Recipe, context: ObtainContext): Promise<Installation> {
  const { entry } = recipe;
  await publishOnce(
    cacheFolder(context.env, entry),
    entry.executable,
    (folder) => firstThatWorks(recipe, folder, context),
    {
      onWait: () => context.progress(`${entry.component} ${entry.version}: waiting for another process to obtain it …`),
    },
  );
  return { kind: 'executable', path: cachedExecutable(context.env, entry) };
}

async function firstThatWorks(recipe: Recipe, folder: string, context: ObtainContext): Promise<void> {
  const { component, version, executable } = recipe.entry;
  const failures: Error[] = [];
  for (const way of recipe.ways) {
    await emptied(folder);
    try {
      await withElapsedTime(context.progress, `${component} ${version}: ${way.name}`, () => way.into(folder, context));
      if (await isExecutable(join(folder, executable))) return;
      failures.push(new StackError('download-failed', `it brought no executable ${executable}`));
    } catch (error) {
      context.progress(`${component} ${version}: ${way.name} failed`);
      failures.push(error instanceof Error ? error : new Error(reasonOf(error)));
    }
  }
  throw missing(
    recipe,
    failures,
    recipe.ways.map((way) => way.name),
  );
}

async function emptied(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
}

function missing({ entry, advice }: Recipe, failures: readonly Error[], names: readonly string[]): StackError {
  return new StackError(
    'component-missing',
    [
      `${entry.component} is not on this machine and could not be obtained.`,
      ...failures.map((failure, index) => `  tried ${names[index] ?? ''}: ${failure.message}`),
      advice,
    ].join('\n'),
    { cause: new AggregateError(failures) },
  );
}
