/** One thing that a vendor demands of a field: what it says otherwise, and whether the value will do. */
type Rule = readonly [complaint: string, holds: (value: unknown) => boolean];

/** A text of at least one character, at most so many, and well-formed. */
export function text(maxLength: number, minLength = 1): Rule {
  const holds = (value: unknown): boolean =>
    typeof value === 'string' && value.length >= minLength && value.length <= maxLength && value.isWellFormed();
  return [`is no text of ${minLength} to ${maxLength} characters`, holds];
}

/** One line of text: no control, line-break or direction characters. */
export function line(maxLength: number): Rule {
  const [complaint, holds] = text(maxLength);
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
  const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
  return [`${complaint} on one line`, (value) => holds(value) && !controls.test(String(value))];
}

/** One of a closed list. */
export function oneOf(...allowed: readonly unknown[]): Rule {
  return [`is none of ${allowed.join(', ')}`, (value) => allowed.includes(value)];
}

/** An object whose values are all texts, with so many characters in all. */
export function texts(maxLength: number): Rule {
  const holds = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((part) => typeof part === 'string' && part.isWellFormed()) &&
    JSON.stringify(value).length <= maxLength;
  return [`is no object of texts with ${maxLength} characters`, holds];
}

/** Anything that a rule holds for, or nothing at all. */
export function optional([complaint, holds]: Rule): Rule {
  return [complaint, (value) => value === undefined || holds(value)];
}

/** What is wrong with an object: fields that break their rule, and fields that there are no rules for. */
export function complaintsAbout(value: unknown, rules: Readonly<Record<string, Rule>>): readonly string[] {
  if (typeof value !== 'object' || value === null) return ['is no object'];
  const fields = value as Readonly<Record<string, unknown>>;
  const broken = Object.entries(rules).filter(([name, [, holds]]) => !holds(fields[name]));
  const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(rules, name));
  return [
    ...broken.map(([name, [complaint]]) => `${name} ${complaint}`),
    ...unknown.map((name) => `${name} is unknown`),
  ];
}
