import { createRequire } from 'node:module';
import type { AdaptiveCard, SerializationContext } from 'adaptivecards';

interface CardReader {
  readonly AdaptiveCard: typeof AdaptiveCard;
  readonly SerializationContext: typeof SerializationContext;
}

// Its modules are for bundlers; only the whole of it runs in Node.js.
const reader = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as CardReader;

/** What the reader of Adaptive Cards, by Microsoft, says against a card; nothing where all of it is shown. */
export function objectionsTo(content: unknown): readonly string[] {
  const card = new reader.AdaptiveCard();
  const context = new reader.SerializationContext();
  card.parse(content, context);
  const unread = Array.from({ length: context.eventCount }, (_event, index) => context.getEventAt(index).message);
  return [...unread, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}
