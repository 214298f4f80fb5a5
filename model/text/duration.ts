const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A time in milliseconds for people, in its two largest units: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d 1 h`. */
export function durationInWords(milliseconds: number): string {
  if (milliseconds < 10 * second) return `${Number((milliseconds / second).toFixed(1))} s`;
  const rounded = Math.round(milliseconds / second) * second;
  if (rounded < minute) return `${rounded / second} s`;
  if (rounded < hour) return inTwo(rounded, minute, 'min', second, 's');
  return rounded < day ? inTwo(rounded, hour, 'h', minute, 'min') : inTwo(rounded, day, 'd', hour, 'h');
}

function inTwo(time: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((time % large) / small);
  return `${Math.floor(time / large)} ${largeName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
}
