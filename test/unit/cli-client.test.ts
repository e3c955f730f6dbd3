import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createClient } from "../../agent/client.ts";
import { callWorker, ping, SILENT_AFTER_MS } from "../../agent/control/call.ts";
import { systemClock } from "../../sync/core/clock.ts";
import { type Home, homeAt } from "../../sync/core/home.ts";
import { createTestClock, type TestClock } from "../support/clock.ts";

const newHome = (): Home => {
  const dir = mkdtempSync(join(tmpdir(), "cairn-client-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return homeAt(dir);
};

/** Something that listens where the worker would. */
const listening = async (home: Home, answer: RequestListener, path = join(home.dir, "worker.sock")): Promise<void> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
};

const version: RequestListener = (_, response) => void response.end('{"version":"1.2.3"}');
const clientOf = (home: Home, clock = systemClock) =>
  createClient({ home, clock, version: "0.1.0", warn: () => undefined });

/** Lets the time go by in which a caller loses its patience, as often as it asks for it. */
const impatiently = async <T>(clock: TestClock, work: Promise<T>): Promise<T> => {
  let isDone = false;
  void work.catch(() => undefined).finally(() => (isDone = true));
  while (!isDone) {
    // Real time for the sockets, made-up time for the patience.
    await systemClock.sleep(5);
    if (clock.sleeping().length > 0) await clock.pass(SILENT_AFTER_MS);
  }
  return await work;
};

test("a worker that listens is asked, and none that is not there", async () => {
  const home = newHome();
  expect(await ping(home, systemClock)).toBe("away");
  await listening(home, version);
  expect(await ping(home, systemClock)).toEqual({ version: "1.2.3" });
});

test("a socket file that a dead worker left behind is nobody", async () => {
  const home = newHome();
  writeFileSync(join(home.dir, "worker.sock"), "");
  expect(await ping(home, systemClock)).toBe("away");
});

test("a worker that takes the call and says nothing is silent", async () => {
  const home = newHome();
  const clock = createTestClock();
  await listening(home, () => undefined);
  expect(await impatiently(clock, ping(home, clock))).toBe("silent");
});

test("a long answer is waited for as long as the worker answers others", async () => {
  const home = newHome();
  const clock = createTestClock();
  let pings = 0;
  let finish: () => void = () => undefined;
  await listening(home, (request, response) => {
    if (request.url === "/api/version") {
      if (++pings === 3) finish();
      return version(request, response);
    }
    finish = () => void response.end("[]");
  });
  const reply = await impatiently(clock, callWorker(home, { method: "GET", path: "/api/slow" }, clock));
  expect(reply).toMatchObject({ statusCode: 200 });
  expect(pings).toBe(3);
});

test("a change is never sent to a worker that does not answer: it would come true long after it was reported failed", async () => {
  const home = newHome();
  const clock = createTestClock();
  const seen: (string | undefined)[] = [];
  await listening(home, (request) => void seen.push(request.url));
  const client = clientOf(home, clock);
  const failed = impatiently(clock, client.post("/api/memories", { text: "x" }));
  await expect(failed).rejects.toMatchObject({
    code: "frozen",
    hint: expect.stringContaining("cairn restart --force"),
  });
  expect(seen).toEqual(["/api/version"]);
  expect(client.hasMetSilence()).toBe(true);
});

test("a problem that the API tells of comes with its title, its words and its hint", async () => {
  const home = newHome();
  await listening(home, (request, response) => {
    if (request.url === "/api/version") return version(request, response);
    response.writeHead(404, { "content-type": "application/problem+json" });
    response.end(JSON.stringify({ title: "not-found", status: 404, detail: "There is no memory x.", hint: "Look." }));
  });
  const problem = { code: "not-found", message: "There is no memory x.", hint: "Look.", retry: false };
  await expect(clientOf(home).get("/api/memories/x")).rejects.toMatchObject(problem);
  await expect(clientOf(home).post("/api/memories/x/forget")).rejects.toMatchObject(problem);
  await expect(clientOf(home).pull("/api/export", {}, async () => undefined)).rejects.toMatchObject(problem);
});

test("an error that is no problem+json is told with its number", async () => {
  const home = newHome();
  await listening(home, (_, response) => void response.writeHead(503).end("<html>"));
  await expect(clientOf(home).get("/api/status")).rejects.toMatchObject({
    message: expect.stringContaining("503"),
    retry: true,
  });
});

test("query and body arrive as they were given, and what is not given is not sent", async () => {
  const home = newHome();
  const seen: string[] = [];
  await listening(home, (request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      if (request.url !== "/api/version")
        seen.push(`${request.method} ${request.url} ${request.headers["content-type"]} ${body}`);
      response.end('{"ok":true}');
    });
  });
  const client = clientOf(home);
  await client.get("/api/search", { q: "a b&c=ü", dir: null, limit: 3, all: false, none: undefined });
  await client.post("/api/memories", { text: "…" });
  await client.postText("/api/import", "line\n");
  expect(seen).toEqual([
    "GET /api/search?q=a+b%26c%3D%C3%BC&limit=3&all=false undefined ",
    'POST /api/memories application/json {"text":"…"}',
    "POST /api/import application/x-ndjson line\n",
  ]);
});

test("an answer that breaks off is told as the worker's end, not taken for whole", async () => {
  const home = newHome();
  await listening(home, (_, response) => {
    response.writeHead(200);
    response.write("first\n", () => response.destroy());
  });
  const pieces: string[] = [];
  const pulled = clientOf(home).pull(
    "/api/export",
    {},
    async (piece) => void pieces.push(Buffer.from(piece).toString()),
  );
  await expect(pulled).rejects.toMatchObject({ code: "worker-ended", retry: true });
  expect(pieces).toEqual(["first\n"]);
});

test("a worker that dies while it changes something leaves it open whether it has", async () => {
  const home = newHome();
  await listening(home, (request, response) => {
    if (request.url === "/api/version") return version(request, response);
    request.socket.destroy();
  });
  await expect(clientOf(home).post("/api/memories", {})).rejects.toMatchObject({ code: "worker-ended", retry: true });
});

// Only root can make a folder of somebody else.
test.runIf(process.getuid?.() === 0)("a socket named in somebody else's folder is not believed", async () => {
  const home = newHome();
  const folder = mkdtempSync(join(tmpdir(), "cairn-others-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await listening(home, version, join(folder, "worker.sock"));
  writeFileSync(home.socketPointer, `${join(folder, "worker.sock")}\n`);
  expect(await ping(home, systemClock)).toEqual({ version: "1.2.3" });
  chownSync(folder, 65_534, 65_534);
  expect(await ping(home, systemClock)).toBe("away");
});

test("a socket in a short folder of one's own is found by its pointer", async () => {
  const home = newHome();
  const folder = mkdtempSync(join(tmpdir(), "cairn-short-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await listening(home, version, join(folder, "worker.sock"));
  writeFileSync(home.socketPointer, join(folder, "worker.sock"));
  expect(await ping(home, systemClock)).toEqual({ version: "1.2.3" });
});

test("something that is no HTTP server is nobody who could be asked", async () => {
  const home = newHome();
  const server = createSocketServer((connection) => connection.end("hello\n"));
  await new Promise<void>((resolve) => server.listen(join(home.dir, "worker.sock"), resolve));
  onTestFinished(() => void server.close());
  expect(await ping(home, systemClock)).toBe("away");
});
