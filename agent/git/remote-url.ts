/**
 * One name for one repository, however it was cloned: `host/path` in lower case, without user, port, `.git` or a final slash.
 * Null for what is not on a host (a local path, a bundle).
 */
export const normaliseRemote = (url: string): string | null => {
  const trimmed = url.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/]*@)?([^/:@]+)(?::\d+)?\/(.+)$/i.exec(trimmed);
  const scpLike = /^(?:[^@/:]+@)?([^/:]{2,}):(?!\/\/)(.+)$/.exec(trimmed);
  const [, host, path] = withScheme ?? scpLike ?? [];
  if (!host || !path || /^file:/i.test(trimmed)) return null;
  const clean = path.replace(/^\/+|(?:\/|\.git)+$/gi, "");
  return clean === "" ? null : `${host}/${clean}`.toLowerCase();
};
