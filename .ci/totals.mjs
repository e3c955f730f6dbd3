// Adds up the test reports of all runs and prints the true totals as the last line. Exit 1 when anything failed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, failedStep] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder)) {
  const report = JSON.parse(readFileSync(join(folder, name), "utf8"));
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests + report.numFailedTestSuites * (report.numFailedTests === 0 ? 1 : 0);
  totals.skipped += report.numPendingTests + report.numTodoTests;
}
// A step that failed without a failed test (lint, types, a crash) is a failure all the same.
if (failedStep !== "0" && totals.failed === 0) totals.failed = 1;
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
