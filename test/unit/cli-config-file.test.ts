import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { changeConfig, checkConfig, givenSettings, loadConfig } from "../../agent/control/config-file.ts";
import { defaultConfig } from "../../sync/core/config.ts";
import { type Home, homeAt } from "../../sync/core/home.ts";

const homeWith = (text?: string): Home => {
  const dir = mkdtempSync(join(tmpdir(), "cairn-config-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const home = homeAt(join(dir, "home"));
  if (text !== undefined) {
    mkdirSync(home.dir);
    writeFileSync(home.config, text);
  }
  return home;
};

test("without a file, or with an empty one, all is as by default", () => {
  expect(loadConfig(homeWith())).toEqual(defaultConfig);
  expect(loadConfig(homeWith(""))).toEqual(defaultConfig);
  expect(loadConfig(homeWith("# nothing but this\n"))).toEqual(defaultConfig);
});

test("a change keeps comments, order and everything else of the file", () => {
  const home = homeWith("# mine\nrecall:\n  top: 3 # few\n  enabled: true\n\nqueue: {concurrency: 1} # slow box\n");
  expect(changeConfig(home, "recall.top", "4")).toEqual({ before: 3, now: 4 });
  changeConfig(home, "queue.concurrency", "2");
  expect(readFileSync(home.config, "utf8")).toBe(
    "# mine\nrecall:\n  top: 4 # few\n  enabled: true\n\nqueue: { concurrency: 2 } # slow box\n",
  );
});

test("the group of embeddings may be named for its model, in the file too", () => {
  const home = homeWith("recall:\n  embeddings: all-minilm # small\n");
  expect(changeConfig(home, "recall.embeddings.timeoutMs", "500")).toEqual({ before: 10_000, now: 500 });
  expect(loadConfig(home).recall.embeddings).toMatchObject({ model: "all-minilm", timeoutMs: 500 });
  expect(changeConfig(home, "recall.embeddings", "none")).toEqual({ before: "all-minilm", now: "none" });
  expect(loadConfig(home).recall.embeddings).toMatchObject({ model: "none", timeoutMs: 500 });
  expect(() => changeConfig(home, "recall.embeddings.url", "http://10.0.0.1")).toThrow(/only this machine/);
  expect(() => changeConfig(home, "recall.embeddings.colour", "red")).toThrow(/no setting/);
});

test("the first change makes the home and a file that only its owner can read, and leaves nothing else", () => {
  const home = homeWith();
  changeConfig(home, "capture", "off");
  expect(loadConfig(home).capture).toBe(false);
  expect(readdirSync(home.dir)).toEqual(["config.yaml"]);
  expect(statSync(home.config).mode & 0o777).toBe(0o600);
  expect(statSync(home.dir).mode & 0o777).toBe(0o700);
});

test.each([
  ["on", true],
  ["off", false],
  ["true", true],
  ["No", false],
])("a switch takes %s", (text, value) => {
  const home = homeWith();
  changeConfig(home, "recall.enabled", text);
  expect(loadConfig(home).recall.enabled).toBe(value);
});

test.each([
  ["recall.top", "many", /takes a number, not "many"/],
  ["recall.top", "", /takes a number/],
  ["recall.top", "500", /recall\.top: .*50/],
  ["recall.top", "2.5", /recall\.top: /],
  ["capture", "perhaps", /takes on or off/],
  ["logs.level", "loud", /logs\.level: /],
  ["recal.top", "5", /no setting recal\.top/],
  ["recall", "5", /no setting recall/],
])("%s = %j is refused and the file stays as it was", (key, value, message) => {
  const home = homeWith("recall:\n  top: 3\n");
  expect(() => changeConfig(home, key, value)).toThrow(message);
  expect(readFileSync(home.config, "utf8")).toBe("recall:\n  top: 3\n");
});

test("a setting that the file gives is told from one that has its default by itself", () => {
  const home = homeWith("recall:\n  top: 10\n");
  expect([...givenSettings(home)]).toEqual(["recall.top"]);
});

test("what is wrong in a file is said by line or by setting, with the way to mend it", () => {
  const hint = { hint: expect.stringContaining("cairn config edit") };
  expect(() => loadConfig(homeWith("recall:\n  top: [3\n"))).toThrow(/config\.yaml is not valid YAML, line \d/);
  expect(() => loadConfig(homeWith("recall:\n  top: 99\n"))).toThrow(expect.objectContaining(hint));
  expect(() => checkConfig("colour: red\n", "the draft")).toThrow(/the draft is not a valid configuration: .*colour/);
});
