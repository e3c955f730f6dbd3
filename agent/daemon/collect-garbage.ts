import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Collects all garbage now and gives the memory back, which takes about 20 ms; by itself V8 keeps what a burst of work needed.
 * The function is only there in a context made after the flag was set.
 */
export const collectGarbage = (): void => {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
};
