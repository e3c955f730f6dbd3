-- A memory is also found by what it was learned from: the terms of the words and the work around it, weighed less than its own.

alter table memory add column context text not null default '';

drop trigger memory_fts_add;
drop trigger memory_fts_change;
drop trigger memory_fts_remove;
drop table memory_term;
drop table memory_fts;

-- The words a memory is found by. `place` holds its scope as one token, so that a search never leaves it.
create virtual table memory_fts using fts5 (terms, context, place, content = '', contentless_delete = 1);
create virtual table memory_term using fts5vocab (memory_fts, 'col');

insert into memory_fts (rowid, terms, context, place)
select n, terms, context, coalesce('p' || project_id, 's' || scope) from memory where state in ('trusted', 'proposed');

create trigger memory_fts_add after insert on memory when new.state in ('trusted', 'proposed')
begin
  insert into memory_fts (rowid, terms, context, place)
  values (new.n, new.terms, new.context, coalesce('p' || new.project_id, 's' || new.scope));
end;
create trigger memory_fts_change after update of terms, context, state on memory
begin
  delete from memory_fts where rowid = old.n;
  insert into memory_fts (rowid, terms, context, place)
  select new.n, new.terms, new.context, coalesce('p' || new.project_id, 's' || new.scope)
  where new.state in ('trusted', 'proposed');
end;
create trigger memory_fts_remove after delete on memory
begin
  delete from memory_fts where rowid = old.n;
end;
