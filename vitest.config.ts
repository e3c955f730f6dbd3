import { defineConfig } from "vitest/config";
import { reportersFor } from "./test/support/reporters.ts";

/** The quick tests: everything that needs neither network nor a foreign program. */
export default defineConfig({
  test: {
    reporters: reportersFor("quick"),
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "node_modules/**"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    coverage: {
      provider: "v8",
      include: ["agent/**/*.ts", "sync/**/*.ts", "web/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 85 },
    },
  },
});
