import { describe, expect, it } from 'vitest';
import type { Sender } from '../../../../model/remediation/sender.ts';
import { identityOf } from '../../../../model/remediation/sender.ts';

const alice = { type: 'jwt', name: 'alice' };

function aSender(overrides: Partial<Sender> = {}): Sender {
  return { identity: '', principal: null, at: '2026-01-01T00:00:00.000Z', replayed: false, ...overrides };
}

describe('identityOf', () => {
  it('takes the word of the server only', () => {
    const identity = identityOf(aSender({ identity: 'bob', principal: alice }));

    expect(identity).toEqual({ claimed: 'bob', principal: 'alice', verified: true, replayed: false });
  });

  it('verifies nobody by what a caller says', () => {
    const identity = identityOf(aSender({ identity: 'alice' }));

    expect(identity).toEqual({ claimed: 'alice', principal: null, verified: false, replayed: false });
  });

  it.each([
    ['no name', ''],
    ['a line break', 'alice\nbob'],
    ['a direction mark', 'alice\u202e'],
    ['a blank behind it', 'alice '],
    ['more than a name', 'a'.repeat(201)],
  ])('verifies nobody whose principal has %s', (_title, name) => {
    const identity = identityOf(aSender({ principal: { type: 'jwt', name } }));

    expect(identity).toMatchObject({ principal: null, verified: false });
  });

  it.each([
    ['nothing', '', null],
    ['blanks', ' \t ', null],
    ['several lines', 'alice\nand bob', 'alice and bob'],
    ['a long text', 'a'.repeat(300), `${'a'.repeat(199)}…`],
  ])('keeps what a caller says on one short line: %s', (_title, identity, claimed) => {
    expect(identityOf(aSender({ identity })).claimed).toBe(claimed);
  });

  it('says that a message was replayed, whoever sent it', () => {
    const identity = identityOf(aSender({ principal: alice, replayed: true }));

    expect(identity).toMatchObject({ verified: true, replayed: true });
  });
});
