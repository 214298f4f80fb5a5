/** Colours by what they are for, on white and on black; each text has a contrast of at least 4.5 to its ground. */
const light = {
  ground: '#ffffff',
  ink: '#16202e',
  quiet: '#5b6779',
  grid: '#e8ecf1',
  past: '#3c4a5e',
  future: '#1d5fd6',
  danger: '#c8321f',
};
const dark: typeof light = {
  ground: '#11161d',
  ink: '#eef2f7',
  quiet: '#9aa7b8',
  grid: '#252d38',
  past: '#c3cedc',
  future: '#6aa5ff',
  danger: '#ff7b68',
};

/** The picture follows the reader's light or dark surroundings. */
export const styleSheet = [
  'text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:12px}',
  '.title{font-size:17px;font-weight:600}.verdict{font-size:14px}.strong{font-weight:600}',
  '.figures{font-variant-numeric:tabular-nums}.middle{text-anchor:middle}.end{text-anchor:end}',
  '.line{fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}.thin{stroke-width:1}',
  '.limit{stroke-width:1.5;stroke-dasharray:6 4}.now{stroke-dasharray:2 3}.expected{stroke-width:2.25}',
  '.band{opacity:.18;stroke:none}.when{opacity:.12;stroke:none}',
  ...coloured(light),
  `@media (prefers-color-scheme:dark){${coloured(dark).join('')}}`,
].join('');

function coloured(colours: typeof light): readonly string[] {
  return [
    ...Object.entries(colours).map(([name, colour]) => `.f-${name}{fill:${colour}}`),
    ...Object.entries(colours).map(([name, colour]) => `.s-${name}{stroke:${colour}}`),
    // Letters stay readable above lines.
    `.halo{paint-order:stroke;stroke:${colours.ground};stroke-width:4px;stroke-linejoin:round}`,
  ];
}
