import { describe, expect, it } from 'vitest';
import { auditLine, maxLineBytes } from '../../../../clients/audit/audit-line.ts';
import type { ActionRecord } from '../../../../model/audit.ts';
import { anIntent } from '../../../support/builders.ts';

/** What is read back from a record's line. */
function readBack(record: ActionRecord): Readonly<Record<string, unknown>> {
  return JSON.parse(auditLine(record) ?? 'null') as Readonly<Record<string, unknown>>;
}

function aResult(summary: string): ActionRecord {
  const { before: _before, ...common } = anIntent() as Extract<ActionRecord, { before: object }>;
  return { ...common, kind: 'result', result: 'done', summary, after: {} };
}

describe('auditLine', () => {
  it('is one line that says what the record says', () => {
    const line = auditLine(anIntent());

    expect(line?.indexOf('\n')).toBe((line?.length ?? 0) - 1);
    expect(JSON.parse(line ?? '')).toEqual(anIntent());
  });

  it('masks secrets in every text', () => {
    const record = anIntent({ before: { environment: 'DB_PASSWORD=s3cret-1', 'Bearer s3cret-2s3cret-2': 'a' } });

    const { before } = readBack(record);

    expect(before).toEqual({ environment: 'DB_PASSWORD=[secret]', 'Bearer [secret]': '[secret]' });
  });

  it.each(['password', 'DB_PASSWORD', 'apiKey', 'Authorization'])('masks whatever is called %s', (name) => {
    const { before } = readBack(anIntent({ before: { [name]: 's3cret with words', user: 'web' } }));

    expect(before).toEqual({ [name]: '[secret]', user: 'web' });
  });

  it('leaves the names alone by which records are found', () => {
    const own = {
      key: 'token:0123456789abcdef',
      incident: 'incident:host/a/service/password:x=y',
      plan: 'secret=f00d',
    };

    expect(readBack(anIntent(own))).toMatchObject(own);
  });

  it('lets no character through that a terminal or a reader of lines would obey', () => {
    const hostile = 'a\n\r\t\u0000\u001b[2J\u007f\u009b2J\u2028\u2029\u202e\ufeff\ud800b';

    const line = auditLine(aResult(hostile)) ?? '';

    expect(line.trimEnd()).toMatch(/^[\x20-\x7e]+$/);
    expect(readBack(aResult(hostile))['summary']).toBe(hostile);
  });

  it('shortens a long text, and says so', () => {
    const { summary, shortened } = readBack(aResult('x'.repeat(9_000)));

    expect(summary).toBe(`${'x'.repeat(8_191)}…`);
    expect(shortened).toBe(true);
  });

  it('does not speak of what it has not shortened', () => {
    expect(readBack(aResult('x'.repeat(8_192)))).not.toHaveProperty('shortened');
  });

  it.each([
    ['long texts', Object.fromEntries(Array.from({ length: 40 }, (_, nth) => [`fact-${nth}`, 'x'.repeat(8_000)]))],
    ['many texts', Object.fromEntries(Array.from({ length: 20_000 }, (_, nth) => [`fact-${nth}`, 'x'.repeat(20)]))],
    ['long names', Object.fromEntries(Array.from({ length: 60 }, (_, nth) => [`${nth}${'x'.repeat(8_000)}`, '']))],
    [
      'text that takes six bytes a character',
      Object.fromEntries(Array.from({ length: 50 }, (_, nth) => [`fact-${nth}`, '\u0001'.repeat(300)])),
    ],
  ])('stays within its bounds with %s, and stays what it is', (_what, before) => {
    const record = anIntent({ before });

    const line = auditLine(record) ?? '';

    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(maxLineBytes);
    expect(JSON.parse(line)).toMatchObject({ ...record, before: expect.any(Object) as object, shortened: true });
  });

  it('is none where the names alone are too long', () => {
    expect(auditLine(anIntent({ key: 'x'.repeat(maxLineBytes) }))).toBeUndefined();
  });
});
