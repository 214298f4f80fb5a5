import { describe, expect, it } from 'vitest';
import { readTail } from '../../../clients/files.ts';
import { aScratchFile, aScratchFolder } from '../../support/scratch.ts';

describe('readTail', () => {
  it.each([
    ['a small file whole', 'abc', 10, { text: 'abc', truncated: false }],
    ['a file of exactly the limit whole', 'abc', 3, { text: 'abc', truncated: false }],
    ['the end of a larger file', 'abcdef', 3, { text: 'def', truncated: true }],
    ['an empty file', '', 10, { text: '', truncated: false }],
  ])('reads %s', async (_what, content, maxBytes, expected) => {
    expect(await readTail(await aScratchFile(content), maxBytes)).toEqual(expected);
  });

  it('says why a file cannot be read', async () => {
    const folder = await aScratchFolder();

    expect(await readTail(`${folder}/missing`, 10)).toEqual({
      text: '(the log file cannot be read: ENOENT)',
      truncated: false,
    });
    expect(await readTail(folder, 10)).toEqual({ text: '(the log file cannot be read: EISDIR)', truncated: false });
  });
});
