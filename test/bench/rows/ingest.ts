import { child } from "../built.ts";
import { type Measured, type Row, valueAtLeast } from "../row.ts";

export const ingest: Row = {
  name: "ingest",
  what: "3 KB events from the spool to committed, redacted rows, against only reading and inserting them",
  budget: valueAtLeast(8_000, "events/s"),
  measure: ({ quick }) => child<Measured>("ingest", { rounds: quick ? 2 : 7, count: quick ? 4_000 : 8_000 }),
};
