import type { LogLine } from '../../model/logs/log-line.ts';
import type { FoundLines, ReadShares } from './log-store.ts';

const everyLine: ReadShares = { severe: 1, others: 1 };

/**
 * The lines of two windows with the same part of each kind in both, so that their counts can be compared: what was read
 * more completely is thinned out evenly. Windows that were read completely stay as they are.
 */
export function comparable(
  before: FoundLines,
  during: FoundLines,
): { readonly before: readonly LogLine[]; readonly during: readonly LogLine[] } {
  const [one, other] = [before.read ?? everyLine, during.read ?? everyLine];
  const both = { severe: Math.min(one.severe, other.severe), others: Math.min(one.others, other.others) };
  return { before: thinned(before.lines, one, both), during: thinned(during.lines, other, both) };
}

function thinned(lines: readonly LogLine[], from: ReadShares, to: ReadShares): readonly LogLine[] {
  const keepSevere = evenly(to.severe / from.severe);
  const keepOthers = evenly(to.others / from.others);
  return lines.filter(({ level }) => (level === 'fatal' || level === 'error' ? keepSevere() : keepOthers()));
}

/** Says yes to this share of the times it is asked; where nothing was read it does not matter. */
function evenly(share: number): () => boolean {
  let sum = 0.5;
  return () => {
    if (!(share < 1)) return true;
    sum += share;
    if (sum < 1) return false;
    sum -= 1;
    return true;
  };
}
