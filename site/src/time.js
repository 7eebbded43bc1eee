// Unix seconds as people read them, and pauses too short for people.

/**
 * @param {string | number} seconds
 * @returns {string} such as "2023-11-14 22:13:20 UTC"; empty for what is no time
 */
export function utc(seconds) {
  const date = new Date(Number(seconds || NaN) * 1000);
  if (Number.isNaN(date.getTime())) return "";
  return date.toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");
}

/** @returns {number} the present in Unix seconds */
export function now() {
  return Math.floor(Date.now() / 1000);
}

/** Lets the browser paint, and take what the reader typed, before what comes next. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve));
}
