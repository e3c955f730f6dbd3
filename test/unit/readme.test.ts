import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");

test("the README names ways to the commands that there are after a plugin install", () => {
  const skills = [...readme.matchAll(/\/cairn:([a-z]+)/g)].map(([, name = ""]) => name);
  expect(skills.length).toBeGreaterThan(0);
  for (const name of skills) expect(existsSync(join(ROOT, "plugin/skills", name, "SKILL.md")), name).toBe(true);
  expect(readme).toContain("dist/agent/cli.js init --link");
});

test("its privacy lines are five, and tell where what is not redacted yet lies", () => {
  const lines = readme.split("## Privacy in five lines")[1]?.split("\n## ")[0]?.trim().split("\n") ?? [];
  expect(lines).toHaveLength(5);
  expect(lines.join("\n")).toMatch(/`spool\/`.*readable by you only.*`spool\/bad\/`/);
});
