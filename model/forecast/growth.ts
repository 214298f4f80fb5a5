/** How fast something is used up, in units a second; all three are above 0. */
export interface Pace {
  readonly perSecond: number;
  /** Between these it lies in nine cases of ten, as far as the measurements tell. */
  readonly slowest: number;
  readonly fastest: number;
}

/** Whether something is used up, as a series of what was left of it shows. */
export type Growth =
  | { readonly kind: 'growing'; readonly pace: Pace; readonly overMs: number }
  /** Nothing that could be told from chance, over this time. */
  | { readonly kind: 'not-growing'; readonly overMs: number }
  | { readonly kind: 'too-little-data' };
