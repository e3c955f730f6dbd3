import { type MemoryRow, PLUGIN } from "./cairn.ts";
import { type SessionWish, says, type World } from "./world.ts";

/** A session in which the user sets the agent right. */
export interface Lesson {
  readonly request: string;
  readonly answer: string;
  readonly correction: string;
  /** What a memory made of the correction has to say. */
  readonly learned: RegExp;
}

export const PNPM: Lesson = {
  request: "Install the dependencies.",
  answer: "I ran npm install.",
  correction: "No, don't use npm here. Always use pnpm in this project.",
  learned: /pnpm/,
};

export const VITEST: Lesson = {
  request: "Write a test for the parser.",
  answer: "I wrote it with jest.",
  correction: "No, don't use jest here. Always use vitest in this project.",
  learned: /vitest/,
};

type Wish = Partial<Pick<SessionWish, "version" | "plugins">>;

/** Plays that session, and gives its id. */
export const play = async (world: World, project: string, lesson: Lesson, wish: Wish = {}): Promise<string> => {
  const script = says(lesson.answer, "Understood, I changed it.");
  const session = await world.session({ plugins: [PLUGIN], ...wish, project, script });
  await session.say(lesson.request);
  await session.say(lesson.correction);
  await session.end();
  return session.id();
};

/** Plays that session with a worker running, and gives the memory that came of it. */
export const teach = async (world: World, project: string, lesson: Lesson, wish?: Wish): Promise<MemoryRow> => {
  await play(world, project, lesson, wish);
  const learned = await world.cairn.learned(project, lesson.learned);
  await world.cairn.settled();
  return learned;
};
