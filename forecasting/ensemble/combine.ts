/** At each step the median of several forecasts; there is at least one, and all are as long. */
export function medianForecast(forecasts: readonly Float64Array[]): Float64Array {
  const at = new Float64Array(forecasts.length);
  const half = forecasts.length / 2;
  const [low, high] = [Math.ceil(half) - 1, Math.floor(half)];
  return Float64Array.from({ length: forecasts[0]?.length ?? 0 }, (_, step) => {
    for (let nth = 0; nth < at.length; nth++) at[nth] = forecasts[nth]?.[step] ?? 0;
    at.sort();
    return ((at[low] ?? 0) + (at[high] ?? 0)) / 2;
  });
}
