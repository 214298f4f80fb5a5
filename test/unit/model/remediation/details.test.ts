import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RepairView } from '../../../../model/remediation/details.ts';
import { newRepairView, remediationDetails } from '../../../../model/remediation/details.ts';
import type { Plan, Step } from '../../../../model/remediation/plan.ts';
import { sealPlan } from '../../../../model/remediation/plan.ts';
import type { RemediationOrder } from '../../../../model/remediation/remediation.ts';
import { aLogFinding, aLogReading, anAttemptPolicy, anAwaitedApproval, isoSecond } from '../../../support/builders.ts';

const target = 'host/web/service/shop';
const hostile = '[click](https://evil.example) <img src=x onerror=a> `code` **b**\n# title\n| a | www.evil.example';

describe('remediationDetails', () => {
  it('shows the plan in full while it waits for an approval, who may give it, and how', () => {
    const plan = aPlan([
      aStep({ preconditions: { answers: 'no', pid: '12' } }),
      aStep({ risk: 'destructive', undo: { action: 'restart-service', target }, expectedMs: 90_000 }),
    ]);
    const approval = anAwaitedApproval({ plan: plan.hash, quorum: 2, votes: 1, approvers: [] });

    const details = remediationDetails(aView({ phase: 'approval', plan, steps: ['waits', 'waits'], approval }));

    expect(details).toBe(
      [
        '**Waits for an approval** · runbook service-down · mode approve',
        '',
        `Target: ${target}`,
        '',
        '**To be approved or denied**',
        '',
        `- plan ${plan.hash.slice(0, 12)}&#58; restart web`,
        '- code 1a2b3c4d, 1 of 2 approvals, until 2026-01-01T01:00:00Z',
        '- by anyone who says who they are',
        `- by command&#58; nightshift approve ${target} &#45;&#45;code 1a2b3c4d`,
        `- in the Temporal UI&#58; the workflow incident&#58;${target}, More Actions, Send an Update, approve, with \`{"code": "1a2b3c4d", "by": "your name"}\``,
        '- to refuse it, deny in place of approve',
        '',
        '**Plan**: restart web',
        '',
        `Hash ${plan.hash}. No step begins after ${isoSecond(7_200)}.`,
        '',
        `1. **waits**: restart-service on ${target}`,
        '   - risk disruptive, undo: none, takes about 1 min',
        '   - only while answers = no, pid = 12',
        `2. **waits**: restart-service on ${target}`,
        `   - risk destructive, undo: restart-service on ${target}, takes about 1 min 30 s`,
        '   - only while nothing is asked of the target',
      ].join('\n'),
    );
  });

  it('names the approvers, and whom the policy keeps from approving', () => {
    const approval = anAwaitedApproval({ approvers: ['kim', '*alex*'], requestedBy: '<b>pat</b>' });

    const details = remediationDetails({ ...newRepairView(anOrder()), approval });

    expect(details).toContain('- by one of kim, &#42;alex&#42;, but not &#60;b&#62;pat&#60;/b&#62;, who asked for it');
  });

  it('asks for a signal where only senders count whom the server vouches for', () => {
    const details = remediationDetails(aView({ approval: anAwaitedApproval({ verified: true }) }));

    expect(details).toContain('Send a Signal');
    expect(details).toContain('&#45;&#45;signal');
    expect(details).not.toContain('Send an Update');
  });

  it.each([
    ['diagnosing', 'Looks at the target'],
    ['planning', 'Makes a plan'],
    ['guard', 'Asks the guards'],
    ['acting', 'Carries out the plan'],
    ['undoing', 'Takes back what was done'],
    ['verifying', 'Waits for proof'],
  ] as const)('says what it does while it is %s', (phase, words) => {
    expect(remediationDetails(aView({ phase }))).toMatch(new RegExp(`^\\*\\*${words}`));
  });

  it('says how far the plan is, what happened, and how it ended', () => {
    const details = remediationDetails(
      aView({
        plan: aPlan([aStep(), aStep()]),
        steps: ['done', 'failed'],
        outcome: { kind: 'escalated', reason: 'action-failed', detail: 'see <log>' },
        story: [{ at: isoSecond(61), event: 'acted', text: 'restarted web' }],
      }),
    );

    expect(details).toMatch(/^\*\*Ended: escalated, action-failed: see &#60;log&#62;\*\*/);
    expect(details).toContain('1. **done**: ');
    expect(details).toContain('2. **failed**: ');
    expect(details).toMatch(/\*\*What happened\*\*\n\n- 00:01:01 acted: restarted web$/);
  });

  it('stays under 4,000 bytes, and says what a long plan lacks', () => {
    const steps = Array.from({ length: 60 }, () => aStep({ preconditions: { state: '*'.repeat(500) } }));
    const view = aView({ plan: aPlan(steps), steps: steps.map(() => 'waits'), approval: anAwaitedApproval() });

    const details = remediationDetails(view);

    const shown = details.match(/^\d+\. /gm)?.length ?? 0;
    expect(Buffer.byteLength(details)).toBeLessThanOrEqual(4_000);
    expect(shown).toBeGreaterThan(1);
    expect(details).toContain(`**${60 - shown} more steps have no room here**`);
    expect(details).toContain('1a2b3c4d');
  });

  it('stays under 4,000 bytes with the longest of names, and keeps the code', () => {
    const longest = `host/${'-'.repeat(195)}`;
    const order = { ...anOrder(), target: longest, requestedBy: '*'.repeat(500) };
    const approval = anAwaitedApproval({ summary: '*'.repeat(500) });

    const details = remediationDetails({ ...newRepairView(order), approval, plan: aPlan([aStep()], '*'.repeat(500)) });

    expect(Buffer.byteLength(details)).toBeLessThanOrEqual(4_000);
    expect(details).toContain('- code 1a2b3c4d');
  });

  it('shows what the logs say where people vote, and keeps the plan and the newest entry beside it', () => {
    const finding = aLogFinding({ title: '*'.repeat(90), sample: '*'.repeat(150) });
    const reading = aLogReading({ findings: [finding, finding, finding] });
    const story = [{ at: isoSecond(1), event: 'voted', text: 'the newest' }] as const;

    const details = remediationDetails(
      aView({ reading, plan: aPlan([aStep()], 'restart web'), steps: ['waits'], approval: anAwaitedApproval(), story }),
    );

    expect(Buffer.byteLength(details)).toBeLessThanOrEqual(4_000);
    expect(details).toContain('**In the logs**');
    expect(details).toContain('- code 1a2b3c4d');
    expect(details).toMatch(/voted: the newest$/);
  });

  it('lets no Markdown and no HTML arise from any text, and cuts nothing in two', () => {
    const marks = '[]()<>*_`#|!&\\~@:./-+=\'"$^{}\n\r\t\u2028\u0085\u202e'.split('');
    const nasty = fc.string({ unit: fc.constantFrom(...marks), minLength: 1, maxLength: 3 });
    const text = fc.oneof(
      fc.constant(hostile),
      fc
        .array(fc.oneof(nasty, fc.constantFrom('a', ' ', 'http', 'www.')), { maxLength: 80 })
        .map((all) => all.join('')),
    );

    fc.assert(
      fc.property(text, text, (one, other) => {
        const details = remediationDetails(
          aView({
            plan: aPlan([aStep({ preconditions: { [one]: other } })], one),
            steps: ['waits'],
            approval: anAwaitedApproval({ summary: other }),
            outcome: { kind: 'undone', reason: null, detail: one },
            story: [{ at: isoSecond(1), event: 'voted', text: other }],
          }),
        );

        const withoutVote = details.replace('`{"code": "1a2b3c4d", "by": "your name"}`', '');
        const own = withoutVote.replace(
          /\*\*|^\d+\. |^ {3}- |^- |&#\d+;|: | = |, |\. | · |[\d-]+T[\d:]+\.000Z|\d\d:\d\d:\d\d|[a-z]-[a-z]/gm,
          '',
        );
        expect(Buffer.byteLength(details)).toBeLessThanOrEqual(4_000);
        expect(own).not.toMatch(/[[\]()<>*_`|!\\~@$^{}"'#\r\t\u2028\u0085\u202e]|www\.|:\/\//u);
      }),
      { numRuns: 300 },
    );
  });
});

function anOrder(): RemediationOrder {
  return {
    incident: `incident:${target}`,
    runbook: 'service-down',
    target,
    alerts: [],
    since: isoSecond(0),
    severity: 'critical',
    requestedBy: null,
    policy: anAttemptPolicy({ mode: 'approve' }),
  };
}

function aView(overrides: Partial<RepairView>): RepairView {
  return { ...newRepairView(anOrder()), ...overrides };
}

function aStep(overrides: Partial<Step> = {}): Step {
  return {
    action: 'restart-service',
    target,
    risk: 'disruptive',
    undo: null,
    expectedMs: 60_000,
    preconditions: {},
    ...overrides,
  };
}

function aPlan(steps: readonly Step[], summary = 'restart web'): Plan {
  const [madeAt, expiresAt] = [isoSecond(0), isoSecond(7_200)];
  return sealPlan({ runbook: 'service-down', target, summary, steps, madeAt, expiresAt });
}
