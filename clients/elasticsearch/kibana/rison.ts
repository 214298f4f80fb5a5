/**
 * A value in Rison, the notation of Kibana's addresses, escaped for the fragment of an address. Every text is quoted, so
 * that none can be taken for anything else.
 */
export function risonInAddress(value: unknown): string {
  // The parentheses, the mark and the apostrophe are Rison's own and stay as they are.
  return encodeURIComponent(rison(value)).replace(/%(?:3A|2C|40|24|2F)/g, (code) => decodeURIComponent(code));
}

function rison(value: unknown): string {
  if (value === null || value === undefined) return '!n';
  if (typeof value === 'boolean') return value ? '!t' : '!f';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value).replace('+', '') : '!n';
  if (typeof value === 'string') return `'${value.toWellFormed().replace(/[!']/g, '!$&')}'`;
  if (Array.isArray(value)) return `!(${value.map(rison).join(',')})`;
  const entries = Object.entries(value);
  return `(${entries.map(([key, part]) => `${/^[a-z_]\w*$/i.test(key) ? key : rison(key)}:${rison(part)}`).join(',')})`;
}
