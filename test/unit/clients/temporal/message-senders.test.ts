import { defaultPayloadConverter } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { findSender } from '../../../../clients/temporal/message-senders.ts';
import type { OwnMessageRef, Sender } from '../../../../model/remediation/sender.ts';
import { clientOfRecordedRun, clientServing } from '../../../support/temporal/recorded-run.ts';

const [alice, bob] = [
  { type: 'jwt', name: 'alice' },
  { type: 'jwt', name: 'bob' },
];

const approval = (nth: number): OwnMessageRef => ({ kind: 'signal', name: 'approve', nth });
const update: OwnMessageRef = { kind: 'update', id: 'by-bob' };

/** The arguments of a message, as a history has them. */
function inputOf(value: unknown) {
  return { payloads: [defaultPayloadConverter.toPayload(value)] };
}

/** Looks into a run that a server 1.31 with authentication recorded, on which principals are stamped. */
async function senderIn(fixture: string, message: OwnMessageRef, eventsPerPage = 7): Promise<Sender | undefined> {
  const client = await clientOfRecordedRun(fixture, eventsPerPage);
  return findSender(client, { workflowId: 'asked', runId: 'run', message });
}

describe('findSender', () => {
  it.each<[string, OwnMessageRef, string, Sender['principal']]>([
    ['a signal', approval(0), 'alice@client', alice],
    ['a signal that came during a task of the worker', approval(1), 'bob@client', bob],
    ['a signal of another workflow', approval(2), 'history-service', null],
    ['a signal under a false name', approval(3), 'bob@client', alice],
    ['a signal of another name', { kind: 'signal', name: 'busy', nth: 0 }, 'alice@client', alice],
    ['an Update, which bears the stamp of the worker', update, 'bob@client', null],
  ])('names the sender of %s', async (_title, message, identity, principal) => {
    const sender = await senderIn('before-a-reset', message);

    expect(sender).toMatchObject({ identity, principal, replayed: false });
  });

  it('says when the server took the message in', async () => {
    const sender = await senderIn('before-a-reset', approval(0));

    expect(sender?.at).toMatch(/^2026-11-23T19:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each<[string, OwnMessageRef, string, Sender['principal']]>([
    ['a signal from before it, whose stamp stays', approval(0), 'alice@client', alice],
    ['a signal that it brought back, which bears the stamp of who reset', approval(1), 'bob@client', null],
    ['a signal of another workflow that it brought back', approval(2), 'history-service', null],
    ['a signal under the name of who reset', approval(3), 'bob@client', null],
    ['an Update that it brought back', update, 'bob@client', null],
  ])('knows after a Reset %s', async (_title, message, identity, principal) => {
    const sender = await senderIn('after-a-reset', message);

    expect(sender).toMatchObject({ identity, principal, replayed: true });
  });

  it('takes a signal that came after a Reset for what it is', async () => {
    const sender = await senderIn('after-a-reset', approval(4));

    expect(sender).toMatchObject({ identity: 'alice@client', principal: alice, replayed: false });
  });

  it.each([1, 1_000])('finds the same however many events are on a page: %d', async (eventsPerPage) => {
    const senders = await Promise.all(
      [approval(1), update].map((message) => senderIn('after-a-reset', message, eventsPerPage)),
    );

    expect(senders).toMatchObject([{ identity: 'bob@client' }, { identity: 'bob@client' }]);
  });

  it.each<[string, OwnMessageRef]>([
    ['one signal more than there are', approval(5)],
    ['a signal of an unknown name', { kind: 'signal', name: 'deny', nth: 0 }],
    ['an unknown Update', { kind: 'update', id: 'by-carol' }],
    ['a signal by the id of an Update', { kind: 'signal', name: 'by-bob', nth: 0 }],
  ])('finds nobody for %s', async (_title, message) => {
    expect(await senderIn('after-a-reset', message)).toBeUndefined();
  });

  it.each([
    ['no principal', null, {}],
    ['a principal without a name', { type: 'jwt', name: '' }, {}],
    ["somebody who comes along on a workflow's signal", bob, { externalWorkflowExecution: { workflowId: 'another' } }],
  ])('believes nobody where the server stamped %s', async (_title, principal, origin) => {
    const signal = { signalName: 'approve', identity: 'alice', ...origin };
    const event = {
      workflowExecutionSignaledEventAttributes: signal,
      eventTime: { seconds: 1, nanos: 5e6 },
      principal,
    };
    const client = clientServing(async () => ({ history: { events: [event] } }));

    const sender = await findSender(client, { workflowId: 'asked', runId: 'run', message: approval(0) });

    expect(sender).toMatchObject({
      identity: 'alice',
      principal: null,
      at: '1970-01-01T00:00:01.005Z',
      replayed: false,
    });
  });

  it.each([
    ['a signal', 'workflowExecutionSignaledEventAttributes', { signalName: 'approve', input: inputOf({ by: 'alex' }) }],
    [
      'an Update',
      'workflowExecutionUpdateAcceptedEventAttributes',
      { acceptedRequest: { meta: { updateId: 'by-bob' }, input: { name: 'approve', args: inputOf({ by: 'alex' }) } } },
    ],
  ])('tells what was said by %s', async (_title, attributes, said) => {
    const client = clientServing(async () => ({ history: { events: [{ [attributes]: said }] } }));

    const messages = [approval(0), update].map((message) =>
      findSender(client, { workflowId: 'asked', runId: 'run', message }),
    );

    const [found] = (await Promise.all(messages)).filter((sender) => sender !== undefined);
    expect(found?.message).toEqual({ name: 'approve', input: { by: 'alex' } });
  });

  it('does not tell what cannot be decoded', async () => {
    const garbled = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{') };
    const signal = { signalName: 'approve', input: { payloads: [garbled] } };
    const events = [{ workflowExecutionSignaledEventAttributes: signal }];
    const client = clientServing(async () => ({ history: { events } }));

    const sender = await findSender(client, { workflowId: 'asked', runId: 'run', message: approval(0) });

    expect(sender).not.toHaveProperty('message');
  });

  it('asks for the run that it was told', async () => {
    const requests: unknown[] = [];
    const client = clientServing(async (request) => {
      requests.push(request);
      return { history: { events: [] } };
    });

    await findSender(client, { workflowId: 'asked', runId: 'run', message: update });

    expect(requests).toMatchObject([{ namespace: 'default', execution: { workflowId: 'asked', runId: 'run' } }]);
  });

  it('gives up on a history without an end', async () => {
    const client = clientServing(async () => ({ history: { events: [] }, nextPageToken: Buffer.from('more') }));

    expect(await findSender(client, { workflowId: 'asked', runId: 'run', message: update })).toBeUndefined();
  });

  it('finds nobody where there is no such run', async () => {
    const client = clientServing(() => Promise.reject(Object.assign(new Error('not found'), { code: 5 })));

    expect(await findSender(client, { workflowId: 'asked', runId: 'run', message: update })).toBeUndefined();
  });

  it('does not take an outage for a missing message', async () => {
    const client = clientServing(() => Promise.reject(new Error('outage')));

    await expect(findSender(client, { workflowId: 'asked', runId: 'run', message: update })).rejects.toThrow('outage');
  });
});
