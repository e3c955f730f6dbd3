import { appendFileSync } from "node:fs";
import { Session } from "node:inspector";
import { workerData } from "node:worker_threads";
import { systemClock } from "../../sync/core/clock.ts";

/**
 * Watches the main thread from a thread of its own. It counts its own wakes without progress rather than comparing clocks: after
 * SIGSTOP or the sleep of a laptop both threads wake up together, and a comparison would kill a healthy worker.
 */
export interface WatchdogData {
  /** One 32-bit number that the main thread raises at each heartbeat. */
  readonly beats: SharedArrayBuffer;
  readonly wakeMs: number;
  readonly wakesMax: number;
  readonly logFile: string;
}

const STACK_WAIT_MS = 2_000;

const { beats, wakeMs, wakesMax, logFile } = workerData as WatchdogData;
const counter = new Int32Array(beats);

/** Where the main thread is, as text; interrupts even an endless loop. */
const mainStack = async (): Promise<string> => {
  const session = new Session();
  session.connectToMainThread();
  const paused = new Promise<string>((resolve) => {
    session.on("Debugger.paused", ({ params }) => {
      const frames = params.callFrames.slice(0, 30).map(({ functionName, url, location }) => {
        return `at ${functionName || "(anonymous)"} (${url}:${location.lineNumber + 1})`;
      });
      resolve(frames.join("\n"));
    });
  });
  session.post("Debugger.enable");
  session.post("Debugger.pause");
  return Promise.race([
    paused,
    systemClock.sleep(STACK_WAIT_MS).then(() => "(no stack: the main thread is not running JavaScript)"),
  ]);
};

const watch = async (): Promise<void> => {
  let seen = Atomics.load(counter, 0);
  let wakes = 0;
  for (;;) {
    await systemClock.sleep(wakeMs);
    const now = Atomics.load(counter, 0);
    wakes = now === seen ? wakes + 1 : 0;
    seen = now;
    if (wakes < wakesMax) continue;
    try {
      const stack = await mainStack();
      const time = systemClock.now();
      // The logger lives in the thread that hangs, so this line is written by hand in its form.
      const line = { level: 60, time, msg: "main loop hangs; the worker ends itself", afterMs: wakes * wakeMs, stack };
      appendFileSync(logFile, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } finally {
      // Whatever became of the line: a full disk may be the very reason for all this.
      process.kill(process.pid, "SIGKILL");
    }
  }
};

void watch();
