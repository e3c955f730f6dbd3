-- The schema that all migrations together make, kept to be read and reviewed; nothing runs this file.
-- After a new migration: npx vitest run test/integration/store-schema.test.ts --update

CREATE TABLE meta (
  key   text primary key,
  value text not null
) strict, without rowid;

CREATE TABLE project (
  id            text primary key,
  key           text not null unique,          -- git common dir, or the folder itself where there is no git
  name          text not null,
  remote        text,                          -- normalised URL of `origin`
  capture       integer not null default 1 check (capture in (0, 1)),
  private       integer not null default 0 check (private in (0, 1)),
  created_at_ms integer not null,
  seen_at_ms    integer not null
, mirror text not null default 'off' check (mirror in ('off', 'private', 'shared'))) strict;

CREATE TABLE project_dir (
  dir        text primary key,
  project_id text not null references project (id),
  seen_at_ms integer not null
) strict, without rowid;

CREATE TABLE session (
  id               text primary key,
  project_id       text not null references project (id),
  dir              text not null,
  source           text,                       -- startup | resume | clear | compact, of the last SessionStart
  model            text,
  started_at_ms    integer not null,
  seen_at_ms       integer not null,
  ended_at_ms      integer,
  end_reason       text,
  briefed_at_ms    integer                     -- when a brief was last given; null = still owed
) strict;

CREATE INDEX session_project on session (project_id, started_at_ms);

CREATE INDEX session_seen on session (seen_at_ms) where ended_at_ms is null;

CREATE TABLE event (
  id          integer primary key autoincrement, -- rises in the order of ingest; never given twice, also when all are archived
  file        text not null unique,            -- name in the spool; a crash between commit and delete changes nothing
  session_id  text not null,
  name        text not null,
  same_key    text not null,                   -- what makes a second report of the same happening the same
  at_ms       integer not null,
  body        text not null,
  body_bytes  integer not null,                -- before the cap
  turn_id     integer
) strict;

CREATE INDEX event_same on event (same_key, at_ms);

CREATE INDEX event_at on event (at_ms);

CREATE TABLE event_echo (
  file     text primary key,
  event_id integer not null,
  at_ms    integer not null
) strict, without rowid;

CREATE TABLE turn (
  id            integer primary key,
  session_id    text not null references session (id),
  prompt_id     text,
  prompt        text not null,
  answer        text,                          -- last message of the assistant, capped
  state         text not null default 'open' check (state in ('open', 'answered', 'interrupted', 'failed', 'silent')),
  at_ms         integer not null,
  closed_at_ms  integer
) strict;

CREATE INDEX turn_session on turn (session_id, id);

CREATE TABLE tool_use (
  session_id    text not null references session (id),
  tool_use_id   text not null,
  turn_id       integer references turn (id),
  tool          text not null,
  summary       text not null,                 -- the command, the file, the query: one redacted line
  input_digest  text not null,                 -- sha-256, so that the same call can be recognised
  files         text not null,                 -- JSON array of paths
  outcome       text not null check (outcome in ('running', 'ok', 'failed', 'interrupted', 'rejected')),
  error         text,
  user_modified integer not null default 0 check (user_modified in (0, 1)),
  duration_ms   integer,
  agent_id      text,
  agent_type    text,
  at_ms         integer not null,
  primary key (session_id, tool_use_id)
) strict, without rowid;

CREATE INDEX tool_use_turn on tool_use (turn_id);

CREATE INDEX tool_use_open on tool_use (session_id) where outcome = 'running';

CREATE TABLE memory (
  n             integer primary key,           -- names the row in memory_fts; survives VACUUM
  id            text not null unique,
  kind          text not null check (kind in ('preference', 'rule', 'pitfall', 'snippet', 'api', 'experience')),
  scope         text not null check (scope in ('user', 'project', 'team')),
  project_id    text references project (id),
  text          text not null,
  terms         text not null,                 -- what it is found by: `termsOf(text)`, space-separated
  state         text not null check (state in ('trusted', 'proposed', 'superseded', 'forgotten')),
  origin        text not null check (origin in ('told', 'correction', 'reflection', 'import')),
  confidence    real not null check (confidence between 0 and 1),
  private       integer not null default 0 check (private in (0, 1)),
  superseded_by text,
  created_at_ms integer not null,
  updated_at_ms integer not null, context text not null default '',
  check ((scope = 'project') = (project_id is not null))
) strict;

