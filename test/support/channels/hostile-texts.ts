/** Texts that mean something somewhere, by what they try. Each has the mark `evil` in it. */
export const hostileTexts: Readonly<Record<string, string>> = {
  Markdown: '[evil](https://evil.example/) ![evil](https://evil.example/x.png) **evil** `evil` # evil\n> evil | evil |',
  HTML: '<script>evil()</script><img src=x onerror="evil()"><a href="https://evil.example/">evil</a>&lt;evil&#62;',
  mrkdwn: '<!channel> <!here|evil> <@U0000000001> <#C0123456789> <https://evil.example|evil> *evil* _evil_ ~evil~ &lt;',
  'Teams mentions': '<at>evil</at> @everyone {{DATE(2026-01-01T00:00:00Z, SHORT)}} evil',
  XML: ']]></Say></Response><Response><Dial>+4915550000</Dial><!-- evil --><Say>',
  JSON: '"}],"evil":{"evil":"evil"},"text":"\\',
  headers: 'evil\r\nBcc: evil@evil.example\r\nX-Evil: 1\r\n\r\nevil\r\n.\r\nQUIT\r\n',
  forms: 'evil&To=%2B4915550000&token=evil+%00+%0d%0a',
  'turned directions': 'evil \u202elive\u202c \u2066evil\u2069 \u200f\u061c evil',
  'control characters':
    'evil\u0000\u0007\u001b[31mevil\u001b]8;;https://evil.example\u0007evil\u009b\u007f\u0085\u2028\u2029',
  'half characters': 'evil \ud800 evil \udc00\ud83d',
  'far too much': `evil ${'😀'.repeat(20_000)} evil`,
  'far too many words': `evil ${'a '.repeat(30_000)} evil`,
};
