const scorebookPrefix = 'scorebook:';

/** The workflow id of the scorebook of a forecast. */
export function scorebookWorkflowId(forecast: string): string {
  return `${scorebookPrefix}${forecast}`;
}

/** The forecast of a scorebook, from its workflow id. */
export function forecastOfScorebook(workflowId: string): string {
  return workflowId.slice(scorebookPrefix.length);
}

/** The field of its memo in which a scorebook shows its sums. */
export const scorebookMemo = 'scorebook';
