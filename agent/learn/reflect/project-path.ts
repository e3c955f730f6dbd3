/** Where a project lies: the folder of its repository, and folders that sessions worked in. */
export interface Place {
  /** The git common dir, or the folder itself. */
  readonly key: string;
  readonly dirs: readonly string[];
}

/** Folders that a path may be below, the outermost first; the repository's own before those of worktrees. */
const rootsOf = ({ key, dirs }: Place): string[] => [
  key.replace(/\/\.(?:git|bare)$/, ""),
  ...[...new Set(dirs)].toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)),
];

/** A file as it is called below its project, the same in all worktrees; null where it is none of the project's. */
export const projectPath = (place: Place, path: string): string | null => {
  if (!path.startsWith("/")) return path === "" || path.startsWith("..") ? null : path.replace(/^\.\//, "");
  const root = rootsOf(place).find((one) => one.length > 1 && path.startsWith(`${one}/`));
  return root === undefined ? null : path.slice(root.length + 1);
};
