import { oneLine } from "../text/cap.ts";

const FILE_FIELDS = ["file_path", "notebook_path", "path"];
const SUMMARY_FIELDS = ["command", ...FILE_FIELDS, "pattern", "query", "url", "description", "skill", "prompt"];
const SUMMARY_CHARS = 300;

const fieldsOf = (input: unknown): Readonly<Record<string, unknown>> =>
  typeof input === "object" && input !== null ? (input as Record<string, unknown>) : {};

/** What a tool call is about, in one line: the command, the file, the query. */
export const summaryOf = (input: unknown): string => {
  const fields = fieldsOf(input);
  for (const name of SUMMARY_FIELDS) {
    const value = fields[name];
    if (typeof value === "string" && value !== "") return oneLine(value, SUMMARY_CHARS);
  }
  return oneLine(Object.keys(fields).join(" "), SUMMARY_CHARS);
};

/** The files a tool call names. */
export const filesOf = (input: unknown): string[] => {
  const fields = fieldsOf(input);
  return FILE_FIELDS.flatMap((name) => {
    const value = fields[name];
    return typeof value === "string" && value !== "" ? [value] : [];
  });
};

/** Whether the user changed the edit before accepting it. */
export const userModified = (response: unknown): boolean => fieldsOf(response).userModified === true;
