import { join } from "node:path";

/** The reporters of a test run: for people, and for CI also a JSON file in CAIRN_TEST_REPORT_DIR from which it adds up the totals. */
export const reportersFor = (run: string) => {
  const dir = process.env.CAIRN_TEST_REPORT_DIR;
  if (!dir) return ["default"];
  return ["default", ["json", { outputFile: join(dir, `${run}-${process.version}-${process.pid}.json`) }]] as [
    string,
    [string, { outputFile: string }],
  ];
};
