/** A probability for people. Nothing that is only expected is certain, and nothing is impossible. */
export function chanceInWords(share: number): string {
  return share > 0.995 ? 'over 99 %' : share < 0.01 ? 'under 1 %' : `${Math.round(100 * share)} %`;
}
