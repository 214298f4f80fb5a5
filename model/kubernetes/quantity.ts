/** As the API writes amounts: a decimal number and one suffix. `E` alone is a unit, before a number it is an exponent. */
const quantity = /^([+-]?(?:\d+\.?\d*|\.\d+))(n|u|m|k|[KMGTPE]i|[eE][+-]?\d{1,2}|[MGTPE])?$/;
const maxLength = 40;

const powersOfTen: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binaryUnits = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

/** One binary step of units: 1 KiB in bytes, 1 MiB in KiB. */
const step = 1_024;
/** What sizes of memory and of volumes are rounded to. */
export const mebibyte = step ** 2;

/**
 * Reads an amount as the API writes it, such as `512Mi`, `1.5Gi`, `200m` or `1e3`, in its base unit: bytes, cores, things.
 * The official client refuses fractions of binary units, which the API server takes.
 *
 * @returns null for any other text.
 */
export function parseQuantity(text: string): number | null {
  const [, number = '', suffix = ''] = (text.length <= maxLength && quantity.exec(text)) || [];
  if (number === '') return null;
  const binary = suffix === '' ? 0 : binaryUnits.findIndex((unit) => unit === suffix);
  if (binary >= 0) return Number(number) * step ** binary;
  // Written together, because the product of 0.1 and 1000 is not always the number that `100` is.
  const exponent = powersOfTen[suffix] ?? Number(suffix.slice(1));
  return Number(`${number}e${exponent}`);
}

/** The same where there may be no amount at all. */
export function quantityOf(text: string | undefined): number | null {
  return text === undefined ? null : parseQuantity(text);
}

/** Writes a whole number of bytes for the API, exactly: `512Mi`, `1536Mi`, `1000`. */
export function formatQuantity(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount !== 0 && amount % step === 0 && unit < binaryUnits.length - 1)
    [amount, unit] = [amount / step, unit + 1];
  return `${amount}${binaryUnits[unit]}`;
}

/** A number of bytes for people, who read it beside limits and sizes: `512Mi`, `1.5Gi`. */
export function bytesInWords(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  while (amount >= step && unit < binaryUnits.length - 1) [amount, unit] = [amount / step, unit + 1];
  return unit === 0 ? `${Math.round(amount)} bytes` : `${Number(amount.toFixed(1))}${binaryUnits[unit]}`;
}
