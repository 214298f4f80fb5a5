import { describe, expect, it } from 'vitest';
import type { EscalationState } from '../../../../../model/escalation/policy.ts';
import { moveTo } from '../../../../../model/incident/changes.ts';
import { incidentDetails } from '../../../../../model/incident/shown/details.ts';
import type { IncidentRecord, IncidentStatus } from '../../../../../model/incident/incident.ts';
import { takenOver } from '../../../../../model/operators/changes.ts';
import { anAwaitedApproval, anIncident, isoSecond } from '../../../../support/builders.ts';

const hostile = '<img src=x> [Go](https://evil.example) `**'.repeat(20);

describe('what an incident shows to people', () => {
  it.each<[IncidentStatus, readonly string[]]>([
    ['investigating', ['acknowledge', 'escalate', 'take-over', 'close']],
    ['repairing', ['acknowledge', 'escalate', 'undo', 'take-over', 'close']],
    ['verifying', ['acknowledge', 'escalate', 'undo', 'take-over', 'close']],
    ['escalated', ['acknowledge', 'escalate', 'take-over', 'close']],
    ['resolved', ['take-over', 'close']],
  ])('says what makes sense while it is %s', (status, asks) => {
    expect(asksIn(moveTo(anIncident(), status, isoSecond(1)))).toEqual(asks);
  });

  it('no longer offers what somebody has done, and nothing once it is being closed', () => {
    const taken = takenOver(anIncident(), { by: 'alex', comment: null }, isoSecond(1));

    expect(asksIn(taken)).not.toContain('take-over');
    expect(asksIn({ ...taken, closedBy: 'kim' })).toEqual([]);
  });

  it('tells who looks after it until when, who took over, and who closes it', () => {
    const details = incidentDetails({
      ...anIncident(),
      acknowledged: { by: 'alex', until: isoSecond(3_600) },
      takenOverBy: 'kim',
      closedBy: 'sam',
    });

    expect(details).toContain('- alex looks after it until 2026-01-01T01:00:00Z');
    expect(details).toContain('- taken over by kim&#58; nothing more is begun');
    expect(details).toContain('- closed by sam, as soon as nothing is under way');
  });

  it('tells whom the escalation told last, and whom next', () => {
    const details = incidentDetails({ ...anIncident(), escalation: anEscalation() });

    expect(details).toContain('- told last&#58; alex, kim');
    expect(details).toContain('- told next, at 2026-01-01T00:05:00Z&#58; on call in payments, sam');
  });

  it('says for a plan who may approve it, its whole hash, and what to send on this very page', () => {
    const approval = anAwaitedApproval({ approvers: ['kim', 'sam'], requestedBy: 'alex' });

    const details = incidentDetails({ ...moveTo(anIncident(), 'awaiting-approval', isoSecond(1)), approval });

    expect(details).toContain('- by one of kim, sam, but not alex, who asked for it');
    expect(details).toContain(
      '- on this page, More Actions, Send an Update, approve, with `{"code": "1a2b3c4d", "by": "your name"}`',
    );
    expect(details).toContain(`- hash of the plan: ${Array.from({ length: 4 }, () => 'f00d'.repeat(4)).join(' ')}`);
  });

  it('stays under 4 KB and lets nothing arise from names and comments', () => {
    const names = Array.from({ length: 11 }, () => hostile);
    const details = incidentDetails({
      ...moveTo(anIncident(), 'awaiting-approval', isoSecond(1)),
      approval: anAwaitedApproval({ summary: hostile, approvers: names, requestedBy: hostile }),
      acknowledged: { by: hostile.slice(0, 100), until: isoSecond(60) },
      takenOverBy: hostile.slice(0, 100),
      escalation: null,
    });

    expect(Buffer.byteLength(details)).toBeLessThanOrEqual(4_000);
    expect(details).toContain('1a2b3c4d');
    expect(details).not.toMatch(/<img|\]\(|:\/\//);
  });
});

/** What it says that somebody may ask for, in its order. */
function asksIn(incident: IncidentRecord): readonly string[] {
  return [...incidentDetails(incident).matchAll(/^- \*\*([a-z-]+)\*\* with `/gm)].map(([, ask]) => ask ?? '');
}

function anEscalation(): EscalationState {
  const targets = [
    { kind: 'schedule', name: 'payments' },
    { kind: 'person', name: 'sam' },
  ] as const;
  return {
    policy: {
      name: 'night',
      levels: [
        { targets: [{ kind: 'group', name: 'shop' }], waitMs: 300_000 },
        { targets, waitMs: 300_000 },
      ],
      repeat: 0,
      acknowledgedMs: 1_800_000,
      begins: ['escalated'],
      severities: ['critical'],
      hours: null,
    },
    pressedBy: null,
    waitsForHours: false,
    ended: null,
    begunAt: isoSecond(0),
    because: 'escalated',
    level: 0,
    round: 0,
    nextAt: isoSecond(300),
    told: [
      { name: 'alex', channel: 'chat' },
      { name: 'kim', channel: 'chat' },
    ],
    acknowledged: null,
  };
}
