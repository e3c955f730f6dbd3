import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { normaliseRemote } from "./remote-url.ts";

/** Which project a folder belongs to, read from the files of git without running it. */
export interface Located {
  /** The git common dir, which all worktrees share; the folder itself where there is no git. */
  readonly key: string;
  readonly name: string;
  /** Normalised URL of `origin`, or null. */
  readonly remote: string | null;
}

/** No system takes a longer path, so there is nothing to look for. */
const LONGEST_PATH = 4_096;

/** Finds the project of a folder. Never throws: a folder that is gone is a project of its own name. */
export const locateProject = (dir: string): Located => {
  const start = realPath(dir);
  const found = checkoutAround(start);
  if (found === null) return { key: start, name: basename(start) || start, remote: null };
  return { key: found.commonDir, name: nameOf(found.commonDir), remote: originOf(found.commonDir) };
};

/** The top of the checkout or worktree that a folder lies in; the folder itself where there is no git. */
export const topOf = (dir: string): string => {
  const start = realPath(dir);
  return checkoutAround(start)?.top ?? start;
};

const checkoutAround = (start: string): { readonly top: string; readonly commonDir: string } | null => {
  if (start.length > LONGEST_PATH) return null;
  for (let here = start; ; here = dirname(here)) {
    const commonDir = commonDirIn(here);
    if (commonDir !== null) return { top: here, commonDir };
    if (dirname(here) === here) return null;
  }
};

/** `shop` of `/code/shop/.git`, `/code/shop/.bare`, `/srv/shop.git` and `/code/all/.git/modules/shop`. */
const nameOf = (commonDir: string): string => {
  const folder = basename(commonDir).startsWith(".") ? dirname(commonDir) : commonDir;
  return basename(folder).replace(/\.git$/, "") || folder;
};

const realPath = (dir: string): string => {
  try {
    return realpathSync(dir);
  } catch {
    return resolve(dir);
  }
};

const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

/** What stands at a path; null when nothing does or we may not know. */
const kindOf = (path: string): "folder" | "file" | null => {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isDirectory() ? "folder" : found?.isFile() ? "file" : null;
  } catch {
    return null;
  }
};

const isGitDir = (dir: string): boolean =>
  kindOf(join(dir, "HEAD")) === "file" && kindOf(join(dir, "objects")) === "folder";

/** The git common dir when `dir` is the top of a checkout or worktree, or a bare repository. */
const commonDirIn = (dir: string): string | null => {
  const dotGit = join(dir, ".git");
  const kind = kindOf(dotGit);
  if (kind === "folder") return isGitDir(dotGit) ? realPath(dotGit) : null;
  if (kind === null) return isGitDir(dir) ? realPath(dir) : null;
  const target = /^gitdir:\s*(.+?)\s*$/m.exec(textOf(dotGit) ?? "")?.[1];
  if (target === undefined) return null;
  const gitDir = isAbsolute(target) ? target : join(dir, target);
  const common = textOf(join(gitDir, "commondir"))?.trim();
  return realPath(common === undefined ? gitDir : isAbsolute(common) ? common : join(gitDir, common));
};

const originOf = (commonDir: string): string | null => {
  const lines = (textOf(join(commonDir, "config")) ?? "").split("\n");
  const from = lines.findIndex((line) => /^\s*\[remote\s+"origin"\]/i.test(line));
  if (from === -1) return null;
  for (const line of lines.slice(from + 1)) {
    if (/^\s*\[/.test(line)) return null;
    const url = /^\s*url\s*=\s*"?(.+?)"?\s*$/i.exec(line)?.[1];
    if (url !== undefined) return normaliseRemote(url);
  }
  return null;
};
