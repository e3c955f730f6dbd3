import { z } from "zod";
import { readPayload } from "../../agent/ingest/payload.ts";
import { curate } from "../../agent/learn/curate/curate.ts";
import { detect } from "../../agent/learn/detect/detect.ts";
import { prove } from "../../agent/learn/prove/prove.ts";
import { extract } from "../../agent/learn/word/extract.ts";
import { formProblems } from "../../agent/learn/word/form.ts";
import { readMirror } from "../../agent/mirror/mirror-file.ts";
import { withoutOwnSections } from "../../agent/mirror/own-sections.ts";
import { readAnswer } from "../../agent/model/answer.ts";
import { ModelError } from "../../agent/model/model.ts";
import { capBody } from "../../agent/text/cap.ts";
import { redact, redactJson } from "../../agent/text/redact.ts";
import { mayRepeatNames } from "../../agent/text/repeated-names.ts";
import { validText } from "../../agent/text/utf8.ts";
import { readLine } from "../../agent/transfer/lines.ts";
import { parseConfig } from "../../sync/core/config.ts";
import { AppError } from "../../sync/core/errors.ts";
import { termsOf } from "../../sync/core/terms.ts";
import { said } from "../support/turns.ts";

/** Something that reads text from outside. Throws when what it makes of it is not what it promises. */
export interface Target {
  readonly name: string;
  readonly read: (text: string, other: string) => void;
}

const hold = (condition: boolean, what: string): void => {
  if (!condition) throw new Error(what);
};

/** An error that says in words what is wrong is an answer; anything else is a crash. */
const orSaysWhy = (work: () => void): void => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return { session_id: "s", hook_event_name: "Stop", prompt: text };
  }
};

/** No memory is longer, however it came in. */
const MEMORY_CHARS_MAX = 2_000;
const BODY_BYTES = 4_000;
const lessons = z.object({ lessons: z.array(z.object({ text: z.string() })) });

export const TARGETS: readonly Target[] = [
  {
    name: "payload",
    read: (text) => {
      const valid = validText(Buffer.from(text));
      const written = jsonOf(valid);
      const clean = redactJson(written, { capChars: 1_000 });
      readPayload(clean);
      mayRepeatNames(valid, written);
      const body = capBody(clean, BODY_BYTES);
      hold(Buffer.byteLength(body) <= BODY_BYTES, "the body is too long");
      JSON.parse(body);
    },
  },
  {
    name: "redaction",
    read: (text) => {
      const once = redact(text);
      hold(redact(once) === once, "redacting again changes something");
    },
  },
  {
    name: "detection",
    read: (text, other) => {
      const turn = said(text, { previousAnswer: other });
      for (const candidate of extract(turn, detect(turn)))
        hold(formProblems(candidate.text).length === 0, `badly worded: ${candidate.text}`);
    },
  },
  {
    name: "curation",
    read: (text, other) => {
      const memory = {
        id: "ctx-fuzz",
        kind: "rule",
        scope: "project",
        projectId: "p",
        text: other.slice(0, MEMORY_CHARS_MAX),
        state: "trusted",
        origin: "told",
        confidence: 0.9,
        isPrivate: false,
        supersededBy: null,
        createdAtMs: 0,
        updatedAtMs: 0,
        injected: 0,
        helpful: 0,
        harmful: 0,
        lastInjectedAtMs: null,
      } as const;
      curate({ text: text.slice(0, MEMORY_CHARS_MAX), kind: "rule", scope: "project" }, [memory]);
    },
  },
  {
    name: "proof",
    read: (text, other) => {
      prove(text.slice(0, MEMORY_CHARS_MAX), {
        prompt: other,
        earlier: [],
        deeds: [
          { kind: "command", line: other },
          { kind: "edit", file: other.slice(0, 60), added: other, removed: "", isNew: true },
          { kind: "answer", text: other },
        ],
      });
    },
  },
  {
    name: "terms",
    read: (text) =>
      hold(
        termsOf(text).every((term) => term.length <= 80),
        "a term is too long",
      ),
  },
  { name: "import", read: (text) => void readLine(text) },
  {
    name: "mirror",
    read: (text) => {
      readMirror(text, () => false);
      readMirror(`{"memories":[${text}]}`, () => false);
      withoutOwnSections(text);
    },
  },
  { name: "settings", read: (text) => orSaysWhy(() => parseConfig(jsonOf(text), "settings")) },
  {
    name: "model",
    read: (text) => {
      try {
        readAnswer({ text, usage: { inputTokens: 0, outputTokens: 0, cachedTokens: 0 } }, lessons);
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
      }
    },
  },
];
