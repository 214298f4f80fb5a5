import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { auditLine } from '../../../clients/audit/audit-line.ts';
import type { AuditRecord } from '../../../model/audit.ts';
import { auditKinds } from '../../../model/audit.ts';
import { tableIn } from '../../support/sources/docs.ts';

const text = readFileSync(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
const rows = tableIn('audit.md', 'Records');

describe('docs/audit.md', () => {
  it('lists exactly the kinds of records', () => {
    expect(rows.map(([kind]) => kind)).toEqual([...auditKinds]);
  });

  it('says something in every cell', () => {
    expect(rows.filter((cells) => cells.some((cell) => cell === ''))).toEqual([]);
  });

  it('shows a line as it would be written', () => {
    const [, line = ''] = /^(\{"kind":.*\n)/m.exec(text) ?? [];

    expect(auditLine(JSON.parse(line) as AuditRecord)).toBe(line);
  });
});
