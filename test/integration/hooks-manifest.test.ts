import { lstatSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HOOKS } from "../support/hooks.ts";

/** The names Claude Code 2.1.197 accepts. One that it does not know would silently switch off all our hooks. */
const KNOWN = `PreToolUse PostToolUse PostToolUseFailure PostToolBatch Notification UserPromptSubmit UserPromptExpansion
  SessionStart SessionEnd Stop StopFailure SubagentStart SubagentStop PreCompact PostCompact PermissionRequest
  PermissionDenied Setup TeammateIdle TaskCreated TaskCompleted Elicitation ElicitationResult ConfigChange WorktreeCreate
  WorktreeRemove InstructionsLoaded CwdChanged FileChanged MessageDisplay`.split(/\s+/);

const hook = (script: string, timeout = 5) => [
  { hooks: [{ type: "command", command: `\${CLAUDE_PLUGIN_ROOT}/hooks/${script}.sh`, args: [], timeout }] },
];

/** One script an event and no interpreter; where Claude Code waits longest for us, it is for the worker's answer. */
const EXPECTED = {
  SessionStart: hook("context"),
  UserPromptSubmit: hook("context"),
  PreToolUse: hook("pre-tool"),
  PostToolUse: hook("record"),
  PostToolUseFailure: hook("record"),
  PostToolBatch: hook("record"),
  SubagentStart: hook("context"),
  SubagentStop: hook("record"),
  PermissionRequest: hook("record"),
  PermissionDenied: hook("record"),
  PreCompact: hook("record"),
  PostCompact: hook("record"),
  Stop: hook("record"),
  StopFailure: hook("record"),
  SessionEnd: hook("record", 1), // Claude Code gives all hooks of this event 1.5 s together
  Notification: hook("record"),
};

const manifest = JSON.parse(readFileSync(join(HOOKS, "hooks.json"), "utf8"));

test("hooks.json registers exactly these events, each with one script and a timeout", () => {
  expect(manifest).toEqual({ hooks: EXPECTED });
});

test("every event is one that Claude Code knows, and none replaces what git does", () => {
  expect(KNOWN).toHaveLength(30);
  const events = Object.keys(manifest.hooks);
  expect(events.filter((event) => !KNOWN.includes(event))).toEqual([]);
  expect(events).not.toContain("WorktreeCreate");
});

test("the scripts can be run, as they are named without an interpreter", () => {
  for (const script of ["record", "context", "pre-tool"]) {
    const path = join(HOOKS, `${script}.sh`);
    // For its owner at least: a clone made under umask 077 has no other.
    expect(statSync(path).mode & 0o100).toBe(0o100);
    expect(readFileSync(path, "utf8").startsWith("#!/bin/sh\n")).toBe(true);
  }
});

test("the plugin holds the hooks as a link, which an installed copy turns into files", () => {
  const link = join(HOOKS, "../plugin/hooks");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readlinkSync(link)).toBe("../hooks");
});
