/** Code without what stands in strings and comments, line for line. One pass, so that no text takes long. */
const SKIPS =
  /\/\*[^*]{0,2000}(?:\*(?!\/)[^*]{0,2000}){0,40}(?:\*\/)?|(?:^|(?<=[\s;{}()]))(?:\/\/|#(?=\s|!)|--(?=\s))[^\n]*|"""[^"]{0,4000}(?:"""|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/gm;

export const withoutText = (code: string): string =>
  code.replace(SKIPS, (found) =>
    found.startsWith('"') || found.startsWith("'")
      ? found.charAt(0).repeat(2)
      : "\n".repeat(found.split("\n").length - 1),
  );

/** The comments of a piece of code, as one text. */
export const commentsIn = (code: string): string =>
  [...code.matchAll(/(?:^|\s)(?:\/\/+|#(?!\w|!)|--|\*(?!\/))[ \t]*([^\n*]*)|\/\*+([^*]{0,2000})\*\//gm)]
    .map((found) => (found[1] ?? found[2] ?? "").trim())
    .filter((text) => text !== "")
    .join("\n");

/** What stands in the docstrings of Python code. */
export const docstringsIn = (code: string): string =>
  [...code.matchAll(/^[ \t]*r?(?:"""([^"]{0,2000})"""|'''([^']{0,2000})''')/gm)]
    .map((found) => (found[1] ?? found[2] ?? "").trim())
    .join("\n");

/** The line around a place in a text. */
export const lineAt = (text: string, at: number, length: number): string => {
  const start = text.lastIndexOf("\n", at) + 1;
  const end = text.indexOf("\n", at + Math.max(1, length));
  const line = text.slice(start, end === -1 ? undefined : end).trim();
  return line === "" ? text.slice(at, at + length).trim() : line;
};

/** A text without the voids that nobody writes: a pattern that begins anywhere in one would walk through it again and again. */
export const withoutVoids = (text: string): string =>
  text.replace(/\s{60,}/g, (found) => (found.includes("\n") ? "\n\n" : " ".repeat(60)));
