import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forecasterNames } from '../../model/names.ts';
import { partsOf } from '../json-parts.ts';
import type { ForecastStore, KeptForecast, KeptName } from './forecast-store.ts';
import { ForecastStoreError } from './forecast-store.ts';

/** Counted up whenever older files could not be read any more. */
const version = 1;
/** What a larger network would need is learned anew each time. */
const maxFileBytes = 8 * 1024 * 1024;
/** An hourly forecast of eight days. */
const maxIssued = 200;

/** Keeps each series in a file of its own, `FOLDER/FORECAST/KEY.json`. */
export function createForecastFiles(folder: string, keepMs: number): ForecastStore {
  return {
    async read(name) {
      const nothing = { state: null, issued: [] };
      // A file that cannot be read, or is not there, costs no more than learning anew.
      const text = await readFile(fileOf(folder, name), 'utf8').catch(() => undefined);
      return text === undefined ? nothing : (keptIn(text, name.madeFor) ?? nothing);
    },

    async write(name, kept) {
      try {
        await mkdir(join(folder, name.forecast), { recursive: true, mode: 0o700 });
        await replace(fileOf(folder, name), textOf(kept, name.madeFor));
      } catch (error) {
        throw new ForecastStoreError(folder, error);
      }
    },

    async removeOld() {
      const before = Date.now() - keepMs;
      for (const forecast of await namesIn(folder)) {
        const files = (await namesIn(join(folder, forecast))).filter((name) => ownName.test(name));
        for (const file of files) await removeIfOlder(join(folder, forecast, file), before);
        if (files.length > 0) await rmdir(join(folder, forecast)).catch(() => undefined);
      }
    },
  };
}

/** What the files are called, those in the making included. */
const ownName = /^[0-9a-f]{16}\.json(?:\.[0-9a-f-]{36})?$/;

function fileOf(folder: string, { forecast, key }: KeptName): string {
  return join(folder, forecast, `${key}.json`);
}

function textOf({ state, issued }: KeptForecast, madeFor: string): string {
  const rest = { version, madeFor, issued: issued.slice(-maxIssued) };
  const text = JSON.stringify({ ...rest, state });
  return Buffer.byteLength(text) <= maxFileBytes ? text : JSON.stringify({ ...rest, state: null });
}

/** Whoever reads meanwhile finds the old file or the new one, also after a crash. */
async function replace(file: string, text: string): Promise<void> {
  const inTheMaking = `${file}.${randomUUID()}`;
  try {
    await writeFile(inTheMaking, text, { mode: 0o600, flush: true });
    await rename(inTheMaking, file);
  } catch (error) {
    await rm(inTheMaking, { force: true });
    throw error;
  }
}

function keptIn(text: string, madeFor: string): KeptForecast | undefined {
  const parts = partsOf(parsed(text));
  if (parts['version'] !== version || !Array.isArray(parts['issued'])) return undefined;
  const issued = (parts['issued'] as readonly unknown[]).filter(isIssued);
  const state = parts['madeFor'] === madeFor && isState(parts['state']) ? parts['state'] : null;
  return { state, issued };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the forecaster can use it is for the forecaster to say. */
function isState(value: unknown): value is NonNullable<KeptForecast['state']> {
  const { model, version: itsVersion, trainedToMs } = partsOf(value);
  return typeof model === 'string' && typeof itsVersion === 'number' && typeof trainedToMs === 'number';
}

function isIssued(value: unknown): value is KeptForecast['issued'][number] {
  const { madeAtMs, model, points } = partsOf(value);
  const isModel = (forecasterNames as readonly unknown[]).includes(model);
  return typeof madeAtMs === 'number' && isModel && Array.isArray(points) && points.every(isPoint);
}

function isPoint(value: unknown): boolean {
  const { atMs, yhat, lower, upper } = partsOf(value);
  return [atMs, yhat, lower, upper].every(Number.isFinite);
}

function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function removeIfOlder(file: string, before: number): Promise<void> {
  const found = await stat(file).catch(() => null);
  // What cannot be removed stays: it does no harm.
  if (found && found.mtimeMs < before) await rm(file, { force: true }).catch(() => undefined);
}
