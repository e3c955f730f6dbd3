import { defineConfig } from "vitest/config";
import { reportersFor } from "./test/support/reporters.ts";

/** What needs a foreign program (Claude Code). A missing program fails here and says how to get it. */
export default defineConfig({
  test: {
    reporters: reportersFor("e2e"),
    include: ["test/e2e/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
