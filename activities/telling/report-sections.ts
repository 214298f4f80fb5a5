import type { Report } from '../../model/incident/report.ts';
import { onOneLine, plainLines } from '../../model/text/markdown.ts';

/** A part of a report that has a heading where people read it. */
export interface ReportSection {
  readonly name: 'asks' | 'details' | 'findings' | 'story' | 'logs';
  readonly heading: string;
  /** Plain text, not escaped for any medium. */
  readonly lines: readonly string[];
}

/** What a report says below its title, in the order in which people need it; empty parts are left out. */
export function sectionsOf({ asks, details, findings, story, logs }: Report): readonly ReportSection[] {
  const sections: readonly ReportSection[] = [
    { name: 'asks', heading: 'What to do', lines: asks.map(onOneLine) },
    { name: 'details', heading: 'What was found', lines: details.map(onOneLine) },
    { name: 'findings', heading: 'In the logs', lines: findings.map(onOneLine) },
    { name: 'story', heading: 'What happened', lines: story.map(onOneLine) },
    { name: 'logs', heading: 'Last log lines', lines: logs ? plainLines(logs.text).trimEnd().split('\n') : [] },
  ];
  return sections.filter(({ lines }) => lines.some((line) => line !== ''));
}

/** The facts on an incident that fit one line. */
export function factsOf({ severity, runbook, firing }: Report): string {
  const names = firing.map(onOneLine).join(', ');
  return `severity ${severity} · runbook ${runbook ?? 'none'} · firing: ${names || 'nothing'}`;
}

/** The end of a text: what is newest stands last in a log and in a story. */
export function newest(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `…${text.slice(1 - maxLength).toWellFormed()}`;
}

/** Whom a message is for, where it is for one person. */
export function addressedTo(person: string): string {
  return `This page is for ${onOneLine(person)}.`;
}
