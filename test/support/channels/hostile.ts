import type { Report } from '../../../model/incident/report.ts';
import { aReport } from '../builders.ts';

/** Text that means something in a header, in JSON, XML, HTML and Markdown, turns the direction, and is no good Unicode. */
export const hostileText =
  'x\r\nX-Evil: 1\r\n\r\n{"evil": 1}","evil":"</Say><Dial>+4915550000</Dial><a href="https://evil.example/">&lt; *b* \u202e\u0000\u001b[31m \ud800';

/** A report of which every part is hostile, and far too long if so wanted. */
export function aHostileReport(times = 1, overrides: Partial<Report> = {}): Report {
  const text = `${hostileText} `.repeat(times);
  return aReport({
    title: `A human is needed: ${text}`,
    incident: text,
    firing: [text, text],
    story: [text, text],
    asks: [text],
    details: [text],
    findings: [text],
    logs: { source: 'file', text, truncated: false },
    ...overrides,
  });
}
