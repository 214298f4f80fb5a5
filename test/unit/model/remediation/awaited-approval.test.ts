import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../../../model/incident/changes.ts';
import { incidentDetails } from '../../../../model/incident/shown/details.ts';
import { reportOn } from '../../../../model/incident/report.ts';
import { invitation, refusalAtEnd } from '../../../../model/remediation/approval.ts';
import { readProgress } from '../../../../model/remediation/remediation.ts';
import { anAwaitedApproval, anIncident, isoSecond } from '../../../support/builders.ts';

const target = 'host/web-1/service/shop';
const waiting = advance(
  anIncident(),
  { status: 'awaiting-approval', entries: [], approval: anAwaitedApproval({ summary: '[restart](//evil.example)' }) },
  isoSecond(1),
);

describe('invitation', () => {
  it('says what is to be approved, until when, and what to type where', () => {
    expect(invitation(target, anAwaitedApproval({ quorum: 2, votes: 1 }))).toEqual([
      'plan f00df00df00d: restart web',
      'code 1a2b3c4d, 1 of 2 approvals, until 2026-01-01T01:00:00Z',
      'by command: nightshift approve host/web-1/service/shop --code 1a2b3c4d',
      'in the Temporal UI: the workflow incident:host/web-1/service/shop, More Actions, Send an Update, approve, with {"code": "1a2b3c4d", "by": "your name"}',
      'to refuse it, deny in place of approve',
    ]);
  });

  it('asks for signals where only senders count whom the server vouches for', () => {
    const words = invitation(target, anAwaitedApproval({ verified: true })).join('\n');

    expect(words).toContain('--code 1a2b3c4d --signal');
    expect(words).toContain('Send a Signal, approve');
  });

  it('keeps what a runbook says on one short line', () => {
    const [first] = invitation(target, anAwaitedApproval({ summary: `restart\n\u001b[2J${'x'.repeat(500)}` }));

    expect(first).toMatch(/^plan f00df00df00d: restart \[2Jx+…$/);
    expect(first?.length).toBeLessThan(250);
  });
});

describe('an incident that waits for an approval', () => {
  it('shows in its details what is awaited and how to vote, and nothing that could be a link', () => {
    const details = incidentDetails(waiting);

    expect(details).toContain('Awaited: an approval\n\n- plan f00df00df00d&#58; &#91;restart&#93;');
    expect(details).toContain('approve, with `{"code": "1a2b3c4d", "by": "your name"}`');
    expect(details).not.toMatch(/\]\(|:\/\//);
  });

  it('waits for the guards once people have approved', () => {
    const approved = advance(waiting, { status: 'awaiting-approval', entries: [] }, isoSecond(2));

    expect(incidentDetails(approved)).toContain('Awaited: the guards');
  });

  it('tells people how to vote when it asks them, and only then', () => {
    const asked = reportOn(waiting, 'approval-needed', null);

    expect(asked.title).toMatch(/^An approval is needed: /);
    expect(asked.asks).toContain('code 1a2b3c4d, 0 of 1 approvals, until 2026-01-01T01:00:00Z');
    expect(reportOn(waiting, 'escalated', null).asks).toEqual([]);
    expect(reportOn(anIncident(), 'approval-needed', null).asks).toEqual([]);
  });

  it('gives buttons what a vote needs, but for votes that have to be vouched for', () => {
    const verified = { ...waiting, approval: anAwaitedApproval({ verified: true }) };

    expect(reportOn(waiting, 'approval-needed', null).code).toBe('1a2b3c4d');
    expect(reportOn(waiting, 'repairing', null).code).toBe('1a2b3c4d');
    expect(reportOn(verified, 'approval-needed', null).code).toBeNull();
    expect(reportOn(anIncident(), 'escalated', null).code).toBeNull();
  });
});

describe('refusalAtEnd', () => {
  it.each([
    ['approved', null],
    ['not-needed', null],
    ['denied', { reason: 'approval-denied', detail: '1 of 2 approvals' }],
    ['expired', { reason: 'approval-expired', detail: 'nobody decided in time: 1 of 2 approvals' }],
  ] as const)('says of a wait that ended %s whether the plan may run', (end, refusal) => {
    expect(refusalAtEnd(end, '1 of 2 approvals')).toEqual(refusal);
  });
});

describe('a progress note', () => {
  it('may carry what people are asked', () => {
    const note = { status: 'awaiting-approval', entries: [], approval: anAwaitedApproval() };

    expect(readProgress(JSON.parse(JSON.stringify(note)))).toEqual(note);
  });

  it('is refused with anything else in its place', () => {
    const parts = fc.constantFrom(...Object.keys(anAwaitedApproval()));
    const junk = fc.oneof(fc.object(), fc.array(fc.anything()), fc.constantFrom(null, '', 'x', Number.NaN));

    fc.assert(
      fc.property(parts, junk, (part, value) => {
        const approval =
          part === 'summary' && typeof value === 'string' ? value : { ...anAwaitedApproval(), [part]: value };

        expect(readProgress({ status: null, entries: [], approval })).toBeUndefined();
      }),
    );
  });

  it.each([
    ['a code that is foreign text', { code: '[x](//evil)' }],
    ['a hash that is none', { plan: 'the plan' }],
    ['a time that is foreign text', { expiresAt: 'soon' }],
    ['half a vote', { votes: 0.5 }],
  ])('is refused with %s', (_what, odd) => {
    expect(readProgress({ status: null, entries: [], approval: { ...anAwaitedApproval(), ...odd } })).toBeUndefined();
  });
});
