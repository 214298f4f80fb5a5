const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** What the processes of a calculator run. */
export const calculatorModule = new URL(`main.${suffix}`, import.meta.url);
