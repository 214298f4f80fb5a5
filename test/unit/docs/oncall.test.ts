import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/load.ts';
import { runNightshiftHere } from '../../support/command-here.ts';

const page = readFileSync(new URL('../../../docs/oncall.md', import.meta.url), 'utf8');

/** The examples in their order; what is shown of a command stands below the configuration that it is asked of. */
const blocks = [...page.matchAll(/^```(yaml|console)\n(.*?)^```$/gms)].map(([, language, text = '']) => ({
  language,
  text,
}));
const configurations = blocks.filter(({ language }) => language === 'yaml').map(({ text }) => complete(text));
const shown = blocks.flatMap(({ language, text }, index) => {
  const [first = '', ...answer] = text.split('\n');
  const configuration = blocks.slice(0, index).findLast((block) => block.language === 'yaml')?.text ?? '';
  const command = first.replace(/^\$ nightshift /, '');
  return language === 'console' ? [{ command, answer: answer.join('\n'), configuration: complete(configuration) }] : [];
});

/** With the people that an example takes for granted. */
function complete(text: string): string {
  const people = ['alex', 'kim', 'sam', 'robin'].map((name) => `  - { name: ${name}, channels: [console] }`);
  return text.includes('people:\n') ? text : `people:\n${people.join('\n')}\n${text}`;
}

describe('docs/oncall.md', () => {
  it('has examples', () => {
    expect(configurations.length).toBeGreaterThanOrEqual(6);
    expect(shown.length).toBeGreaterThanOrEqual(3);
  });

  it.each(configurations.map((text, index) => [index + 1, text] as const))(
    'has a configuration that can be used: %i',
    (_number, text) => {
      const env = { NIGHTSHIFT_SLACK_TOKEN: 'secret', NIGHTSHIFT_TWILIO_TOKEN: 'secret' };

      expect(parseConfig(text, 'oncall.md', env).people.length).toBeGreaterThan(0);
    },
  );

  it.each(shown)('shows what nightshift $command answers', async ({ command, answer, configuration }) => {
    expect(await runNightshiftHere(command.split(' '), configuration)).toEqual({
      exitCode: 0,
      stdout: answer,
      stderr: '',
    });
  });
});
