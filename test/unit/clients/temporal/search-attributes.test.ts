import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import {
  SearchAttributesMissingError,
  ensureSearchAttributes,
} from '../../../../clients/temporal/search-attributes.ts';
import { searchAttributes } from '../../../../model/names.ts';

function aServer(known: readonly string[], add: () => Promise<unknown> = () => Promise.resolve({})) {
  const added: unknown[] = [];
  const client = {
    options: { namespace: 'shop' },
    connection: {
      operatorService: {
        listSearchAttributes: async () => ({ customAttributes: Object.fromEntries(known.map((name) => [name, 2])) }),
        addSearchAttributes(request: unknown) {
          added.push(request);
          return add();
        },
      },
    },
  } as unknown as Client;
  return { client, added };
}

const all = Object.keys(searchAttributes);

describe('ensureSearchAttributes', () => {
  it('adds what is missing, with its type', async () => {
    const { client, added } = aServer(
      all.filter((name) => name !== 'NightshiftStatus' && name !== 'NightshiftStatusSince'),
    );

    await ensureSearchAttributes(client);

    expect(added).toEqual([{ namespace: 'shop', searchAttributes: { NightshiftStatus: 2, NightshiftStatusSince: 6 } }]);
  });

  it('adds nothing where nothing is missing', async () => {
    const { client, added } = aServer(all);

    await ensureSearchAttributes(client);

    expect(added).toEqual([]);
  });

  it('is content when another worker was faster', async () => {
    const { client } = aServer([], () => Promise.reject(Object.assign(new Error('exists'), { code: 6 })));

    await expect(ensureSearchAttributes(client)).resolves.toBeUndefined();
  });

  it('says what is missing and why it cannot be added', async () => {
    const { client } = aServer([], () => Promise.reject(Object.assign(new Error('not allowed'), { code: 7 })));

    const error: unknown = await ensureSearchAttributes(client).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(SearchAttributesMissingError);
    expect(String(error)).toMatch(/NightshiftStatus, .*not allowed/);
  });
});
