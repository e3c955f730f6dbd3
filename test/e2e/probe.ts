import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Probe {
  /** The plugin's folder. */
  readonly folder: string;
  /** The payloads its hook was given, in order. */
  readonly got: () => readonly { readonly hook_event_name: string; readonly session_id: string }[];
}

interface ProbeOptions {
  readonly events: readonly string[];
  /** Shell commands the hook runs after it has kept the payload, which is in "$payload". */
  readonly script?: string;
  /** How hooks.json names the hook; the default is the way Cairn does it. */
  readonly handler?: Readonly<Record<string, unknown>>;
}

/** A plugin as small as can be, to see what the harness sees. */
export const probe = (parent: string, { events, script = "", handler }: ProbeOptions): Probe => {
  const folder = mkdtempSync(join(parent, "probe-"));
  const got = join(folder, "got");
  for (const name of [".claude-plugin", "hooks", "got"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, ".claude-plugin", "plugin.json"), JSON.stringify({ name: "probe", version: "1.0.0" }));
  const usual = { command: `\${CLAUDE_PLUGIN_ROOT}/hooks/probe.sh`, args: [] };
  const hooks = [{ hooks: [{ type: "command", timeout: 5, ...(handler ?? usual) }] }];
  const file = { hooks: Object.fromEntries(events.map((event) => [event, hooks])) };
  writeFileSync(join(folder, "hooks", "hooks.json"), JSON.stringify(file));
  // Under another name until it is whole, so that who looks in between never sees half a payload.
  const keep =
    'd="$CLAUDE_PLUGIN_ROOT/got"; n="$(date +%s%N).$$"; payload="$d/$n"; cat >"$d/.$n" && mv "$d/.$n" "$payload"';
  writeFileSync(join(folder, "hooks", "probe.sh"), `#!/bin/sh\n${keep}\n${script}\nexit 0\n`, { mode: 0o755 });
  return {
    folder,
    got: () =>
      readdirSync(got)
        .filter((name) => !name.startsWith("."))
        .sort()
        .map((name) => JSON.parse(readFileSync(join(got, name), "utf8"))),
  };
};
