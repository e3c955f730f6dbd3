import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const isSource = import.meta.filename.endsWith(".ts");

/** A program of this package that is run as a process of its own, as it is built; also where this runs from the sources, as in tests. */
export const programFile = (name: string): string => join(ROOT, isSource ? "dist" : "", `${name}.js`);
