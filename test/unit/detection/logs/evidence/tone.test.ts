import { expect, it } from 'vitest';
import { toneOf } from '../../../../../detection/logs/evidence/tone.ts';

it.each([
  { line: 'Parameter "max_connections" changed to "20"', changes: 2 },
  { line: 'Deployment web upgraded from 1.4 to 1.5', changes: 1 },
  { line: 'Migration 42_add_index started', changes: 2 },
  { line: 'node-2 was promoted after the election', changes: 1 },
  { line: 'sda1: unmounted', changes: 1 },
  { line: 'mlx5_core 0000:01:00.0 eno1: Link down', changes: 1 },
  { line: 'pg_dump: dumping contents of table orders', changes: 1 },
  { line: 'Reloading settings, nothing changed', changes: 1 },
  { line: 'served 12 carts', changes: 0 },
  { line: 'restarted-by is a label', changes: 1 },
])('counts $changes kinds of changes in $line', ({ line, changes }) => {
  expect(toneOf(line).changes).toBe(changes);
});

it.each([
  { line: 'thread pool exhausted', is: true },
  { line: 'Rate limit hit, request throttled', is: true },
  { line: 'table orders has a bad checksum', is: true },
  { line: 'queue is full', is: true },
  { line: 'the pool has 3 idle workers', is: false },
])('finds strain in $line: $is', ({ line, is }) => {
  expect(toneOf(line).isStrained).toBe(is);
});

it.each([
  { line: 'db timed out after 30 s', is: true },
  { line: 'connection to db refused', is: true },
  { line: 'stock answered 503', is: true },
  { line: 'deleting rows of db', is: false },
  { line: 'cannot decode a message of queue invoices', is: false },
])('hears a victim in $line: $is', ({ line, is }) => {
  expect(toneOf(line).isVictim).toBe(is);
});
