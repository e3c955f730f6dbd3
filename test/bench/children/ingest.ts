import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type * as IngestModule from "../../../agent/ingest/ingest.ts";
import type * as ClockModule from "../../../sync/core/clock.ts";
import type * as ConfigModule from "../../../sync/core/config.ts";
import type * as HomeModule from "../../../sync/core/home.ts";
import type * as LogModule from "../../../sync/core/log.ts";
import type * as RandomModule from "../../../sync/core/random.ts";
import type * as StoreModule from "../../../sync/store/open.ts";
import { built } from "../built.ts";
import { type Pair, timesBaseline } from "../row.ts";
import { withFolder } from "../shell.ts";
import { fillSpool } from "./spool.ts";

// Events a second, from files in the spool to committed rows: by the real ingest, and by a loop that only reads, inserts and deletes.

const { createIngest } = await built<typeof IngestModule>("agent/ingest/ingest.js");
const { openStore } = await built<typeof StoreModule>("sync/store/open.js");
const { defaultConfig } = await built<typeof ConfigModule>("sync/core/config.js");
const { homeAt } = await built<typeof HomeModule>("sync/core/home.js");
const { systemClock: clock } = await built<typeof ClockModule>("sync/core/clock.js");
const { systemRandom: random } = await built<typeof RandomModule>("sync/core/random.js");
const { silentLog: log } = await built<typeof LogModule>("sync/core/log.js");

const { rounds, count } = JSON.parse(process.argv[2] ?? "{}") as { rounds: number; count: number };

const perSecond = (startedMs: number): number => (count / (performance.now() - startedMs)) * 1_000;

const real = (): Promise<number> =>
  withFolder(async (dir) => {
    const home = homeAt(join(dir, "home"));
    fillSpool(dir, home.spool, count);
    const store = openStore(home.database);
    const ingest = createIngest({
      home,
      store,
      clock,
      random,
      log,
      config: () => defaultConfig,
      onTaken: () => undefined,
    });
    const startedMs = performance.now();
    await ingest.drain();
    const rate = perSecond(startedMs);
    if (store.events.count() !== count) throw new Error(`${store.events.count()} of ${count} events were taken in`);
    store.close();
    return rate;
  });

const plain = (): Promise<number> =>
  withFolder((dir) => {
    const spool = join(dir, "spool");
    fillSpool(dir, spool, count);
    const db = new Database(join(dir, "plain.db"));
    db.pragma("journal_mode = wal");
    db.pragma("synchronous = normal");
    db.exec("create table event (id integer primary key, file text not null unique, body text not null) strict");
    const insert = db.prepare("insert into event (file, body) values (?, ?)");
    const startedMs = performance.now();
    const names = readdirSync(spool);
    for (let at = 0; at < names.length; at += 100) {
      const slice = names.slice(at, at + 100);
      db.transaction(() => {
        for (const name of slice) insert.run(name, readFileSync(join(spool, name), "utf8"));
      })();
      for (const name of slice) rmSync(join(spool, name));
    }
    const rate = perSecond(startedMs);
    db.close();
    return rate;
  });

const pairs: Pair[] = [];
for (let round = 0; round <= rounds; round++) {
  const pair: Pair = [await real(), await plain()];
  if (round > 0) pairs.push(pair);
}
process.stdout.write(JSON.stringify(timesBaseline(pairs, "events/s")));
