-- Who published a version of the playbook and what they said of it; and the one draft of the next version.

alter table playbook add column published_by text;
alter table playbook add column note text;
-- Calls are pinned to versions: one that was published stays as it was.
revoke update, delete, truncate on playbook from linewarden_app;

-- One row for good. Its revision only ever rises, so that nobody writes over what they have not seen; without a body there is no draft.
create table playbook_draft (
  id smallint primary key default 1 check (id = 1),
  revision integer not null,
  base_version integer references playbook (version),
  body jsonb,
  saved_by text,
  saved_at timestamptz(3),
  constraint playbook_draft_whole check (
    (body is null) = (base_version is null) and (body is null) = (saved_by is null) and (body is null) = (saved_at is null)
  )
);
insert into playbook_draft (revision) values (0);
revoke insert, delete, truncate on playbook_draft from linewarden_app;
