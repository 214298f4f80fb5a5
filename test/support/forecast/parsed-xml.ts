import { SaxesParser } from 'saxes';

/** What an XML parser that forgives nothing finds: elements with their attributes and texts. */
export function parsedXml(
  svg: string,
): readonly { name: string; attributes: Readonly<Record<string, string>>; text: string }[] {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes, text: '' }));
  parser.on('text', (text) => {
    const last = found.at(-1);
    if (last) last.text += text;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  return found;
}
