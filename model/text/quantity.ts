/** The unit that a quantity is read best in: 3.4e9 bytes are 3.4 GB. */
interface QuantityScale {
  readonly divisor: number;
  /** What is written behind the number, with its space; empty for a bare number. */
  readonly suffix: string;
}

type Step = readonly [divisor: number, suffix: string];

const bytes: readonly Step[] = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'].map((name, power) => [1_000 ** power, name]);
const times: readonly Step[] = [
  [0.001, 'ms'],
  [1, 's'],
  [60, 'min'],
  [3_600, 'h'],
  [86_400, 'd'],
];
const plain: readonly Step[] = ['', 'k', 'M', 'G', 'T'].map((name, power) => [1_000 ** power, name]);

/**
 * How quantities of up to this size are written. Bytes go by thousands, as in plans and reports, seconds by what clocks show; percent stay
 * percent, and any other unit takes k, M, G or T.
 *
 * @param largest the largest of them, whatever its sign.
 * @param unit as people write it; untrusted text that the caller has made harmless.
 */
export function quantityScale(largest: number, unit: string | null): QuantityScale {
  if (unit === 'percent' || unit === '%') return { divisor: 1, suffix: ' %' };
  if (unit === 'bytes' || unit === 'B') return stepOf(bytes, largest, '');
  if (unit === 'bytes/s' || unit === 'B/s') return stepOf(bytes, largest, '/s');
  if (unit === 'seconds' || unit === 's') return stepOf(times, largest, '');
  const { divisor, suffix } = stepOf(plain, largest, '');
  return { divisor, suffix: `${suffix}${unit === null ? '' : ` ${unit}`}`.replace('  ', ' ') };
}

/** The largest step that leaves at least 1 before the point. */
function stepOf(steps: readonly Step[], largest: number, behind: string): QuantityScale {
  const fitting = steps.findLast(([divisor]) => Math.abs(largest) >= divisor) ?? steps[0];
  const [divisor, name] = fitting ?? [1, ''];
  return { divisor, suffix: name === '' ? '' : ` ${name}${behind}` };
}

/** A number with about three digits that count: `3.25`, `87.1`, `412`; with an exponent where it has no other short form. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e6 || size < 1e-3)
    return value
      .toExponential(2)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return String(Number(value.toFixed(Math.min(6, decimals))));
}

/** A quantity for people, in the unit that it is read best in: `3.2 GB`, `87 %`, `1.5 k requests/s`. */
export function quantityInWords(value: number, unit: string | null): string {
  const { divisor, suffix } = quantityScale(value, unit);
  return `${shortNumber(value / divisor)}${suffix}`;
}
