import { mkdirSync } from "node:fs";
import type * as HomeModule from "../../../sync/core/home.ts";
import type * as StoreModule from "../../../sync/store/open.ts";
import { built } from "../built.ts";
import { fillMemories } from "./memories.ts";

// Makes a home with so many memories in it, for a worker to be started on.

const { openStore } = await built<typeof StoreModule>("sync/store/open.js");
const { homeAt } = await built<typeof HomeModule>("sync/core/home.js");

const { homeDir, dir, count } = JSON.parse(process.argv[2] ?? "{}") as { homeDir: string; dir: string; count: number };

mkdirSync(homeDir, { recursive: true, mode: 0o700 });
const store = openStore(homeAt(homeDir).database);
fillMemories(store, count, { dir, nowMs: Date.now() });
store.close();
process.stdout.write("null");
