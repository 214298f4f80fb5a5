import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveTo, note, receive } from '../../../../../model/incident/changes.ts';
import { incidentDetails } from '../../../../../model/incident/shown/details.ts';
import type { IncidentRecord } from '../../../../../model/incident/incident.ts';
import { incidentStatuses } from '../../../../../model/incident/incident.ts';
import { reportKinds, reportOn } from '../../../../../model/incident/report.ts';
import {
  aDelivery,
  aLogFinding,
  aLogReading,
  aResolvedAlert,
  anAlert,
  anIncident,
  isoSecond,
} from '../../../../support/builders.ts';

const marks = '[]()<>*_`#|!&\\~@:./-+=\'"$^{}\n\r\t\u2028\u0085\u202e'.split('');
const hostile =
  '[click](https://evil.example) <img src=x onerror=a> `code` **b** ![i](j)\n# title\n| a | www.evil.example';

describe('incidentDetails', () => {
  it('tells what fires, what happened and what is awaited', () => {
    const details = incidentDetails(anIncidentWith(['ServiceDown'], ['restarted web']));

    expect(details).toBe(
      [
        '**open** · severity warning · runbook none',
        '',
        'Target: host/host-1/service/web',
        '',
        'Awaited: the diagnosis',
        '',
        '**Firing**',
        '',
        '- ServiceDown since 2026-01-01T00:00:00Z',
        '',
        '**What you can do here**: More Actions, Send an Update',
        '',
        '- **acknowledge** with `{"by": "your name", "for": "30m"}`: say that you look after it: nobody else is woken for a while',
        '- **escalate** with `{"by": "your name", "comment": "why"}`: wake the next level of the escalation policy now',
        '- **take-over** with `{"by": "your name", "comment": "why"}`: go on by yourself: nothing more is begun here, and what was done stays',
        '- **close** with `{"by": "your name", "comment": "why"}`: say that it is over, whatever its alerts say',
        '',
        '**What happened**',
        '',
        '- 00:00:09 alert-joined: ServiceDown',
        '- 00:00:10 acted: restarted web',
      ].join('\n'),
    );
  });

  it('says so when nothing fires', () => {
    const incident = receive(anIncidentWith(['ServiceDown'], []), aDelivery(resolvedBy('ServiceDown')), isoSecond(9));

    expect(incidentDetails(incident)).toContain('**Nothing fires**');
  });

  it('says how the last repair ended, as long as nothing else has begun', () => {
    const outcome = { kind: 'nothing-done', reason: 'approval-denied', detail: 'denied by kim' } as const;
    const over = { ...moveTo(anIncident(), 'escalated', isoSecond(1)), outcome };

    expect(incidentDetails(over)).toContain('Outcome: nothing-done&#58; approval-denied&#58; denied by kim\n');
    expect(incidentDetails({ ...over, status: 'investigating' })).not.toContain('Outcome');
  });

  it('counts the alerts that it has no room for', () => {
    const names = Array.from({ length: 8 }, (_, index) => `Alert${index}`);

    expect(incidentDetails(anIncidentWith(names, []))).toContain('- and 3 more');
  });

  it.each(incidentStatuses)('names what is awaited while the incident is %s', (status) => {
    const details = incidentDetails(moveTo(anIncident(), status, isoSecond(1)));

    expect(details).toMatch(/Awaited: \w+/);
  });

  it('stays under 4,000 bytes and keeps the newest entry, however much text comes in', () => {
    const flood = Array.from({ length: 30 }, () => '*'.repeat(3_000));

    const details = incidentDetails(anIncidentWith(flood, [...flood, 'the newest']));

    expect(new TextEncoder().encode(details).length).toBeLessThanOrEqual(4_000);
    expect(details.split('\n').at(-1)).toBe('- 00:00:10 acted: the newest');
  });

  it('keeps the newest entry under a flood of findings and alerts', () => {
    const flood = Array.from({ length: 30 }, () => '*'.repeat(3_000));
    const finding = aLogFinding({ title: '*'.repeat(90), sample: '*'.repeat(150), rootCause: '#'.repeat(150) });
    const reading = aLogReading({
      findings: [finding, finding, finding],
      link: `https://l.example/${'x'.repeat(500)}`,
    });

    const details = incidentDetails({ ...anIncidentWith(flood, [...flood, '*'.repeat(160)]), reading });

    expect(new TextEncoder().encode(details).length).toBeLessThanOrEqual(4_000);
    expect(details.split('\n').at(-1)).toBe(`- 00:00:10 acted: ${'&#42;'.repeat(160)}`);
  });

  it('shows what was found above what happened, and says where lines had no room', () => {
    const details = ['pod web-1: exit code 1', ...Array.from({ length: 39 }, () => '*'.repeat(290))];

    const shown = incidentDetails({ ...anIncidentWith(['ServiceDown'], ['looked']), details });

    expect(shown).toContain('**What was found**\n\n- pod web-1&#58; exit code 1\n- and 39 more lines\n');
    expect(shown).toMatch(/acted&#58; looked$|acted: looked$/);
  });

  it('lets no Markdown and no HTML arise from what alerts say', () => {
    const nasty = fc.oneof(
      fc.string({ unit: fc.constantFrom(...marks), minLength: 1, maxLength: 3 }),
      fc.constantFrom('a', ' ', 'http', 'www.'),
    );
    const text = fc.oneof(
      fc.constant(hostile),
      fc.array(nasty, { maxLength: 60 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );

    fc.assert(
      fc.property(text, text, (name, said) => {
        const details = incidentDetails(anIncidentWith([name], [said]));

        const lines = details.split('\n');
        const foreign = [
          lines[8]?.slice('- '.length),
          ...lines.slice(19).map((line) => line.replace(/^- \S+ \S+: /, '')),
        ];
        expect(lines).toHaveLength(21);
        expect(foreign.join('\n')).not.toMatch(
          /[[\]()<>*_`|!\\~@$^{}"'\r\t\u2028\u0085\u202e]|&(?!#\d+;)|www\.|:\/\//u,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('reportOn', () => {
  it.each(reportKinds)('writes a message about %s', (kind) => {
    const report = reportOn(anIncidentWith(['ServiceDown'], []), kind, null);

    expect(report).toMatchObject({ kind, target: 'host/host-1/service/web', firing: ['ServiceDown'] });
    expect(report.title).toMatch(/: host\/host-1\/service\/web$/);
    expect(report.story).toEqual(['2026-01-01T00:00:09.000Z alert-joined: ServiceDown']);
  });

  it('carries logs only to the people who have to take over', () => {
    const logs = { source: 'file', text: 'last words', truncated: false };

    const carried = reportKinds.filter((kind) => reportOn(anIncident(), kind, logs).logs !== null);

    expect(carried).toEqual(['escalated']);
  });

  it('carries what the logs say to those who have to decide, take over or learn from it', () => {
    const incident = anIncident({ reading: aLogReading({ findings: [aLogFinding()], link: 'https://l.example/' }) });

    const carried = reportKinds.filter((kind) => reportOn(incident, kind, null).findings.length > 0);

    expect(carried).toEqual(['approval-needed', 'resolved', 'escalated', 'unanswered', 'taken-over', 'digest']);
    expect(reportOn(incident, 'escalated', null).findings).toEqual([
      'web ran out of memory (3, none before): java.lang.OutOfMemoryError: Java heap space',
      'read 20 lines since then and 100 lines before, a store',
      'more: https://l.example/',
    ]);
  });

  it('carries what was found to the same people', () => {
    const incident = anIncident({ details: ['pod web-1: exit code 1'] });

    const carried = reportKinds.filter((kind) => reportOn(incident, kind, null).details.length > 0);

    expect(carried).toEqual(['approval-needed', 'resolved', 'escalated', 'unanswered', 'taken-over', 'digest']);
  });

  it('keeps names and lines short, few and on one line', () => {
    const flood = Array.from({ length: 40 }, (_, index) => `${index}\n${'x'.repeat(2_000)}`);

    const { firing, story } = reportOn(anIncidentWith(flood, flood), 'escalated', null);

    expect(firing).toHaveLength(10);
    expect(story).toHaveLength(12);
    expect([...firing, ...story].filter((line) => line.length > 350 || line.includes('\n'))).toEqual([]);
  });

  it('names the incident where no target is known', () => {
    expect(reportOn(anIncident({ target: null, key: 'alert/abc' }), 'resolved', null).title).toBe(
      'Resolved: alert/abc',
    );
  });
});

function anIncidentWith(alertNames: readonly string[], said: readonly string[]): IncidentRecord {
  const joined = alertNames.reduce(
    (incident, alertname) => receive(incident, aDelivery(anAlert({ labels: { alertname } })), isoSecond(9)),
    anIncident(),
  );
  return said.reduce((incident, text) => note(incident, isoSecond(10), 'acted', text), joined);
}

function resolvedBy(alertname: string) {
  return aResolvedAlert({ labels: { alertname } });
}
