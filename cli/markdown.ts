import { onOneLine } from '../model/text/markdown.ts';

/** Columns that a line of prose may have. */
const width = 120;

/** One row of a table. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => onOneLine(cell).replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}

/** The line below the head of a table. */
export function rule(columns: number): string {
  return `|${' --- |'.repeat(columns)}`;
}

/** An item of a list, over as many lines as it needs. */
export function item(text: string, depth = 0): string {
  const indent = '  '.repeat(depth);
  const lines = [`${indent}-`];
  for (const word of onOneLine(text).split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(`${indent}  ${word}`);
  }
  return lines.join('\n');
}

/** Names of code, one after the other. */
export function codes(words: readonly string[]): string {
  return words.map(code).join(', ');
}

/** A name of code. */
export function code(word: string): string {
  return `\`${word}\``;
}
