import type { Client } from '@temporalio/client';
import { searchAttributes } from '../../model/names.ts';

/** `temporal.api.enums.v1.IndexedValueType`, by the names used in model/names.ts. */
const indexedValueTypes = { Keyword: 2, Datetime: 6 } as const;

/** A server that does not know the search attributes, and does not let us add them. */
export class SearchAttributesMissingError extends Error {
  override readonly name = 'SearchAttributesMissingError';

  constructor(missing: readonly string[], reason: string) {
    super(
      `the Temporal namespace lacks the search attributes ${missing.join(', ')} and refuses to add them (${reason}): ` +
        'add them there with the types that docs/temporal.md names',
    );
  }
}

/**
 * Adds what is missing of Nightshift's search attributes to the namespace. Without them every incident
 * would be stuck at its first task, so a worker asks before it polls.
 *
 * @throws SearchAttributesMissingError
 */
export async function ensureSearchAttributes(client: Client): Promise<void> {
  const { operatorService } = client.connection as unknown as OperatorConnection;
  const namespace = client.options.namespace;
  const known = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(searchAttributes).filter(([name]) => !(name in (known.customAttributes ?? {})));
  if (missing.length === 0) return;
  try {
    const wanted = Object.fromEntries(missing.map(([name, type]) => [name, indexedValueTypes[type]]));
    await operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
  } catch (error) {
    // Two workers that start together both add them; the second hears that they exist.
    if ((error as { code?: number }).code === alreadyExists) return;
    throw new SearchAttributesMissingError(
      missing.map(([name]) => name),
      (error as Error).message,
    );
  }
}

/** gRPC status ALREADY_EXISTS. */
const alreadyExists = 6;

interface OperatorConnection {
  readonly operatorService: {
    listSearchAttributes(request: {
      namespace: string;
    }): Promise<{ customAttributes?: Record<string, unknown> | null }>;
    addSearchAttributes(request: { namespace: string; searchAttributes: Record<string, number> }): Promise<unknown>;
  };
}
