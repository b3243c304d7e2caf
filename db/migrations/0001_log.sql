-- Everything made later by the owner can be read and written by the server; what may not is taken back where it is made.
revoke create on schema public from public;
grant usage on schema public to linewarden_app;
alter default privileges in schema public grant select, insert, update, delete on tables to linewarden_app;
alter default privileges in schema public grant usage, select on sequences to linewarden_app;

create table feed (
  id text primary key,
  name text not null,
  demo boolean not null default false,
  owner text,
  term bigint not null default 0,
  position bigint not null default 0,
  created_at timestamptz not null default now()
);

create table feed_token (
  id bigint generated always as identity primary key,
  token_hash text not null unique,
  feed_id text not null references feed (id),
  origin text not null check (origin in ('owner', 'asr', 'crm', 'desktop')),
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index feed_token_feed on feed_token (feed_id);

-- One row per fact ever appended: what makes a second delivery a duplicate, whatever day it comes.
create table feed_event_key (
  feed_id text not null,
  scope text not null,
  epoch text not null,
  event_id text not null,
  position bigint not null,
  primary key (feed_id, scope, epoch, event_id)
);
revoke update, delete, truncate on feed_event_key from linewarden_app;

create table feed_event (
  feed_id text not null,
  position bigint not null,
  received_at timestamptz not null,
  occurred_at timestamptz not null,
  source text not null,
  origin text not null,
  epoch text not null,
  event_id text not null,
  type text not null,
  call_id text,
  version smallint not null,
  event json not null
) partition by range (received_at);
create index feed_event_position on feed_event (feed_id, position);
create index feed_event_call on feed_event (feed_id, call_id, position) where call_id is not null;
revoke update, delete, truncate on feed_event from linewarden_app;

-- Makes the partitions of `days` days from `first` on. The server may call it and still may not do DDL.
create function make_feed_event_partitions(first date, days integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  made integer := 0;
  day date;
  partition text;
begin
  perform pg_advisory_xact_lock(7166002);
  for offset_days in 0 .. days - 1 loop
    day := first + offset_days;
    partition := 'feed_event_' || to_char(day, 'YYYYMMDD');
    if to_regclass('public.' || partition) is null then
      execute format(
        'create table public.%I partition of public.feed_event for values from (%L) to (%L)',
        partition, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00'
      );
      execute format('revoke all on public.%I from linewarden_app', partition);
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;
revoke all on function make_feed_event_partitions(date, integer) from public;
grant execute on function make_feed_event_partitions(date, integer) to linewarden_app;

-- What a feed sent and nobody could use, with the reason; at most so many an hour, the rest only counted.
create table dead_letter (
  id bigint generated always as identity primary key,
  feed_id text not null references feed (id),
  origin text not null,
  received_at timestamptz not null,
  path text not null,
  reason text not null,
  event text not null check (octet_length(event) <= 4096)
);
create index dead_letter_feed on dead_letter (feed_id, received_at desc);

create table dead_letter_hour (
  feed_id text not null references feed (id),
  hour timestamptz not null,
  kept integer not null,
  dropped bigint not null,
  primary key (feed_id, hour)
);

create table floor_settings (
  version integer primary key,
  created_at timestamptz not null default now(),
  zone text not null
);

-- Which scenario a call has when nobody says so; a version's whole table.
create table scenario_map (
  version integer not null references floor_settings (version),
  kind text not null check (kind in ('queue', 'dialled', 'ivr')),
  key text not null,
  scenario text not null,
  primary key (version, kind, key)
);

create table rule_set (
  version integer primary key,
  created_at timestamptz not null default now(),
  body jsonb not null
);

create table playbook (
  version integer primary key,
  created_at timestamptz not null default now(),
  body jsonb not null
);
