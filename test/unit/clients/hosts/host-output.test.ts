import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldKind } from '../../../../clients/hosts/host-output.ts';
import { HostOutput } from '../../../../clients/hosts/host-output.ts';
import { printableName } from '../../../../clients/hosts/printable-name.ts';

const fields: readonly FieldKind[] = ['number', 'text'];

/** Reads an output that arrives in the given pieces. */
function read(...pieces: readonly (string | Uint8Array)[]) {
  const records: (readonly string[])[] = [];
  const output = new HostOutput(fields, (record) => void records.push(record));
  for (const piece of pieces) output.add(Buffer.from(piece));
  return { records, end: output.end(), count: output.count, isEmpty: output.isEmpty() };
}

const whole = '12\t/srv/a\u0000-3.5\t/srv/b\tc\nd\u0000end\tdone\t2\t4096\u0000';
const expected = {
  records: [
    ['12', '/srv/a'],
    ['-3.5', '/srv/b\\x09c\\x0ad'],
  ],
  end: { status: 'done', count: 2, bytes: 4096 },
  count: 2,
  isEmpty: false,
};

describe('the output of the program on a host', () => {
  it('is read whole', () => {
    expect(read(whole)).toEqual(expected);
  });

  it('is read the same wherever it is cut', () => {
    const bytes = Buffer.from(whole);

    for (let cut = 0; cut <= bytes.length; cut++)
      expect(read(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(expected);
  });

  it('may be nothing at all', () => {
    expect(read()).toEqual({ records: [], end: null, count: 0, isEmpty: true });
  });

  it.each([
    ['that is cut off in the end', whole.slice(0, -1)],
    ['without an end', '12\t/srv/a\0'],
    ['that counts otherwise', '12\t/srv/a\0end\tdone\t2\t4096\0'],
    ['that goes on after its end', `${whole}12\t/srv/a\0`],
    ['that ends twice', `end\tdone\t0\t0\0end\tdone\t0\t0\0`],
    ['with another end', 'end\tfine\t0\t0\0'],
    ['with an end without numbers', 'end\tdone\tmany\t0\0'],
    ['with a record without a number', 'x\t/srv/a\0end\tdone\t1\t0\0'],
    ['with a record of too few fields', '12\0end\tdone\t1\t0\0'],
    ['of another program', 'sudo: a password is required\n'],
  ])('has no end that counts, where it is one %s', (_what, text) => {
    expect(read(text).end).toBeNull();
  });

  it('is given up where a record is longer than any can be', () => {
    const { end, records } = read('1\t', 'x'.repeat(70_000), '\0end\tdone\t1\t0\0');

    expect({ end, records }).toEqual({ end: null, records: [] });
  });
});

describe('a name', () => {
  it.each([
    ['plain', 'plain'],
    ['ü€😀', 'ü€😀'],
    ['a\nb', 'a\\x0ab'],
    ['a\\x0ab', 'a\\\\x0ab'],
    ['\u001b[31m', '\\x1b[31m'],
    [Buffer.from([0x61, 0xff, 0xfe]), 'a\\xff\\xfe'],
    [Buffer.from([0xc3, 0x28]), '\\xc3('],
  ])('%j is written as %s', (name, text) => {
    expect(printableName(Buffer.from(name))).toBe(text);
  });

  it('is never written as another one is', () => {
    const name = fc.uint8Array({ maxLength: 12 });

    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(printableName(one) === printableName(other)).toBe(Buffer.from(one).equals(Buffer.from(other)));
      }),
    );
  });
});
