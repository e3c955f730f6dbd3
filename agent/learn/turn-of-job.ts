import { AppError } from "../../sync/core/errors.ts";
import type { Project } from "../../sync/core/words.ts";
import type { Job } from "../../sync/store/jobs.ts";
import type { Store } from "../../sync/store/open.ts";
import type { Turn } from "../../sync/store/turns.ts";

/** The turn that a job is about (subject: the turn, or turn/subagent). Throws `AppError("job-subject")` where it is gone. */
export const turnOf = (store: Store, job: Job): { turn: Turn; project: Project; agentId: string | null } => {
  const [id = "", agentId = null] = job.subject.split("/");
  const turn = store.turns.byId(Number.parseInt(id, 10));
  const session = turn && store.sessions.byId(turn.sessionId);
  const project = session && store.projects.byId(session.projectId);
  if (!turn || !project) throw new AppError("job-subject", `There is no turn ${job.subject} any more.`);
  return { turn, project, agentId };
};
