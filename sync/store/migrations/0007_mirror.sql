-- Whether a project's memories are also kept in its checkout: not at all, there but out of git, or to be committed.
alter table project add column mirror text not null default 'off' check (mirror in ('off', 'private', 'shared'));
