import { printableName } from './printable-name.ts';

/** What the end marker says. */
interface HostOutputEnd {
  readonly status: 'done' | 'partial';
  readonly count: number;
  readonly bytes: number;
}

/** What a field of a record holds. */
export type FieldKind = 'number' | 'text';

/** Longer than any path with its numbers; more is no output of the program. */
const maxRecordBytes = 64 * 1024;

/**
 * Reads what nightshift-host prints, as it comes: records that end in NUL, their fields separated by
 * TAB, the last one free bytes. Holds one record at a time, however many there are.
 */
export class HostOutput {
  /** Records so far, without the end marker. */
  count = 0;
  private rest: Buffer = Buffer.alloc(0);
  private ending: HostOutputEnd | null = null;
  private broken = false;
  private readonly fields: readonly FieldKind[];
  private readonly each: (fields: readonly string[]) => void;

  /** @param each - is given every record that has the fields that a record must have. */
  constructor(fields: readonly FieldKind[], each: (fields: readonly string[]) => void) {
    this.fields = fields;
    this.each = each;
  }

  add(chunk: Uint8Array): void {
    if (this.broken) return;
    const bytes = Buffer.concat([this.rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, start)) {
      this.take(bytes.subarray(start, end));
      start = end + 1;
    }
    this.rest = bytes.subarray(start);
    if (this.rest.length > maxRecordBytes) this.giveUp();
  }

  /** The end marker; null where it did not come, is not the last, or does not agree with what came before. */
  end(): HostOutputEnd | null {
    if (this.broken || this.rest.length > 0) return null;
    return this.ending?.count === this.count ? this.ending : null;
  }

  /** Whether nothing at all was printed. */
  isEmpty(): boolean {
    return this.count === 0 && this.ending === null && !this.broken && this.rest.length === 0;
  }

  private take(record: Buffer): void {
    if (this.ending !== null || this.broken) return this.giveUp();
    if (record.subarray(0, 4).equals(endMark)) {
      const end = splitFields(record, 4);
      const [, status, count, bytes] = end;
      if (status !== 'done' && status !== 'partial') return this.giveUp();
      if (!hasKinds(end, ['text', 'text', 'number', 'number'])) return this.giveUp();
      this.ending = { status, count: Number(count), bytes: Number(bytes) };
      return;
    }
    const fields = splitFields(record, this.fields.length);
    if (!hasKinds(fields, this.fields)) return this.giveUp();
    this.count += 1;
    this.each(fields);
  }

  private giveUp(): void {
    this.broken = true;
    this.rest = Buffer.alloc(0);
  }
}

const endMark = Buffer.from('end\t');

function hasKinds(fields: readonly string[], kinds: readonly FieldKind[]): boolean {
  const isRight = (field: string, index: number) => kinds[index] === 'text' || /^-?\d{1,15}(?:\.\d+)?$/.test(field);
  return fields.length === kinds.length && fields.every(isRight);
}

/** As many fields as there may be; TABs in the last belong to it. */
function splitFields(record: Buffer, count: number): readonly string[] {
  const fields: string[] = [];
  let start = 0;
  while (fields.length < count - 1) {
    const end = record.indexOf(0x09, start);
    if (end < 0) break;
    fields.push(printableName(record.subarray(start, end)));
    start = end + 1;
  }
  return [...fields, printableName(record.subarray(start))];
}
