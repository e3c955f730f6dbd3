import { chmodSync, mkdirSync } from "node:fs";
import { z } from "zod";
import { AppError } from "../../sync/core/errors.ts";
import { readIfThere, writeAtomically } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";

/** Other parts keep keys of their own in the file; each changes only its own. */
const file = z.looseObject({ anthropicApiKey: z.string().min(1).optional() });

/** Keys are printable and have no spaces; anything else is a slip of the hand and would be refused with an obscure error. */
const KEY = /^[\x21-\x7e]{8,500}$/;

const readFile = (home: Home): z.infer<typeof file> => {
  const text = readIfThere(home.credentials);
  if (text === null) return {};
  try {
    return file.parse(JSON.parse(text));
  } catch {
    // No cause: the error would carry what stands in the file.
    throw new AppError("credentials", `${home.credentials} cannot be read: it is not what Cairn wrote.`, {
      hint: "Move it away, then set the key again with `cairn model key`.",
    });
  }
};

/** The user's key for Anthropic's API: the one in `credentials.json`, else the environment's; null where there is none. */
export const apiKeyOf = (home: Home, env: NodeJS.ProcessEnv): string | null => {
  const key = readFile(home).anthropicApiKey ?? env.ANTHROPIC_API_KEY?.trim() ?? "";
  return KEY.test(key) ? key : null;
};

/** Keeps the key in `credentials.json`, readable by its user only; null removes it. Throws `AppError("usage")` for what is none. */
export const saveApiKey = (home: Home, key: string | null): void => {
  if (key !== null && !KEY.test(key)) {
    throw new AppError("usage", "That is no key: it must be one word of printable characters.", {
      hint: "Copy it as the console of Anthropic shows it, and give it on stdin.",
    });
  }
  const { anthropicApiKey: _, ...others } = readFile(home);
  mkdirSync(home.dir, { recursive: true, mode: 0o700 });
  const kept = key === null ? others : { ...others, anthropicApiKey: key };
  writeAtomically(home.credentials, `${JSON.stringify(kept, null, 2)}\n`, { durable: true });
  chmodSync(home.credentials, 0o600);
};
