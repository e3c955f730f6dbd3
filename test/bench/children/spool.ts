import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sampleEvents } from "../../support/payloads.ts";

const BYTES = 3_072;

/** Folders that look like the checkouts that people work in. */
const checkouts = (dir: string): string[] =>
  ["shop", "billing"].map((name) => {
    const git = join(dir, name, ".git");
    mkdirSync(git, { recursive: true });
    writeFileSync(join(git, "HEAD"), "ref: refs/heads/main\n");
    writeFileSync(join(git, "config"), `[remote "origin"]\n\turl = git@example.com:acme/${name}.git\n`);
    return join(dir, name);
  });

/** Writes `count` events of 3 KB into `spool` as the hooks do. Returns how many bytes they have together. */
export const fillSpool = (dir: string, spool: string, count: number): number => {
  mkdirSync(spool, { recursive: true });
  let bytes = 0;
  for (const [n, { sessionId, text }] of sampleEvents(count, checkouts(dir), BYTES).entries()) {
    const unique = `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;
    writeFileSync(join(spool, `${1_000 + n}.${unique}.${sessionId}`), `${text}\x1e`);
    bytes += text.length;
  }
  return bytes;
};
