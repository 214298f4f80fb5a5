/** A part of a message as Slack reads it. */
type Parts = Readonly<Record<string, unknown>>;

/** A button as people see it. */
export interface ShownButton {
  readonly action: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly url: string | undefined;
}

const blockTypes = ['header', 'section', 'actions'];
const styles = [undefined, 'primary', 'danger'];

/** What Block Kit refuses in a list of blocks, by its documented limits; an empty list where it takes them. */
export function problemsInBlocks(blocks: unknown): readonly string[] {
  if (!Array.isArray(blocks) || blocks.length === 0) return ['no blocks'];
  return [...(blocks.length > 50 ? ['more than 50 blocks'] : []), ...blocks.map(asParts).flatMap(problemsInBlock)];
}

/** The text of blocks as people read it, one line each, and the labels of buttons in brackets. */
export function textOfBlocks(blocks: unknown): string {
  return listOf(blocks)
    .map((block) =>
      block['type'] === 'actions'
        ? listOf(block['elements'])
            .map(({ text }) => `[${String(asParts(text)['text'])}]`)
            .join(' ')
        : String(asParts(block['text'])['text']),
    )
    .join('\n');
}

/** The buttons in blocks, in their order. */
export function buttonsIn(blocks: unknown): readonly ShownButton[] {
  return listOf(blocks)
    .flatMap(({ elements }) => listOf(elements))
    .map(({ action_id: action, text, value, url }) => ({
      action: String(action),
      label: String(asParts(text)['text']),
      value: value as string | undefined,
      url: url as string | undefined,
    }));
}

function problemsInBlock({ type, text, elements }: Parts): readonly string[] {
  if (!blockTypes.includes(String(type))) return [`a block of type ${String(type)}`];
  if (type === 'header') return problemsInText(text, 150, ['plain_text']);
  if (type === 'section') return problemsInText(text, 3_000, ['plain_text', 'mrkdwn']);
  const buttons = listOf(elements);
  const actions = buttons.map(({ action_id: action }) => action);
  return [
    ...(buttons.length < 1 || buttons.length > 25 ? ['not 1 to 25 elements'] : []),
    ...(new Set(actions).size < actions.length ? ['the same action_id twice'] : []),
    ...buttons.flatMap(problemsInButton),
  ];
}

function problemsInButton({ type, action_id: action, text, value, url, style, ...rest }: Parts): readonly string[] {
  return [
    ...(type === 'button' ? [] : ['an element that is no button']),
    ...(Object.keys(rest).length > 0 ? ['a button with unknown fields'] : []),
    ...(isText(action, 255) ? [] : ['an action_id that is none']),
    ...(value === undefined || isText(value, 2_000) ? [] : ['a value that is too long']),
    ...(url === undefined || (isText(url, 3_000) && URL.canParse(url)) ? [] : ['a url that is none']),
    ...(styles.includes(style as undefined) ? [] : ['an unknown style']),
    ...problemsInText(text, 75, ['plain_text']),
  ];
}

function problemsInText(object: unknown, maxLength: number, types: readonly string[]): readonly string[] {
  const { type, text, emoji, ...rest } = asParts(object);
  return [
    ...(types.includes(String(type)) ? [] : [`text of type ${String(type)}`]),
    ...(Object.keys(rest).length > 0 ? ['a text with unknown fields'] : []),
    ...(emoji === undefined || type === 'plain_text' ? [] : ['emoji in mrkdwn']),
    ...(isText(text, maxLength) ? [] : [`not 1 to ${maxLength} characters`]),
  ];
}

function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= maxLength;
}

function listOf(value: unknown): readonly Parts[] {
  return Array.isArray(value) ? value.map(asParts) : [];
}

function asParts(value: unknown): Parts {
  return typeof value === 'object' && value !== null ? (value as Parts) : {};
}
