import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { END, HAS_CURL, openScene, SHELLS_HERE, SILENT } from "../support/hooks.ts";
import {
  answerTo,
  countStarts,
  leaveStaleSocket,
  openPatientScene,
  serve,
  serveBytes,
  serveFrozen,
} from "../support/hooks-worker.ts";

const PROMPT = '{"session_id":"s","hook_event_name":"UserPromptSubmit","prompt":"hello"}';
const START = '{"session_id":"s","hook_event_name":"SessionStart","source":"startup"}';
const BRIEF = answerTo("SessionStart", "prepared");
const ANSWER = answerTo("UserPromptSubmit", 'é "q" \\ %s\n$(touch x) `id`');

describe.skipIf(!HAS_CURL).each(SHELLS_HERE)("under $title, with a worker", (shell) => {
  test("its answer is printed, to the event that is in the spool by then", async () => {
    const scene = openPatientScene();
    const asked: unknown[] = [];
    await serve(scene.at("worker.sock"), (request, response) => {
      const name = request.url?.replace("/hook/", "") ?? "";
      const root = Buffer.from(String(request.headers["x-cairn-root"]), "latin1").toString();
      asked.push({ method: request.method, spooled: scene.spool().get(name), root });
      response.end(ANSWER);
    });
    const env = { CLAUDE_PLUGIN_ROOT: join(scene.root, "plugin/../plugin é") };
    const ran = await scene.run("context", { shell, stdin: PROMPT, env });
    expect(ran).toMatchObject({ ...SILENT, stdout: `${ANSWER}\n` });
    expect(asked).toEqual([{ method: "GET", spooled: PROMPT + END, root: env.CLAUDE_PLUGIN_ROOT }]);
    expect(readdirSync(scene.project)).toEqual([]);
  });

  test("having nothing to say is an answer too, also to a session that starts", async () => {
    const scene = openPatientScene();
    scene.put("briefs/default", `default\n${BRIEF}\n`);
    await serve(scene.at("worker.sock"), (_, response) => response.writeHead(204).end());
    const starts = countStarts(scene);
    for (const stdin of [START, PROMPT]) {
      const ran = await scene.run("context", { shell, stdin });
      expect(ran).toMatchObject(SILENT);
      await ran.over;
    }
    expect(starts()).toBe(0);
  });

  const ok = (body: string, more = "") => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}${more}\r\n\r\n${body}`;
  test.each([
    ["that fails", 'HTTP/1.1 500 No\r\nContent-Length: 8\r\n\r\n{"a":1}\n'],
    ["that knows nothing of it", 'HTTP/1.1 404 No\r\nContent-Length: 7\r\n\r\n{"a":1}'],
    ["that sends elsewhere", 'HTTP/1.1 302 No\r\nLocation: /\r\nContent-Length: 7\r\n\r\n{"a":1}'],
    ["with another success", 'HTTP/1.1 201 Made\r\nContent-Length: 7\r\n\r\n{"a":1}'],
    ["cut short", 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"a":1}'],
    ["cut short in a chunk", 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n'],
    ["cut short without a length", 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"a":{"b":1'],
    ["in words", ok("Internal confusion")],
    ["in a list", ok('[{"a":1}]')],
    ["with a word before it", ok('note\n{"a":1}')],
    ["with nothing in it", ok("")],
    ["without a head", "nonsense"],
    ["of silence", ""],
  ])("an answer %s is not printed", async (_, bytes) => {
    const scene = openPatientScene();
    scene.put("briefs/default", `default\n${BRIEF}\n`);
    await serveBytes(scene.at("worker.sock"), bytes);
    const starts = countStarts(scene);
    const ran = await scene.run("context", { shell, stdin: PROMPT });
    expect(ran).toMatchObject(SILENT);
    await ran.over;
    expect(await scene.run("context", { shell, stdin: START })).toMatchObject({ ...SILENT, stdout: `${BRIEF}\n` });
    expect(starts()).toBe(0);
  });

  test("stopped by SIGSTOP, it is not waited for, and no other is started", async () => {
    const scene = openScene();
    scene.put("briefs/default", `default\n${BRIEF}\n`);
    await serveFrozen(scene.at("worker.sock"));
    const starts = countStarts(scene);
    const ran = await Promise.all([PROMPT, START].map((stdin) => scene.run("context", { shell, stdin })));
    expect(ran).toMatchObject([SILENT, { ...SILENT, stdout: `${BRIEF}\n` }]);
    await Promise.all(ran.map(({ over }) => over));
    expect(starts()).toBe(0);
    expect(scene.spool().size).toBe(2);
  });

  test("that was killed and left its socket, a new one is started", async () => {
    const scene = openPatientScene();
    scene.put("briefs/default", `default\n${BRIEF}\n`);
    await leaveStaleSocket(scene.at("worker.sock"));
    const starts = countStarts(scene);
    const prompt = await scene.run("context", { shell, stdin: PROMPT });
    expect(prompt).toMatchObject(SILENT);
    await prompt.over;
    expect(starts()).toBe(1);
    const start = await scene.run("context", { shell, stdin: START });
    expect(start).toMatchObject({ ...SILENT, stdout: `${BRIEF}\n` });
    await start.over;
    expect(starts()).toBe(2);
  });

  test("neither ~/.curlrc nor a proxy comes in between", async () => {
    const scene = openPatientScene();
    await serve(scene.at("worker.sock"), (_, response) => response.end(ANSWER));
    const stray = join(scene.root, "stray");
    const curlrc = `verbose\ninclude\noutput = "${stray}"\nurl = "http://127.0.0.1:9/"\nwrite-out = "hello"\n`;
    writeFileSync(join(dirname(scene.home), ".curlrc"), curlrc);
    const proxy = "http://127.0.0.1:9";
    const env = { http_proxy: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy, all_proxy: proxy, CURL_HOME: undefined };
    const ran = await scene.run("context", { shell, stdin: PROMPT, env });
    expect(ran).toMatchObject({ ...SILENT, stdout: `${ANSWER}\n` });
    expect(existsSync(stray)).toBe(false);
  });

  test("each of 20 prompts at once gets its own answer", async () => {
    const scene = openPatientScene();
    await serve(scene.at("worker.sock"), (request, response) => {
      const spooled = scene.spool().get(request.url?.replace("/hook/", "") ?? "") ?? "";
      response.end(answerTo("UserPromptSubmit", spooled.replace(END, "")));
    });
    const prompts = Array.from({ length: 20 }, (_, n) => `prompt ${n}`);
    const all = await Promise.all(prompts.map((stdin) => scene.run("context", { shell, stdin })));
    expect(all.map(({ stdout }) => stdout)).toEqual(prompts.map((text) => `${answerTo("UserPromptSubmit", text)}\n`));
  });

  test("it is found through the file `socket` when the home's path is too long for one", async () => {
    const scene = openPatientScene();
    const elsewhere = join(dirname(scene.root), "s");
    await serve(join(elsewhere, "w"), (_, response) => response.end(ANSWER));
    for (const end of ["", "\n"]) {
      scene.put("socket", join(elsewhere, "w") + end);
      expect(await scene.run("context", { shell, stdin: PROMPT })).toMatchObject({ stdout: `${ANSWER}\n` });
    }
  });

  test("in a folder of someone else, it is not asked", async ({ skip }) => {
    const scene = openPatientScene();
    const elsewhere = join(dirname(scene.root), "s");
    await serve(join(elsewhere, "w"), (_, response) => response.end(ANSWER));
    symlinkSync(elsewhere, join(scene.root, "link"));
    scene.put("socket", join(scene.root, "link", "w"));
    expect(await scene.run("context", { shell, stdin: PROMPT })).toMatchObject(SILENT);
    skip(process.getuid?.() !== 0, "only root can give a folder away");
    chownSync(elsewhere, 65534, 65534);
    scene.put("socket", join(elsewhere, "w"));
    expect(await scene.run("context", { shell, stdin: PROMPT })).toMatchObject(SILENT);
  });

  test("what it has taken from the spool without answering is known to be a start all the same", async () => {
    const scene = openPatientScene();
    scene.put("briefs/default", `default\n${BRIEF}\n`);
    await serve(scene.at("worker.sock"), (request, response) => {
      rmSync(scene.at(`spool/${request.url?.replace("/hook/", "")}`));
      response.writeHead(500).end();
    });
    const env = { CLAUDE_ENV_FILE: join(scene.root, "env.sh") };
    expect(await scene.run("context", { shell, stdin: START, env })).toMatchObject({ stdout: `${BRIEF}\n` });
    expect(await scene.run("context", { shell, stdin: PROMPT })).toMatchObject(SILENT);
  });
});

describe("without curl", () => {
  const withoutCurl = (root: string): string => {
    const bin = join(root, "bin");
    mkdirSync(bin);
    for (const folder of ["/usr/bin", "/bin"]) {
      for (const program of ["cat", "grep", "mkdir", "mv", "rm", "rmdir", "id", "date", "setsid"]) {
        const path = join(folder, program);
        if (existsSync(path) && !existsSync(join(bin, program))) symlinkSync(path, join(bin, program));
      }
    }
    return bin;
  };

  test("a session starts with its brief, and the worker is started when it has no socket", async () => {
    const scene = openPatientScene();
    scene.put("briefs/default", `default\n${BRIEF}\n`);
    const env = { PATH: withoutCurl(scene.root) };
    const starts = countStarts(scene);
    const start = await scene.run("context", { stdin: START, env });
    expect(start).toMatchObject({ ...SILENT, stdout: `${BRIEF}\n` });
    await start.over;
    expect(starts()).toBe(1);
    const prompt = await scene.run("context", { stdin: PROMPT, env });
    expect(prompt).toMatchObject(SILENT);
    await prompt.over;
    expect(starts()).toBe(2);
  });

  test("a socket, which may be stale, is tried once a session", async () => {
    const scene = openPatientScene();
    await leaveStaleSocket(scene.at("worker.sock"));
    const env = { PATH: withoutCurl(scene.root) };
    const starts = countStarts(scene);
    const prompt = await scene.run("context", { stdin: PROMPT, env });
    await prompt.over;
    expect(starts()).toBe(0);
    const start = await scene.run("context", { stdin: START, env });
    await start.over;
    expect(starts()).toBe(1);
    expect([prompt, start]).toMatchObject([SILENT, SILENT]);
  });
});
