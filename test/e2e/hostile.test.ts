import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { PLUGIN } from "./cairn.ts";
import { NEWEST, OLDEST } from "./claude-code.ts";
import { openWorld, says } from "./world.ts";

// Each would make a file if any shell ever read the payload.
const HOSTILE = ["$(touch a)", "`touch b`", "'; touch c; '", '"; touch d; "', "x\n touch e\n x", '$(touch \\"f)'];

test.each([NEWEST, OLDEST])(
  "a prompt, a command or a tool result written as shell code runs nothing (%s)",
  async (version) => {
    const world = await openWorld();
    await world.cairn.startWorker();
    const project = world.project("shop");
    const echo = { tools: [{ name: "Bash", input: { command: `printf '%s' '$(touch g)' '\`touch h\`'` } }] };
    const session = await world.session({ version, project, plugins: [PLUGIN], script: says(echo) });
    for (const prompt of HOSTILE) await session.say(prompt);
    await session.end();
    await world.cairn.settled();

    expect(readdirSync(project)).toEqual([".git"]);
    expect(readdirSync(world.home).filter((name) => !name.startsWith("."))).toEqual([]);
    expect(readdirSync(world.root).toSorted()).toEqual(["shop", "user home"]);
    // The hooks did run: all of it is recorded, as it was said.
    const turns = world.cairn.rows<{ prompt: string }>("select prompt from turn order by id");
    expect(turns.map(({ prompt }) => prompt)).toEqual(HOSTILE);
  },
);
