import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import { everyMsOf, isReached } from '../../model/forecast/predicting/outlook.ts';
import type { PredictionNotice } from '../../model/forecast/predicting/prediction-details.ts';
import { predictionDetails } from '../../model/forecast/predicting/prediction-details.ts';
import type { PredictionRecord } from '../../model/forecast/predicting/prediction-record.ts';
import { statusOf } from '../../model/forecast/predicting/prediction-record.ts';
import { predictionMemo } from '../../model/forecast/running/ids.ts';

const statusKey = defineSearchAttributeKey('NightshiftStatus', 'KEYWORD');
const statusSinceKey = defineSearchAttributeKey('NightshiftStatusSince', 'DATETIME');
const targetKey = defineSearchAttributeKey('NightshiftTarget', 'KEYWORD');

/**
 * Shows a prediction on the server as it is now: details for people, a notice in the memo for those who ask how it stands, and
 * search attributes. What has not changed is not written again.
 *
 * @param before what this run published last.
 */
export function publishPrediction(record: PredictionRecord, before: PredictionRecord | undefined): void {
  setCurrentDetails(predictionDetails(record));
  const notice = noticeOf(record);
  if (notice && JSON.stringify(notice) !== JSON.stringify(before && noticeOf(before)))
    upsertMemo({ [predictionMemo]: notice });
  const [status, target] = [statusOf(record), record.prediction?.target ?? null];
  if (before && status === statusOf(before) && target === (before.prediction?.target ?? null)) return;
  upsertSearchAttributes([
    { key: statusKey, value: status },
    { key: statusSinceKey, value: new Date() },
    { key: targetKey, value: target },
  ]);
}

function noticeOf(record: PredictionRecord): PredictionNotice | null {
  const { prediction, claim } = record;
  if (!prediction) return null;
  return {
    status: statusOf(record),
    madeAtMs: prediction.madeAtMs,
    everyMs: everyMsOf(prediction),
    value: prediction.value,
    isReached: isReached(prediction),
    crossingMs: prediction.crossing?.atMs ?? null,
    claim: claim && { raisedAtMs: claim.raisedAtMs, untilMs: claim.judgedAtMs },
  };
}
