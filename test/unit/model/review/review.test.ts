import { describe, expect, it } from 'vitest';
import type { IncidentRecord } from '../../../../model/incident/incident.ts';
import type { OutcomeReason } from '../../../../model/incident/outcome.ts';
import type { TimelineEvent } from '../../../../model/incident/timeline.ts';
import { reviewAsHtml } from '../../../../model/review/html.ts';
import { reviewAsMarkdown } from '../../../../model/review/markdown.ts';
import { noCharts } from '../../../../model/review/metric.ts';
import { reviewOf } from '../../../../model/review/review.ts';
import { reportOfReview } from '../../../../model/review/told.ts';
import { aLogReading, anIncident, isoSecond } from '../../../support/builders.ts';

const page = 'https://temporal.example.com/namespaces/default/workflows/incident%3Aweb';

function entry(second: number, event: TimelineEvent, text: string) {
  return { at: isoSecond(second), event, text };
}

/** An incident that people approved and a restart ended. */
function aRepairedIncident(overrides: Partial<IncidentRecord> = {}): IncidentRecord {
  const before = anIncident();
  return anIncident({
    target: 'host/web-1/service/web',
    runbook: 'service-down',
    status: 'resolved',
    statusSince: isoSecond(300),
    severity: 'critical',
    outcome: { kind: 'resolved-by-us', reason: null, detail: 'healthy after restart-service' },
    alerts: {
      '0a1b2c3d4e5f6a7b': {
        name: 'ServiceDown',
        firedAt: isoSecond(0),
        endedAt: isoSecond(290),
        handledUpTo: null,
        detail: null,
      },
    },
    details: ['the unit was killed by signal 9'],
    timeline: {
      left: 0,
      entries: [
        entry(0, 'alert-joined', 'ServiceDown'),
        entry(10, 'planned', 'restart web'),
        entry(11, 'approval-requested', 'code 1a2b3c4d'),
        entry(71, 'voted', 'approve by alex (unverified), 1 of 1 approvals'),
        entry(72, 'acted', 'restarted web'),
        entry(200, 'verified', 'healthy for 2 min'),
      ],
    },
    score: { ...before.score, acceptedMs: 20_000, firstActionMs: 72_000, verifiedMs: 200_000, clearedMs: 290_000 },
    ...overrides,
  });
}

describe('a post-incident report', () => {
  it('tells what was tried, who decided, what was found and how long it took', () => {
    const review = reviewOf(aRepairedIncident({ reading: aLogReading() }), noCharts, page);

    expect(review).toMatchObject({
      endedAt: isoSecond(300),
      ending: 'resolved-by-us: healthy after restart-service',
      alerts: [{ name: 'ServiceDown', firedAt: isoSecond(0), clearedAt: isoSecond(290) }],
      tried: [{ event: 'planned' }, { event: 'acted' }, { event: 'verified' }],
      decisions: [{ event: 'approval-requested' }, { event: 'voted', text: expect.stringContaining('alex') as string }],
      questions: ['What caused it? The repair removed the symptom.'],
    });
    expect(review.evidence[0]).toBe('the unit was killed by signal 9');
    expect(review.took).toContainEqual({ what: 'from the request for an approval to the first vote', ms: 60_000 });
    expect(review.took).toContainEqual({ what: 'from the opening to the first action', ms: 72_000 });
  });

  it('says that an incident goes on', () => {
    const review = reviewOf(aRepairedIncident({ outcome: null, status: 'repairing' }), noCharts, null);

    expect(review.endedAt).toBeNull();
    expect(review.ending).toBe(`under way: repairing since ${isoSecond(300)}`);
  });

  it.each<[OutcomeReason, string]>([
    ['no-runbook', 'Which runbook should answer these alerts?'],
    ['approval-expired', 'Why did nobody decide in time?'],
    ['approval-denied', 'Why was the plan not the right one?'],
    ['alert-resolved', 'It went away by itself'],
  ])('asks after %s what people would ask', (reason, question) => {
    const outcome = { kind: 'nothing-done', reason, detail: 'so it was' } as const;

    const { questions } = reviewOf(aRepairedIncident({ outcome }), noCharts, null);

    expect(questions).toContainEqual(expect.stringContaining(question));
  });

  it('tells channels the essence, and where the whole of it is', () => {
    const record = aRepairedIncident();
    const review = reviewOf(record, noCharts, page);

    const report = reportOfReview(record, review, 'https://nightshift.example.com/evidence/review-1.html');

    expect(report).toMatchObject({ kind: 'review', title: 'Post-incident report: host/web-1/service/web' });
    expect(report.details[0]).toBe('the whole report: https://nightshift.example.com/evidence/review-1.html');
    expect(report.details).toContain('voted: approve by alex (unverified), 1 of 1 approvals');
    expect(report.asks).toEqual(review.questions);
  });
});

describe('a post-incident report as Markdown', () => {
  it('has a section for everything there is, and links the pictures', () => {
    const charts = [{ title: 'errors', svg: '<svg/>' }];

    const text = reviewAsMarkdown(reviewOf(aRepairedIncident(), { charts, problems: [] }, page), ['a b-1.svg']);

    expect(text.match(/^## .*/gm)).toEqual([
      '## How long it took',
      '## Alerts',
      '## What was tried',
      '## Decisions',
      '## Evidence',
      '## Around the incident',
      '## Timeline',
      '## Open questions',
    ]);
    expect(text).toContain('![errors](<a%20b-1.svg>)');
    expect(text).toContain(`<${page}>`);
  });

  it('lets no link arise from foreign text', () => {
    const details = ['[approve here](https://evil.example)'];

    expect(reviewAsMarkdown(reviewOf(aRepairedIncident({ details }), noCharts, null), null)).not.toContain('](');
  });
});

describe.each([
  ['Markdown', (record: IncidentRecord) => reviewAsMarkdown(reviewOf(record, noCharts, null), null)],
  ['HTML', (record: IncidentRecord) => reviewAsHtml(reviewOf(record, noCharts, null))],
])('a post-incident report as %s', (_format, render) => {
  it.each([
    ['a script', '<script>alert(1)</script>', '<script'],
    ['an image', '<img src=https://evil.example/x onerror=alert(1)>', '<img src=https'],
    ['a heading', 'fine\n# Approved by everybody', '\n# Approved'],
    ['direction marks', 'safe\u202Eevil', '\u202E'],
  ])('lets no %s arise from foreign text', (_what, hostile, never) => {
    const record = aRepairedIncident({
      details: [hostile],
      outcome: { kind: 'escalated', reason: null, detail: hostile },
      timeline: { left: 0, entries: [entry(1, 'voted', hostile)] },
      alerts: {
        '0a1b2c3d4e5f6a7b': {
          name: hostile,
          firedAt: isoSecond(0),
          endedAt: null,
          handledUpTo: null,
          detail: null,
        },
      },
    });

    expect(render(record)).not.toContain(never);
  });
});
