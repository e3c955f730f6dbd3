/**
 * Whether an object in the JSON `text` may hold two fields of one name; `value` is what `JSON.parse` made of it, where only the
 * last of them is left. True also where that cannot be told in a glance: strings that hold JSON look like more fields.
 */
export const mayRepeatNames = (text: string, value: unknown): boolean => namesWritten(text) !== fieldsIn(value);

const QUOTE = 0x22;
const SPACE = 0x20;

/** At least as many as there are: each colon that a quote stands before, in strings too. */
const namesWritten = (text: string): number => {
  let count = 0;
  for (let colon = text.indexOf(":"); colon !== -1; colon = text.indexOf(":", colon + 1)) {
    let before = colon - 1;
    // White space of JSON: nothing above a space.
    while (before >= 0 && text.charCodeAt(before) <= SPACE) before--;
    if (text.charCodeAt(before) === QUOTE) count++;
  }
  return count;
};

const fieldsIn = (value: unknown): number => {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += fieldsIn(item);
    return count;
  }
  for (const name in value) count += 1 + fieldsIn((value as Readonly<Record<string, unknown>>)[name]);
  return count;
};
