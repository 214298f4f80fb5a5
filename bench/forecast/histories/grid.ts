/** Everything is measured four times an hour, for three weeks of history and four days more. */
export const stepMs = 15 * 60 * 1_000;
export const stepsAnHour = 4;
export const stepsADay = 24 * stepsAnHour;
export const historySteps = 21 * stepsADay;
export const allSteps = 25 * stepsADay;
