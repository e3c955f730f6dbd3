import { child } from "../built.ts";
import { type Measured, type Row, valueAtMost } from "../row.ts";

export const loopDelay: Row = {
  name: "loop-delay",
  what: "longest hold of the worker's event loop while it catches up with 20,000 events",
  budget: valueAtMost(50, "ms"),
  measure: ({ quick }) => child<Measured>("loop-delay", { count: quick ? 5_000 : 20_000 }),
};
