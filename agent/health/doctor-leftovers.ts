import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { AppError } from "../../sync/core/errors.ts";
import { writtenAtMs } from "../../sync/core/files.ts";
import type { Home } from "../../sync/core/home.ts";
import { COMPLETE } from "../ingest/spool.ts";
import type { DoctorDeps, Mended, Test } from "./doctor-test.ts";

/** Nobody takes that long to write a small file: whoever began it is dead. */
const DRAFT_OLD_MS = 60 * 60_000;
/** What `writeAtomically` writes before it renames. */
const DRAFT = /^\.\d+\.tmp$/;

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

const oldDrafts = ({ dir, briefs, offers }: Home, nowMs: number): string[] =>
  [dir, briefs, offers].flatMap((folder) =>
    namesIn(folder)
      .filter((name) => DRAFT.test(name))
      .map((name) => join(folder, name))
      // One that is gone by now has been renamed: it was no leftover.
      .filter((path) => nowMs - (writtenAtMs(path) ?? nowMs) > DRAFT_OLD_MS),
  );

const halfWritten = ({ home, clock, fix }: DoctorDeps): string | Mended => {
  const found = oldDrafts(home, clock.now());
  if (found.length === 0) return "none left behind";
  if (!fix) {
    throw new AppError("drafts", `${found.length} left behind, for instance ${found[0]}`, {
      hint: "They are of no use; `cairn doctor --fix` removes them.",
    });
  }
  for (const path of found) rmSync(path, { force: true });
  return { message: "none left behind", fixed: `removed ${found.length}` };
};

/** Whether a hook has written the file to its end. */
const isWhole = (path: string): boolean => {
  const file = openSync(path, "r");
  try {
    const found = fstatSync(file);
    const last = Buffer.alloc(1);
    return found.isFile() && readSync(file, last, 0, 1, found.size - 1) === 1 && last[0] === COMPLETE;
  } finally {
    closeSync(file);
  }
};

/** What was set aside: a whole event that could not be stored may be stored yet, one that was cut short is lost. */
const setAside = ({ home, fix }: DoctorDeps): string | Mended => {
  const names = namesIn(home.spoolBad);
  if (names.length === 0) return "none";
  const whole = names.filter((name) => isWhole(join(home.spoolBad, name)));
  const cut = names.filter((name) => !whole.includes(name));
  if (fix) {
    mkdirSync(home.spool, { recursive: true, mode: 0o700 });
    for (const name of whole) renameSync(join(home.spoolBad, name), join(home.spool, name));
  }
  const putBack = `put ${whole.length} back into the spool; what cannot be stored is set aside again`;
  if (fix && cut.length === 0) return { message: "none", fixed: putBack };
  const parts = [
    ...(whole.length === 0 ? [] : [fix ? putBack : `${whole.length} whole, for instance ${whole[0]}`]),
    ...(cut.length === 0 ? [] : [`${cut.length} cut short, for instance ${cut[0]}`]),
  ];
  const hints = [
    ...(whole.length === 0 || fix ? [] : ["`cairn doctor --fix` tries the whole ones again."]),
    ...(cut.length === 0
      ? []
      : ["Those cut short are lost: a hook was killed while it wrote them. Delete them once you have looked."]),
  ];
  throw new AppError("bad-events", `In ${home.spoolBad}: ${parts.join("; ")}`, { hint: hints.join(" ") });
};

/** What was left behind, or set aside, by those before. */
export const LEFTOVER_TESTS: readonly Test[] = [
  { component: "events set aside", run: setAside },
  { component: "half-written files", run: halfWritten },
];