CREATE INDEX memory_successor on memory (superseded_by) where superseded_by is not null;

CREATE INDEX memory_place on memory (project_id, state, confidence, updated_at_ms);

CREATE TRIGGER memory_scope_is_immutable before update of scope, project_id on memory
when new.scope is not old.scope or new.project_id is not old.project_id
begin
  select raise(abort, 'the scope of a memory never changes');
end;

CREATE TABLE memory_count (
  memory_id           text primary key,
  injected            integer not null default 0,
  helpful             integer not null default 0,
  harmful             integer not null default 0,
  last_injected_at_ms integer
) strict, without rowid;

CREATE TABLE detection (
  turn_id integer primary key,
  label   text not null check (label in ('correction', 'preference', 'none')),
  durable integer not null check (durable in (0, 1)),
  score   real not null,
  reasons text not null,
  at_ms   integer not null
) strict;

CREATE TABLE injection (
  session_id text not null,
  memory_id  text not null,
  how        text not null check (how in ('brief', 'prompt', 'subagent', 'compact', 'offer')),
  event_id   integer,
  agent_id   text,
  at_ms      integer not null,
  primary key (session_id, memory_id, how, at_ms)
) strict, without rowid;

CREATE INDEX injection_memory on injection (memory_id, at_ms);

CREATE TABLE session_summary (
  session_id text primary key references session (id),
  text       text not null,
  facts      text not null,                    -- JSON counts and lists the text was made from
  at_ms      integer not null
) strict;

CREATE TABLE job (
  id         text primary key,
  kind       text not null,
  subject    text not null,                    -- what it is about: a turn, a session, nothing
  project_id text,
  dedupe_key text not null unique,             -- adding twice is adding once, also after it has ended
  priority   integer not null default 0,       -- higher first
  state      text not null default 'ready' check (state in ('ready', 'running', 'done', 'dead')),
  attempts   integer not null default 0,
  at_ms      integer,                          -- ready: not before; running: lease end; done, dead: when it ended
  reason     text,                             -- of the last failure
  moved_at_ms   integer not null,
  created_at_ms integer not null
) strict;

CREATE INDEX job_due on job (priority desc, at_ms) where state = 'ready';

CREATE INDEX job_running on job (at_ms) where state = 'running';

CREATE INDEX job_ended on job (state, at_ms) where state in ('done', 'dead');

CREATE TABLE job_move (
  from_state text not null,
  to_state   text not null,
  primary key (from_state, to_state)
) strict, without rowid;

CREATE TABLE job_follow_up (
  kind      text not null,
  to_state  text not null,
  next_kind text not null,
  primary key (kind, to_state, next_kind)
) strict, without rowid;

CREATE TABLE job_log (
  id         integer primary key,
  job_id     text not null,
  from_state text,
  to_state   text not null,
  attempts   integer not null,
  reason     text,
  at_ms      integer not null
) strict;

CREATE INDEX job_log_job on job_log (job_id);

CREATE TRIGGER job_starts_ready before insert on job when new.state <> 'ready'
begin
  select raise(abort, 'a job begins as ready');
end;

CREATE TRIGGER job_added after insert on job
begin
  insert into job_log (job_id, from_state, to_state, attempts, at_ms) values (new.id, null, new.state, new.attempts, new.created_at_ms);
end;

CREATE TRIGGER job_moves_along_the_table before update of state on job
when new.state <> old.state and not exists (select 1 from job_move where from_state = old.state and to_state = new.state)
begin
  select raise(abort, 'a job cannot move that way');
end;

CREATE TRIGGER job_moved after update of state on job when new.state <> old.state
begin
  insert into job_log (job_id, from_state, to_state, attempts, reason, at_ms)
  values (new.id, old.state, new.state, new.attempts, new.reason, new.moved_at_ms);
  insert or ignore into job (id, kind, subject, project_id, dedupe_key, priority, at_ms, moved_at_ms, created_at_ms)
  select new.id || '.' || next_kind, next_kind, new.subject, new.project_id,
         next_kind || ':' || new.id || ':' || new.attempts || ':' || new.state,
         new.priority, new.moved_at_ms, new.moved_at_ms, new.moved_at_ms
  from job_follow_up where kind = new.kind and to_state = new.state;
end;

CREATE TABLE alert (
  id         text primary key,
  kind       text not null,
  message    text not null,
  hint       text,
  at_ms      integer not null,
  seen_at_ms integer
) strict;

