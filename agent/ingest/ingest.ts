import { hash } from "node:crypto";
import type { Clock } from "../../sync/core/clock.ts";
import type { Config } from "../../sync/core/config.ts";
import { isMachineTrouble, messageOf } from "../../sync/core/errors.ts";
import type { Home } from "../../sync/core/home.ts";
import { newId } from "../../sync/core/ids.ts";
import type { Log } from "../../sync/core/log.ts";
import type { Random } from "../../sync/core/random.ts";
import type { Project } from "../../sync/core/words.ts";
import { isCorruption, type Store } from "../../sync/store/open.ts";
import { locateProject } from "../git/locate.ts";
import { capBody } from "../text/cap.ts";
import { redactJson } from "../text/redact.ts";
import { mayRepeatNames } from "../text/repeated-names.ts";
import { validText } from "../text/utf8.ts";
import { type EventJob, interpret } from "./interpret.ts";
import { type Payload, readPayload, sameKeyOf } from "./payload.ts";
import {
  inOrder,
  isSpoolName,
  lookAt,
  readSpooled,
  removeSpooled,
  sessionInName,
  setAside,
  spoolNames,
  type Waiting,
} from "./spool.ts";

/** How long one slice of work may hold the event loop; well below the 50 ms that nobody may exceed. */
const SLICE_MS = 12;
/** With more files than this to take in, other work has to wait. */
const FILES_BEHIND = 500;
/** Longest string kept of a payload; a prompt or an answer is rarely longer. */
const STRING_CHARS = 8_000;
const BODY_BYTES = 16_384;
/** Two copies of the plugin report the same happening within this time. */
const ECHO_WITHIN_MS = 5_000;
/** A file still incomplete after this was cut short by a death or a full disk. */
const CUT_SHORT_AFTER_MS = 60_000;

interface IngestDeps {
  readonly home: Home;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly config: () => Config;
  /** Called before waiting files are looked at. */
  readonly onWaiting?: () => void;
  /** Called when more waits than a few slices take, and again when it has been taken in. */
  readonly onBehind?: (isBehind: boolean) => void;
  /** Called after each commit that brought something new. */
  readonly onTaken: (events: readonly TakenEvent[]) => void;
}

/** What others may want to know of an event that is now stored. */
export interface TakenEvent {
  readonly name: string;
  readonly sessionId: string;
  readonly atMs: number;
  /** The redacted, capped payload as JSON. */
  readonly body: string;
}

export type Ingest = ReturnType<typeof createIngest>;

/** Whether a spooled file is in the store; "behind" = not yet, because too many of its session wait before it. */
export type Standing = "taken" | "behind" | "unknown";

/** What becomes of a file once its slice is committed. */
type Fate = "goes" | "stays" | { readonly aside: string };

interface Slice {
  readonly taken: readonly TakenEvent[];
  readonly fates: readonly (readonly [file: string, fate: Fate])[];
}

