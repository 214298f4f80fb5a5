import { readFileSync } from 'node:fs';

const root = new URL('../../../', import.meta.url);

/** The rows of a table in a page of docs/, below the given heading: one list of cells each, without code marks. */
export function tableIn(page: string, heading: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`docs/${page}`, root), 'utf8');
  const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map(cellsOf);
}

function cellsOf(row: string): readonly string[] {
  const cells = row.split('|').slice(1, -1);
  return cells.map((cell) => cell.trim().replaceAll('`', ''));
}
