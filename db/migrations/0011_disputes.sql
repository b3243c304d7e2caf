-- Verdicts that somebody disputed, and what became of that; and an alert says whether it is disputed.

alter table call_alert add column dispute text;

create table verdict_dispute (
  feed_id text not null,
  call_id text not null,
  key text not null,
  rule text not null,
  severity text,
  step text,
  level integer,
  about jsonb,
  segment_id text,
  agent_id text,
  due_at timestamptz(3) not null,
  state text not null,
  disputed_at timestamptz(3) not null,
  disputed_by text not null,
  disputed_by_id text,
  reason text not null,
  decided_at timestamptz(3),
  decided_by text,
  decision text,
  primary key (feed_id, call_id, key, disputed_at)
) partition by range (disputed_at);
create index verdict_dispute_state on verdict_dispute (state, disputed_at);
create index verdict_dispute_at on verdict_dispute (disputed_at);

-- Tables of the record that are cut by the time their rows age by.
create function aging_tables() returns text[] language sql immutable as $$
  select array['call', 'segment', 'segment_step', 'call_alert', 'call_interval', 'agent_state', 'transcript_segment',
               'verdict_dispute']
$$;

create or replace function make_record_partition(parent text, moment date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  is_daily boolean := parent = 'transcript_segment';
  first date := case when is_daily then moment else date_trunc('quarter', moment)::date end;
  next date := case when is_daily then moment + 1 else (first + interval '3 months')::date end;
  partition text := parent || case when is_daily then to_char(first, '"_"YYYYMMDD') else to_char(first, '"_"YYYY"q"Q') end;
begin
  if parent <> all (aging_tables()) then
    raise exception 'no partitions are made of %', parent;
  end if;
  if to_regclass('public.' || quote_ident(partition)) is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(7166002);
  if to_regclass('public.' || quote_ident(partition)) is null then
    -- Attached, not created in place: that would wait for everybody who reads the table, and could lock with them for ever.
    execute format('create table public.%I (like public.%I including all)', partition, parent);
    execute format(
      'alter table public.%I attach partition public.%I for values from (%L) to (%L)', parent, partition,
      case when is_daily then first::text else first::text || ' 00:00:00+00' end,
      case when is_daily then next::text else next::text || ' 00:00:00+00' end
    );
    execute format('revoke all on public.%I from linewarden_app', partition);
  end if;
end
$$;

create or replace function drop_partitions_before(parent text, before date) returns text[]
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '10s' as $$
declare
  part record;
  dropped text[] := '{}';
begin
  if parent <> all (aging_tables() || 'feed_event'::text) then
    raise exception 'no partitions are dropped of %', parent;
  end if;
  if before > current_date - (case when parent = 'transcript_segment' then 0 else 7 end) then
    raise exception 'what is younger than a week is not dropped';
  end if;
  perform pg_advisory_xact_lock(7166002);
  for part in
    select c.relname as name, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([0-9-]{10})'))[1]::date as ends
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('public.' || quote_ident(parent))::regclass
    order by c.relname
  loop
    if part.ends <= before then
      execute format('drop table public.%I', part.name);
      dropped := dropped || part.name::text;
    end if;
  end loop;
  return dropped;
end
$$;
