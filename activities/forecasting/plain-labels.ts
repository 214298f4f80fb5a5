import type { Labels } from '../../model/alert/alert.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

const maxLabels = 40;
const maxLabelLength = 200;

/** Labels as they go into a history: masked, and as many and as long as it may hold. */
export function plainLabels(labels: Labels): Labels {
  const entries = Object.entries(labels).slice(0, maxLabels);
  return Object.fromEntries(entries.map(([name, value]) => [name, maskedLine(value, maxLabelLength)]));
}
