import { describe, expect, it } from 'vitest';
import { PlayOutput } from '../../../../clients/ansible/play-output.ts';
import type { PlayEvent } from '../../../../model/playbook/play-event.ts';

/** What is heard of an output that comes in pieces. */
function heard(output: string | Buffer, pieceBytes = 1_000_000): readonly PlayEvent[] {
  const events: PlayEvent[] = [];
  const reader = new PlayOutput((event) => events.push(event));
  const bytes = Buffer.from(output);
  for (let start = 0; start < bytes.length; start += pieceBytes) reader.add(bytes.subarray(start, start + pieceBytes));
  return events;
}

function aLine(fields: object = {}): string {
  const usual = { event: 'result', host: 'web-1', task: 'Write', status: 'changed', message: '', untold: false };
  return `${JSON.stringify({ ...usual, changes: [], ...fields })}\n`;
}

const aResult = {
  event: 'result',
  host: 'web-1',
  task: 'Write',
  status: 'changed',
  message: '',
  untold: false,
  changes: [],
};

describe('the output of a play', () => {
  it.each([1, 7, 1_000])('is read in pieces of %i bytes', (pieceBytes) => {
    const start = `${JSON.stringify({ event: 'task', task: 'Schreibe – ü', delegate: 'localhost' })}\n`;
    const end = `${JSON.stringify({ event: 'stats', host: 'web-1', ok: 2, changed: 1, failed: 0, unreachable: 0 })}\n`;

    expect(heard(start + aLine() + end, pieceBytes)).toEqual([
      { event: 'task', task: 'Schreibe – ü', delegate: 'localhost' },
      aResult,
      { event: 'stats', host: 'web-1', ok: 2, changed: 1, failed: 0, unreachable: 0 },
    ]);
  });

  it.each([
    ['warnings', 'PLAY [all] ****\n\n[WARNING]: something\n'],
    ['JSON of another kind', '{"event":"play"}\n{"a":1}\n[1]\nnull\n{}\n'],
    ['half a line of JSON', '{"event":"result","host":\n'],
    ['a status that there is not', aLine({ status: 'splendid' })],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0, 10])],
    ['a line without an end', 'x'.repeat(10_000)],
  ])('may hold %s, which is passed over', (_what, garbage) => {
    expect(heard(Buffer.concat([Buffer.from(garbage), Buffer.from(`\n${aLine()}`)]))).toEqual([aResult]);
  });

  it('may hold a line of any length, which is passed over and not kept', () => {
    const huge = `{"event":"result","task":"${'x'.repeat(5_000_000)}"}\n`;

    expect(heard(huge + aLine(), 64_000)).toEqual([aResult]);
  });

  it('has hostile names, of which one plain line is left without a secret', () => {
    const [event] = heard(
      aLine({ task: 'a\nb\u202e\u001b[31mred', message: `password=hunter2 ${'x'.repeat(1_000)}`, host: {} }),
    );

    expect(event).toMatchObject({
      host: '',
      task: 'a bred',
      message: expect.stringMatching(/^password=\[secret\] x+…$/) as unknown,
    });
    expect(JSON.stringify(event).length).toBeLessThan(600);
  });

  it.each([
    ['counts that are none', { added: -1, removed: 'many', path: 7 }, [{ path: '', added: 0, removed: 0 }]],
    ['no change at all', null, []],
  ])('has %s among its changes', (_what, change, changes) => {
    expect(heard(aLine({ changes: [change] }))).toEqual([{ ...aResult, changes }]);
  });

  it('keeps the first changes of a task that has thousands', () => {
    const changes = Array.from({ length: 5_000 }, () => ({ path: '/a', added: 1, removed: 0 }));

    const [event] = heard(aLine({ changes }));

    expect(event).toMatchObject({ changes: { length: 10 } });
  });
});