/** Takes spooled events into the store: commit first, delete then, so that a death between the two changes nothing. */
export const createIngest = (deps: IngestDeps) => {
  const { home, store, clock, log } = deps;
  const projects = projectFinder(deps);

  /** One file into the store, inside the caller's transaction. */
  const takeFile = (waiting: Waiting, taken: TakenEvent[]): Fate => {
    const spooled = readSpooled(home, waiting);
    if (spooled.state === "gone") return "stays";
    if (spooled.state === "incomplete") {
      return clock.now() - waiting.writtenAtMs > CUT_SHORT_AFTER_MS ? { aside: "incomplete" } : "stays";
    }
    if (spooled.state === "unreadable") return { aside: spooled.why };
    if (store.events.hasFile(waiting.name)) return "goes";
    const read = readEvent(spooled.bytes);
    if (read === null) return { aside: "not a hook payload" };
    const event = takePayload(waiting, read, spooled.bytes);
    if (event !== null) taken.push(event);
    return "goes";
  };

  const takePayload = (waiting: Waiting, { payload, text }: ReadEvent, bytes: Buffer): TakenEvent | null => {
    const atMs = Math.round(waiting.writtenAtMs);
    const project = projects.ofEvent(payload, atMs);
    if (!project.capture || !deps.config().capture) {
      store.meta.add("events.notCaptured", 1);
      return null;
    }
    const { key, forEver } = sameKeyOf(payload, () => hash("sha256", bytes, "base64url"));
    const [fromMs, toMs] = forEver ? [0, Number.MAX_SAFE_INTEGER] : [atMs - ECHO_WITHIN_MS, atMs + ECHO_WITHIN_MS];
    const first = store.events.sameAs(key, fromMs, toMs);
    if (first !== null) {
      store.events.addEcho(waiting.name, first, atMs);
      return null;
    }
    const body = capBody(payload, BODY_BYTES, text);
    const event = {
      file: waiting.name,
      sessionId: payload.session_id,
      name: payload.hook_event_name,
      sameKey: key,
      atMs,
    };
    const eventId = store.events.add({ ...event, body, bodyBytes: bytes.length });
    interpret({ store, digest, enqueue }, { eventId, atMs, payload, project });
    return { name: event.name, sessionId: event.sessionId, atMs, body };
  };

  const enqueue = ({ delayMs, ...job }: EventJob): void => {
    const nowMs = clock.now();
    store.jobs.add({ ...job, id: newId(nowMs, deps.random), runAtMs: nowMs + delayMs, nowMs });
  };

  /** Commits as many of the files as fit into one slice, and says what is to become of each. */
  const commitSlice = (files: readonly Waiting[], untilMs: number): Slice =>
    store.atomically(() => {
      const taken: TakenEvent[] = [];
      const fates: Slice["fates"][number][] = [];
      for (const file of files) {
        if (fates.length > 0 && clock.monotonicMs() >= untilMs) break;
        fates.push([file.name, takeFile(file, taken)]);
      }
      const bad = fates.filter(([, fate]) => typeof fate === "object").length;
      if (bad > 0) store.meta.add("events.bad", bad);
      return { taken, fates };
    });

  /** As `commitSlice`; an event that cannot be stored is to be set aside instead of holding up all that come after it. */
  const commitWhatGoes = (files: readonly Waiting[], untilMs: number): Slice => {
    try {
      return commitSlice(files, untilMs);
    } catch (error) {
      // A project that was new in there is not in the store.
      projects.forget();
      const [first, ...rest] = files;
      if (first === undefined || isMachineTrouble(error) || isCorruption(error)) throw error;
      if (rest.length > 0) return commitWhatGoes([first], untilMs);
      log.error("an event could not be stored", { file: first.name, error: messageOf(error) });
      store.meta.add("events.bad", 1);
      return { taken: [], fates: [[first.name, { aside: messageOf(error) }]] };
    }
  };

  /** Takes in as many of the files as fit into one slice; returns how many were handled. */
  const takeSlice = (files: readonly Waiting[], untilMs: number): number => {
    if (files.length === 0) return 0;
    const { taken, fates } = commitWhatGoes(files, untilMs);
    for (const [name, fate] of fates) {
      if (fate === "goes") removeSpooled(home, name);
      if (typeof fate !== "object") continue;
      setAside(home, name);
      log.warn("spooled event set aside", { file: name, why: fate.aside });
    }
    if (taken.length > 0) deps.onTaken(taken);
    return fates.length;
  };

  /** Takes in everything that waits, oldest first, in slices. */
  const drain = async (stop?: AbortSignal): Promise<void> => {
    const files: Waiting[] = [];
    const names = spoolNames(home);
    if (names.length > 0) deps.onWaiting?.();
    let sliceEndsMs = clock.monotonicMs() + SLICE_MS;
    for (const name of names) {
      const found = lookAt(home, name);
      if (found) files.push(found);
      if (clock.monotonicMs() < sliceEndsMs) continue;
      await clock.breathe();
      sliceEndsMs = clock.monotonicMs() + SLICE_MS;
    }
    files.sort(inOrder);
    await clock.breathe();
    const isBehind = files.length > FILES_BEHIND;
    if (isBehind) deps.onBehind?.(true);
    try {
      for (let at = 0; at < files.length && !stop?.aborted; ) {
        at += takeSlice(files.slice(at, at + 500), clock.monotonicMs() + SLICE_MS);
        await clock.breathe();
      }
    } finally {
      if (isBehind) deps.onBehind?.(false);
    }
  };

  /**
   * Takes in the waiting files of one file's session up to and including that file, at once, so that an answer about it knows
   * all that happened before. Where that is too much for one go, the file stays until its turn comes, so that order is kept.
   */
  const takeUpTo = (name: string): Standing => {
    if (!isSpoolName(name)) return "unknown";
    const session = sessionInName(name);
    const self = lookAt(home, name);
    if (self !== null) {
      const earlier = spoolNames(home)
        .filter((other) => other !== name && (session === "" || sessionInName(other) === session))
        .flatMap((other) => lookAt(home, other) ?? [])
        .filter((other) => inOrder(other, self) < 0)
        .sort(inOrder);
      if (takeSlice(earlier, clock.monotonicMs() + SLICE_MS * 4) < earlier.length) return "behind";
      takeSlice([self], clock.monotonicMs());
    }
    return store.events.hasFile(name) ? "taken" : "unknown";
  };

  return { drain, takeUpTo, forgetProjects: projects.forget };
};

const digest = (text: string): string => hash("sha256", text, "base64url").slice(0, 22);

interface ReadEvent {
  /** Redacted. */
  readonly payload: Payload;
  /** The payload as it was written, where nothing had to be taken out of it. */
  readonly text: string | null;
}

const readEvent = (bytes: Buffer): ReadEvent | null => {
  try {
    const text = validText(bytes);
    const written: unknown = JSON.parse(text);
    const payload = readPayload(redactJson(written, { capChars: STRING_CHARS }));
    if (payload === null) return null;
    // Of two fields of one name only the last has been looked at for secrets.
    return { payload, text: payload === written && !mayRepeatNames(text, written) ? text : null };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw new Error(`reading a payload: ${messageOf(error)}`, { cause: error });
  }
};

/** Finds the project of an event, with a memory for the sessions it has seen lately. */
const projectFinder = ({ store, random }: IngestDeps) => {
  const bySession = new Map<string, Project>();

  const locate = (dir: string, nowMs: number): Project => {
    const { key, name, remote } = locateProject(dir);
    const known = store.projects.byKey(key);
    if (known) {
      store.projects.seen(known.id, remote, nowMs);
      return known;
    }
    const id = newId(nowMs, random);
    store.projects.add({ id, key, name, remote, nowMs });
    return { id, key, name, remote, capture: true, private: false, mirror: "off" };
  };

  return {
    ofEvent: (payload: Payload, atMs: number): Project => {
      const cached = bySession.get(payload.session_id);
      if (cached) return cached;
      const session = store.sessions.byId(payload.session_id);
      const project = (session && store.projects.byId(session.projectId)) ?? locate(payload.cwd ?? "/", atMs);
      if (bySession.size > 200) bySession.clear();
      bySession.set(payload.session_id, project);
      return project;
    },
    /** Call when a project's settings have changed. */
    forget: (): void => bySession.clear(),
  };
};
