import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { setTimeout as wait } from 'node:timers/promises';
import type { Caps } from '../../../model/guard/decide.ts';
import type { Claim, ClaimAnswer, Ledger, RepairEnd } from '../../../model/guard/ledger.ts';
import { guardWorkflowId, messageNames, workflowTypes } from '../../../model/names.ts';
import { wideCaps } from '../guard/builders.ts';
import { hours } from './mock-world.ts';

/** The repair of a target asks to begin; its id follows its target, which has to be short. */
export function aClaim(target: string, overrides: Partial<Claim> = {}): Claim {
  return {
    id: `repair/${target}`,
    target,
    runbook: 'service-down',
    putAt: 0,
    askedAt: 0,
    lapsesAfterMs: 12 * hours,
    groups: [],
    ...overrides,
  };
}

/** The guard of one failure domain, as repairs and operators see it. */
export class PlayedGuard {
  private readonly client: Client;
  private readonly domain: string;
  private readonly taskQueue: string;

  constructor(client: Client, domain: string, taskQueue: string) {
    this.client = client;
    this.domain = domain;
    this.taskQueue = taskQueue;
  }

  /** The newest run, whichever that is. */
  get handle(): WorkflowHandle {
    return this.client.workflow.getHandle(guardWorkflowId(this.domain));
  }

  async begin(ledger?: Ledger): Promise<void> {
    await this.client.workflow.start(workflowTypes.guard, {
      workflowId: guardWorkflowId(this.domain),
      taskQueue: this.taskQueue,
      args: [ledger ? { ledger } : {}],
    });
  }

  async claim(claim: Claim, caps: Caps = wideCaps()): Promise<ClaimAnswer> {
    const [answer] = await this.claimTogether([claim], caps);
    if (!answer) throw new Error('the claim has no answer');
    return answer;
  }

  /** Several claims in one message. */
  claimTogether(claims: readonly Claim[], caps: Caps = wideCaps()): Promise<readonly ClaimAnswer[]> {
    return this.send(claims, caps);
  }

  /** Sends anything in place of claims. */
  private send(...args: readonly [unknown, unknown]): Promise<readonly ClaimAnswer[]> {
    return this.handle.executeUpdate<ClaimAnswer[], [unknown, unknown]>(messageNames.claim, { args: [...args] });
  }

  /** Sends anything in place of claims, which must be refused; with what words. */
  async refusedClaim(...args: readonly [unknown, unknown]): Promise<string> {
    try {
      await this.send(...args);
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? '';
      throw error;
    }
    throw new Error('the claim was read');
  }

  settle(target: string, end: RepairEnd): Promise<void> {
    return this.signal({ id: aClaim(target).id, end });
  }

  /** Sends anything in place of a settlement. */
  signal(input: unknown): Promise<void> {
    return this.handle.signal(messageNames.settle, input);
  }

  ledger(): Promise<Ledger> {
    return this.handle.query<Ledger>(messageNames.ledger);
  }

  /** What operators see in the UI at this moment. */
  async currentDetails(): Promise<string> {
    const metadata = await this.handle.query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
    return metadata.currentDetails ?? '';
  }

  async runId(): Promise<string> {
    return (await this.handle.describe()).runId;
  }

  /** Waits until another run has taken over. */
  async untilRunAfter(runId: string): Promise<void> {
    while ((await this.runId()) === runId) await wait(20);
  }
}
