-- Which files each turn changed, so that those that change together are seen over sessions.
create table file_change (
  project_id text not null references project (id),
  file       text not null,                    -- as a path below the project's folder
  turn_id    integer not null,
  primary key (project_id, file, turn_id)
) strict, without rowid;
create index file_change_turn on file_change (turn_id);

-- A function, class or method, however often it was changed and wherever it was moved.
create table pattern (
  id            text primary key,
  project_id    text not null references project (id),
  kind          text not null check (kind in ('function', 'class', 'method')),
  name          text not null,
  owner         text not null,                 -- the class or receiver of a method; empty where it is not known
  language      text not null,
  file          text not null,                 -- where it is now, below the project's folder
  body          text not null,                 -- as it was last seen, capped; stays on this machine
  removed_at_ms integer
) strict, without rowid;
create index pattern_name on pattern (project_id, name);
create index pattern_file on pattern (project_id, file);

create table pattern_step (
  session_id  text not null,
  tool_use_id text not null,
  pattern_id  text not null references pattern (id),
  change      text not null check (change in ('created', 'modified', 'used', 'moved', 'removed')),
  turn_id     integer not null,
  file        text not null,
  why         text not null,                   -- what the user had asked for, redacted; stays on this machine
  at_ms       integer not null,
  primary key (session_id, tool_use_id, pattern_id, change)
) strict, without rowid;
create index pattern_step_pattern on pattern_step (pattern_id, at_ms);
create index pattern_step_file on pattern_step (file);
