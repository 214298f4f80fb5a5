/** What is asked of values that came from outside, before anything believes them. */

/** Whether it has fields: no list, and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

export function isOneOf(list: readonly string[], value: unknown): boolean {
  return isText(value) && list.includes(value);
}

/** Whether it can be reckoned with: neither NaN nor infinite. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A number that is not below 0. */
export function isAmount(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

/** Names with texts, as labels are. */
export function isTexts(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every(isText);
}
