import type { AlertDetail } from '../../model/alert/tracked-alerts.ts';
import { predictionAmong } from '../../model/forecast/predicting/predictive-alert.ts';
import { recedingMs } from '../../model/forecast/predicting/waits.ts';
import type { Check } from '../../model/remediation/check.ts';
import type { Target } from '../../model/target.ts';

/** What proves that what was predicted has been averted: the next forecast does not expect it. None for other alerts. */
export function forecastChecks(target: Target, alerts: readonly AlertDetail[]): readonly Check[] {
  const prediction = predictionAmong(alerts);
  if (!prediction) return [];
  const forecast = { prediction: prediction.id, sinceMs: prediction.madeAtMs, aheadMs: null };
  return [{ check: 'forecast-receded', target, forecast, extraMs: recedingMs(prediction) }];
}
