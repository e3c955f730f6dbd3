import { onTestFinished } from "vitest";
import { makeWorld, type World } from "./make-world.ts";

export { type SessionWish, says, type World } from "./make-world.ts";

/** Makes the world of the running test; whatever was started in it ends with the test. */
export const openWorld = (): Promise<World> => makeWorld(onTestFinished);
