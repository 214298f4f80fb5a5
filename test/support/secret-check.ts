import { inspect } from 'node:util';
import { expect } from 'vitest';
import type { MemoryLog } from './memory-log.ts';

/**
 * Proves that none of the secrets is in what an attempt left behind: the thrown error with everything
 * inspect shows of it, each of its causes, its serialised form, and the log.
 */
export function expectNoSecret(secrets: readonly string[], error: unknown, log: MemoryLog): void {
  const left = [
    ...chainOf(error).flatMap((link) => [String(link), inspect(link, { depth: 10 }), serialised(link)]),
    log.text(),
  ];
  const leaked = secrets.filter((secret) => left.some((text) => text.includes(secret)));
  expect(leaked).toEqual([]);
}

function chainOf(error: unknown): readonly unknown[] {
  return error === undefined ? [] : [error, ...chainOf((error as { cause?: unknown }).cause ?? undefined)];
}

function serialised(link: unknown): string {
  const { message, stack, name } = link as Error;
  return JSON.stringify({ ...(link as object), message, stack, name });
}
