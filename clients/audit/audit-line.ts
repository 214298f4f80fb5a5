import type { AuditRecord } from '../../model/audit.ts';
import { shorten } from '../../model/text/markdown.ts';
import { maskSecrets } from '../../model/text/redaction.ts';

/** Bytes of one line with its line feed. */
export const maxLineBytes = 64 * 1024;

/** Names that Nightshift gave itself, by which records are found again: masking or cutting would confuse them. */
const ownNames = ['kind', 'at', 'incident', 'target', 'runbook', 'plan', 'step', 'key'];

/** How many characters of a text and how many entries of a list are kept: the first of these that fits a line. */
const limits = [
  { text: 8_192, entries: 1_000 },
  { text: 1_024, entries: 200 },
  { text: 256, entries: 50 },
  { text: 64, entries: 20 },
];

const masked = '[secret]';

/**
 * One record as one line of JSON: secrets masked, no character in it that a terminal or a reader of lines
 * would obey, and never longer than {@link maxLineBytes}. Text that is cut ends in an ellipsis, and the
 * record says `"shortened":true`.
 *
 * @returns undefined for a record that even so does not fit.
 */
export function auditLine(record: AuditRecord): string | undefined {
  const own = Object.fromEntries(ownNames.map((name) => [name, record[name as keyof AuditRecord]]));
  const told = Object.fromEntries(Object.entries(record).filter(([name]) => !ownNames.includes(name)));
  for (const limit of limits) {
    const cut = new Cut(limit);
    const parts = cut.apply(maskedParts(told)) as object;
    const line = `${inertJson({ ...own, ...parts, ...(cut.shortened ? { shortened: true } : {}) })}\n`;
    if (Buffer.byteLength(line) <= maxLineBytes) return line;
  }
  return undefined;
}

/** Masks every text, and whatever stands under a name that speaks of a secret. */
function maskedParts(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (Array.isArray(value)) return value.map(maskedParts);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, part]) => [
      maskSecrets(name),
      typeof part === 'string' && namesSecret(name) ? masked : maskedParts(part),
    ]),
  );
}

function namesSecret(name: string): boolean {
  const pair = `${name}=x`;
  return maskSecrets(pair) !== pair;
}

/** Keeps no more than a limit of everything, and remembers whether it had to. */
class Cut {
  shortened = false;
  private readonly limit: { readonly text: number; readonly entries: number };

  constructor(limit: { readonly text: number; readonly entries: number }) {
    this.limit = limit;
  }

  apply(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return this.entries(value).map((part) => this.apply(part));
    if (typeof value !== 'object' || value === null) return value;
    const entries = this.entries(Object.entries(value));
    return Object.fromEntries(entries.map(([name, part]) => [this.text(name), this.apply(part)]));
  }

  private text(text: string): string {
    if (text.length > this.limit.text) this.shortened = true;
    return shorten(text, this.limit.text);
  }

  private entries<T>(list: readonly T[]): readonly T[] {
    if (list.length > this.limit.entries) this.shortened = true;
    return list.slice(0, this.limit.entries);
  }
}

/** JSON escapes most control characters by itself; these it leaves, though some readers break lines at them. */
function inertJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
