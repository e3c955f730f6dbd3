import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Deed, deedsOf } from "../../../agent/learn/prove/deed.ts";
import { prove } from "../../../agent/learn/prove/prove.ts";
import type { Evaluation, Figure } from "../evaluation.ts";
import { precisionRecall } from "../measures.ts";

const deed = z.union([
  z.strictObject({ tool: z.string(), input: z.record(z.string(), z.unknown()) }),
  z.strictObject({ answer: z.string() }),
]);

const labelledMemory = z.strictObject({
  id: z.string(),
  channel: z.enum(["command", "path", "edit", "phrase"]),
  memory: z.string(),
  cases: z.array(
    z.strictObject({
      is: z.enum(["obeyed", "violated", "unrelated"]),
      prompt: z.string(),
      earlier: z.array(deed).default([]),
      deeds: z.array(deed),
    }),
  ),
});

interface Judged {
  readonly id: string;
  readonly channel: string;
  readonly memory: string;
  readonly is: string;
  readonly found: string;
  readonly evidence: string;
}

const deedOf = (one: z.infer<typeof deed>): Deed[] =>
  "answer" in one ? [{ kind: "answer", text: one.answer }] : deedsOf(one.tool, one.input);

const judged = (half: "tune" | "check"): Judged[] =>
  readFileSync(new URL(`../data/proof/${half}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => labelledMemory.parse(JSON.parse(line)))
    .flatMap(({ id, channel, memory, cases }) =>
      cases.map(({ is, prompt, earlier, deeds }): Judged => {
        const found = prove(memory, { prompt, deeds: deeds.flatMap(deedOf), earlier: earlier.flatMap(deedOf) });
        return { id, channel, memory, is, found: found?.verdict ?? "unrelated", evidence: found?.evidence ?? "" };
      }),
    );

const figures = (cases: readonly Judged[]): Figure[] => {
  const verdict = (name: string) => cases.map(({ is, found }) => ({ is: is === name, found: found === name }));
  const channels = ["command", "path", "edit", "phrase"].flatMap((channel) =>
    precisionRecall(
      `violations in ${channel}s`,
      cases
        .filter((one) => one.channel === channel)
        .map(({ is, found }) => ({ is: is === "violated", found: found === "violated" })),
    ).slice(0, 2),
  );
  return [
    ...precisionRecall("violated", verdict("violated"), { precision: 0.9, recall: 0.7 }),
    ...precisionRecall("obeyed", verdict("obeyed"), { precision: 0.9, recall: 0.7 }),
    ...channels,
  ];
};

export const proof: Evaluation = {
  name: "proof",
  what: "whether an agent kept to a memory or went against it, from what it ran, wrote and said",
  run: () => {
    const [tune, check] = [judged("tune"), judged("check")];
    return {
      figures: figures(check),
      tuning: figures(tune),
      mistakes: [...tune, ...check]
        .filter(({ is, found }) => is !== found)
        .map(
          ({ id, channel, memory, is, found, evidence }) =>
            `${id} ${channel}: “${memory}” is ${is}, found ${found} ${evidence}`,
        ),
    };
  },
};
