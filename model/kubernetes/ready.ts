/** What a pod or a node says of itself. */
interface WithConditions {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

/** Whether a pod or a node is ready, by its own word; `Unknown` is not. */
export function isReady({ conditions = [] }: WithConditions = {}): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
