import { durationInWords } from '../text/duration.ts';
import { escapeHtml } from '../text/html.ts';
import { onOneLine } from '../text/markdown.ts';
import { alertLine, headLines } from './markdown.ts';
import type { Review } from './review.ts';

const styleSheet = [
  ':root{color-scheme:light dark}',
  'body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}',
  'h1{font-size:1.5rem;overflow-wrap:anywhere}h2{font-size:1.1rem;margin-top:2rem}',
  'th{text-align:left;font-weight:600;padding-right:1rem;vertical-align:top;white-space:nowrap}',
  'td{overflow-wrap:anywhere;vertical-align:top}td.when{white-space:nowrap;padding-right:1rem}',
  'img{max-width:100%;height:auto}li{overflow-wrap:anywhere}',
].join('');

/** Writes a post-incident report as one page of HTML that needs nothing from elsewhere and runs nothing. */
export function reviewAsHtml(review: Review): string {
  const { incident, page, alerts, took, tried, decisions, evidence, charts, timeline, left, questions } = review;
  const title = escaped(`Post-incident report: ${incident}`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`,
    `<style>${styleSheet}</style></head>`,
    `<body><h1>${title}</h1>`,
    table(headLines(review)),
    ...(page === null ? [] : [`<p><a href="${escaped(page)}">the workflow of the incident</a></p>`]),
    ...section('How long it took', table(took.map(({ what, ms }) => [what, durationInWords(ms)]))),
    ...section('Alerts', list(alerts.map(({ name, firedAt, clearedAt }) => alertLine(name, firedAt, clearedAt)))),
    ...section('What was tried', entries(tried)),
    ...section('Decisions', entries(decisions)),
    ...section('Evidence', list(evidence)),
    ...section('Around the incident', charts.map(picture).join('')),
    ...section(
      'Timeline',
      `${left > 0 ? `<p>${left} older entries are in the history of the workflow.</p>` : ''}${entries(timeline)}`,
    ),
    ...section('Open questions', list(questions)),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function section(title: string, content: string): readonly string[] {
  return content === '' ? [] : [`<h2>${title}</h2>`, content];
}

function table(rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  return `<table>${rows.map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join('')}</table>`;
}

function entries(all: Review['timeline']): string {
  if (all.length === 0) return '';
  const rows = all.map(
    ({ at, event, text }) =>
      `<tr><td class="when">${escaped(at.slice(0, 19))}Z</td><td class="when">${escaped(event)}</td><td>${escaped(text)}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
}

/** As an image, a picture cannot reach into the page. */
function picture({ title, svg }: Review['charts'][number]): string {
  return `<p><img alt="${escaped(title)}" src="data:image/svg+xml,${escapeHtml(encodeURIComponent(svg))}"></p>`;
}

function escaped(text: string): string {
  return escapeHtml(onOneLine(text));
}