CREATE VIRTUAL TABLE memory_fts using fts5 (terms, context, place, content = '', contentless_delete = 1);

CREATE VIRTUAL TABLE memory_term using fts5vocab (memory_fts, 'col');

CREATE TRIGGER memory_fts_add after insert on memory when new.state in ('trusted', 'proposed')
begin
  insert into memory_fts (rowid, terms, context, place)
  values (new.n, new.terms, new.context, coalesce('p' || new.project_id, 's' || new.scope));
end;

CREATE TRIGGER memory_fts_change after update of terms, context, state on memory
begin
  delete from memory_fts where rowid = old.n;
  insert into memory_fts (rowid, terms, context, place)
  select new.n, new.terms, new.context, coalesce('p' || new.project_id, 's' || new.scope)
  where new.state in ('trusted', 'proposed');
end;

CREATE TRIGGER memory_fts_remove after delete on memory
begin
  delete from memory_fts where rowid = old.n;
end;

CREATE TABLE "memory_history" (
  id         integer primary key,
  memory_id  text not null,
  change     text not null check (change in ('added', 'reinforced', 'merged', 'superseded', 'forgotten', 'restored', 'edited', 'tuned')),
  source     text not null,                    -- unique cause (`turn:12`, `told:<id>`): the same cause never counts twice
  session_id text,
  quote      text,                             -- the user's own words or the command, redacted; stays on this machine
  why        text not null,                    -- JSON: the detector's reasons, or what was merged
  old_text   text,
  at_ms      integer not null,
  unique (memory_id, change, source)
) strict;

CREATE INDEX memory_history_session on memory_history (session_id) where session_id is not null;

CREATE INDEX memory_history_source on memory_history (source);

CREATE TABLE outcome (
  memory_id  text not null,
  turn_id    integer not null,
  verdict    text not null check (verdict in ('obeyed', 'violated', 'recorrected')),
  session_id text not null,
  evidence   text not null,                    -- the command, the line or the words that show it, redacted; stays on this machine
  at_ms      integer not null,
  primary key (memory_id, turn_id, verdict)
) strict, without rowid;

CREATE INDEX outcome_at on outcome (at_ms);

CREATE INDEX outcome_session on outcome (session_id);

CREATE TABLE model_call (
  day           text not null,                 -- local day, 2026-11-20
  purpose       text not null,                 -- what was asked for: refine, reflect, curate
  model         text not null,
  calls         integer not null default 0,
  failures      integer not null default 0,    -- calls that brought nothing; what they cost counts all the same
  input_tokens  integer not null default 0,
  output_tokens integer not null default 0,
  cached_tokens integer not null default 0,    -- read from the cache; not part of input_tokens
  primary key (day, purpose, model)
) strict, without rowid;

CREATE TABLE breaker (
  service  text primary key,                   -- model
  state    text not null check (state in ('closed', 'open', 'half-open')),
  in_a_row integer not null,
  recent   text not null,                      -- how the last calls ended, oldest first: + well, - badly
  until_ms integer not null,
  opened   integer not null,
  reason   text
) strict, without rowid;

CREATE TABLE file_change (
  project_id text not null references project (id),
  file       text not null,                    -- as a path below the project's folder
  turn_id    integer not null,
  primary key (project_id, file, turn_id)
) strict, without rowid;

CREATE INDEX file_change_turn on file_change (turn_id);

CREATE TABLE pattern (
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

CREATE INDEX pattern_name on pattern (project_id, name);

CREATE INDEX pattern_file on pattern (project_id, file);

CREATE TABLE pattern_step (
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

CREATE INDEX pattern_step_pattern on pattern_step (pattern_id, at_ms);

CREATE INDEX pattern_step_file on pattern_step (file);

CREATE TABLE memory_embedding (
  memory_id text primary key,
  model     text not null,
  vector    blob not null                      -- float32 in the machine's byte order, of length 1
) strict;

CREATE INDEX memory_embedding_model on memory_embedding (model, memory_id);

CREATE TRIGGER memory_embedding_stale after update of text, state on memory
when new.text is not old.text or new.state not in ('trusted', 'proposed')
begin
  delete from memory_embedding where memory_id = old.id;
end;

CREATE TRIGGER memory_embedding_remove after delete on memory
begin
  delete from memory_embedding where memory_id = old.id;
end;
