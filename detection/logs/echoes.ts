import type { Evidence } from './evidence/weigh.ts';
import type { Services } from './services.ts';

/** The share of equal words from which two templates say the same. */
const same = 0.6;

/**
 * Whether evidence only repeats what is placed already: it blames the same service, or one whose own findings are
 * there, or says nearly the same words.
 */
export function isEcho(one: Evidence, placed: readonly Evidence[], { blamedBy }: Services): boolean {
  const blamed = blamedBy(one);
  return placed.some(
    (other) =>
      blamed.includes(other.group.service ?? '') ||
      blamedBy(other).some((service) => blamed.includes(service)) ||
      likeness(one, other) >= same,
  );
}

function likeness(one: Evidence, other: Evidence): number {
  const [words, others] = [new Set(one.group.template.tokens), new Set(other.group.template.tokens)];
  const common = [...words].filter((word) => others.has(word)).length;
  return common / (words.size + others.size - common);
}
