import { redact, redactJson } from "../../../agent/text/redact.ts";
import { alnum, fakeSecrets } from "../../support/fake-secrets.ts";
import { lookAlikes } from "../../support/look-alikes.ts";
import type { Evaluation } from "../evaluation.ts";
import { share } from "../measures.ts";

/** Where texts are met: as they are, in logs, in Markdown, coloured, in JSON and in JSON in JSON. */
const PLACES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `2026-11-20T10:00:00.000Z INFO  [app] ${text} (pid 4711)`,
  (text) => `Look at this:\n\`\`\`\n${text}\n\`\`\`\nIs it right?`,
  (text) => `> ${text.replaceAll("\n", "\n> ")}`,
  (text) => `\u001b[32m${text}\u001b[0m\r\n`,
  (text) => JSON.stringify({ tool_response: { stdout: text } }),
  (text) => JSON.stringify({ body: JSON.stringify({ text }) }),
];

/** Line ends are written otherwise in JSON, quotations start each line anew: a secret of several lines is looked for in pieces. */
const leaves = (result: string, secret: string): boolean =>
  secret.split(/[^\w+/=.-]+/).some((piece) => piece.length >= 8 && result.includes(piece));

const LARGE_CHARS = 6_000_000;

const largestMs = (): number => {
  const filler = `${alnum(70, 9)} const token = lexer.next();\n`;
  const value = { tool_response: { stdout: filler.repeat(LARGE_CHARS / filler.length) } };
  const startedMs = performance.now();
  redactJson(value, { capChars: 8_000 });
  return performance.now() - startedMs;
};

export const redaction: Evaluation = {
  name: "redaction",
  what: "secrets that are taken out before anything is stored, and what only looks like one and stays",
  run: () => {
    const secrets = fakeSecrets().flatMap((one) => PLACES.map((place, n) => ({ ...one, n, text: place(one.text) })));
    const missed = secrets.filter(({ text, secret }) => leaves(redact(text), secret));
    const harmless = lookAlikes().flatMap((text) => PLACES.map((place) => place(text)));
    const wrong = harmless.filter((text) => redact(text) !== text);
    largestMs();
    return {
      figures: [
        share("secrets caught", secrets.length - missed.length, secrets.length, { atLeast: 0.99 }),
        share("look-alikes taken for secrets", wrong.length, harmless.length, { atMost: 0.01 }),
        { what: "shapes of secrets", value: fakeSecrets().length, unit: "shapes", goal: { atLeast: 60 } },
        { what: "look-alikes", value: lookAlikes().length, unit: "texts", goal: { atLeast: 60 } },
        { what: "a tool response of 6 MB", value: largestMs(), unit: "ms", goal: { atMost: 100 } },
      ],
      mistakes: [
        ...missed.map(({ name, n }) => `missed in place ${n}: ${name}`),
        ...wrong.map((text) => `taken for a secret: ${text} → ${redact(text)}`),
      ],
    };
  },
};
