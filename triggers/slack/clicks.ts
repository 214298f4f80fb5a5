import { createHash } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { SlackButton } from '../../clients/messaging/slack-button.ts';
import { openButton } from '../../clients/messaging/slack-button.ts';
import type { AskOutcome } from '../../clients/temporal/operators/operator-messages.ts';
import type { ClickResult, SlackClickMetrics } from '../../metrics/slack-clicks.ts';
import type { OperatorMessage } from '../../model/operators/message.ts';
import type { Person } from '../../model/oncall/person.ts';
import type { Click } from './read-click.ts';
import { isSlackAddress, respond } from './responding.ts';
import { refusals, wordsFor } from './words.ts';

/** An app of Slack whose clicks are taken. */
export interface SlackApp {
  /** A secret. */
  readonly signingSecret: string;
  /** Where its Web API is. */
  readonly api: string;
}

interface ClickDependencies {
  readonly people: readonly Person[];
  /** Asks an incident; rejects where Temporal does not answer. */
  readonly ask: (button: SlackButton, message: OperatorMessage, updateId: string) => Promise<AskOutcome>;
  readonly metrics: SlackClickMetrics;
  readonly log: FastifyBaseLogger;
}

/** What becomes of clicks after Slack has been told that they arrived. */
export interface Clicks {
  /** Begins to work on a click; one that comes again is the same. */
  take(click: Click, app: SlackApp): void;
  /** Resolves when everybody who clicked has an answer. */
  settled(): Promise<void>;
}

/** Clicks that are remembered, so that a copy of one is recognised while Slack may still send it. */
const maxRemembered = 1_000;

/** Works on clicks. An incident counts each one once, whoever of several triggers hears it: its id names the click. */
export function createClicks(deps: ClickDependencies): Clicks {
  const remembered = new Set<string>();
  const underWay = new Set<Promise<void>>();
  return {
    take(click, app) {
      const id = idOf(click);
      if (click.value === undefined || remembered.has(id)) return;
      remembered.add(id);
      for (const oldest of [...remembered].slice(0, -maxRemembered)) remembered.delete(oldest);
      const work = answer(click, click.value, app, id, deps)
        .then((result) => {
          // Whoever sends it again may have more luck.
          if (result === 'unavailable' || result === 'unheard') remembered.delete(id);
        })
        .finally(() => underWay.delete(work));
      underWay.add(work);
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}

/** Finds out what a click does, and tells whoever clicked. Never rejects. */
async function answer(
  click: Click,
  value: string,
  app: SlackApp,
  id: string,
  deps: ClickDependencies,
): Promise<ClickResult> {
  const { result, words } = await resultOf(click, value, app, id, deps);
  deps.metrics.clicked(result);
  const url = click.responseUrl;
  const isTold = url !== undefined && isSlackAddress(url, app.api) && (await respond(url, words));
  if (!isTold) deps.log.warn({ user: click.user, result }, 'a click could not be answered');
  return result;
}

interface Result {
  readonly result: ClickResult;
  readonly words: string;
}

async function resultOf(
  { user }: Click,
  value: string,
  { signingSecret }: SlackApp,
  id: string,
  { people, ask, log }: ClickDependencies,
): Promise<Result> {
  const button = openButton(value, signingSecret);
  if (!button) return refused('not-ours', user, log);
  const person = people.find(({ addresses }) => addresses.slack === user);
  if (!person) return refused('unknown-person', user, log);
  try {
    const outcome = await ask(button, { by: person.name, comment: null, code: button.code }, id);
    return { result: outcome.outcome, words: wordsFor(button.ask, outcome) };
  } catch (error) {
    log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'an incident could not be asked');
    return { result: 'unavailable', words: refusals.unavailable };
  }
}

function refused(result: 'not-ours' | 'unknown-person', user: string, log: FastifyBaseLogger): Result {
  log.warn({ user, result }, 'a click was refused');
  return { result, words: refusals[result] };
}

/** Names a click: the same for every copy of it. */
function idOf({ user, at, value }: Click): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([user, at, value]))
    .digest('hex');
  return `slack-${digest.slice(0, 32)}`;
}
