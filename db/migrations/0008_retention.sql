-- How long what is kept. Tables that age are cut by the time they age by, and old parts are dropped whole.

create table retention (
  kind text primary key check (kind in ('transcript', 'complaint_transcript', 'alert', 'audit', 'aggregate', 'event')),
  days integer not null check (days between 7 and 3650)
);
insert into retention (kind, days) values
  ('transcript', 90), ('complaint_transcript', 180), ('alert', 730), ('audit', 730), ('aggregate', 1095), ('event', 90);

-- One row a night that was carried out, by whichever server came first.
create table retention_run (
  day date primary key,
  at timestamptz(3) not null,
  dropped jsonb not null
);
revoke delete, truncate on retention_run from linewarden_app;

alter table segment add column started_at timestamptz(3);
update segment s set started_at = c.started_at from call c where c.feed_id = s.feed_id and c.call_id = s.call_id;
alter table segment_step add column started_at timestamptz(3);
update segment_step s set started_at = c.started_at from call c where c.feed_id = s.feed_id and c.call_id = s.call_id;
delete from segment where started_at is null;
delete from segment_step where started_at is null;
alter table segment alter column started_at set not null;
alter table segment_step alter column started_at set not null;

alter table transcript_segment add column keep text check (keep in ('transcript', 'complaint_transcript'));
alter table transcript_segment add column keep_until date;
update transcript_segment t set
  keep = case when c.peak_level >= 2 or c.scenario = 'complaint' then 'complaint_transcript' else 'transcript' end,
  keep_until = (t.at at time zone 'UTC')::date + case when c.peak_level >= 2 or c.scenario = 'complaint' then 180 else 90 end
from call c where c.feed_id = t.feed_id and c.call_id = t.call_id;
delete from transcript_segment where keep_until is null;
alter table transcript_segment alter column keep set not null;
alter table transcript_segment alter column keep_until set not null;

-- The quarter, or for words the day, a row falls into; and the partition for it.
create function make_record_partition(parent text, moment date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  is_daily boolean := parent = 'transcript_segment';
  first date := case when is_daily then moment else date_trunc('quarter', moment)::date end;
  next date := case when is_daily then moment + 1 else (first + interval '3 months')::date end;
  partition text := parent || case when is_daily then to_char(first, '"_"YYYYMMDD') else to_char(first, '"_"YYYY"q"Q') end;
begin
  if parent not in ('call', 'segment', 'segment_step', 'call_alert', 'call_interval', 'agent_state', 'transcript_segment') then
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
revoke all on function make_record_partition(text, date) from public;
grant execute on function make_record_partition(text, date) to linewarden_app;

do $$
declare
  aging record;
  moment date;
begin
  for aging in
    select * from (values
      ('call', 'started_at', 'feed_id, call_id, started_at'),
      ('segment', 'started_at', 'feed_id, call_id, segment_id, started_at'),
      ('segment_step', 'started_at', 'feed_id, call_id, segment_id, step, started_at'),
      ('call_alert', 'due_at', 'feed_id, call_id, key, due_at'),
      ('call_interval', 'interval_start', 'feed_id, call_id, interval_start, queue_id, agent_id, scenario'),
      ('agent_state', 'from_at', 'feed_id, agent_id, from_at'),
      ('transcript_segment', 'keep_until', 'feed_id, call_id, utterance_id, keep_until')
    ) as t (name, ages_by, key)
  loop
    execute format('alter table %I rename to %I', aging.name, aging.name || '_whole');
    execute format(
      'create table %I (like %I including defaults including constraints) partition by range (%I)',
      aging.name, aging.name || '_whole', aging.ages_by
    );
    for moment in
      execute format('select distinct (%I at time zone ''UTC'')::date from %I', aging.ages_by, aging.name || '_whole')
    loop
      perform make_record_partition(aging.name, moment);
    end loop;
    execute format('insert into %I select * from %I', aging.name, aging.name || '_whole');
    execute format('drop table %I', aging.name || '_whole');
    execute format('alter table %I add primary key (%s)', aging.name, aging.key);
  end loop;
end
$$;

create index call_started on call (started_at);
create index call_customer on call (customer_ref, started_at);
create index segment_agent on segment (feed_id, agent_id, answered_at);
create index call_alert_due on call_alert (feed_id, due_at);
create index call_interval_start on call_interval (feed_id, interval_start);
create index agent_state_from on agent_state (feed_id, from_at);

-- Drops the parts of a table that lie wholly before `before`, and says which. Nothing of the last seven days goes.
create function drop_partitions_before(parent text, before date) returns text[]
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '10s' as $$
declare
  part record;
  dropped text[] := '{}';
begin
  if parent not in ('feed_event', 'call', 'segment', 'segment_step', 'call_alert', 'call_interval', 'agent_state',
                    'transcript_segment') then
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
revoke all on function drop_partitions_before(text, date) from public;
grant execute on function drop_partitions_before(text, date) to linewarden_app;

-- Keys of events that are gone: their days are over, so they cannot be delivered again.
create function forget_event_keys() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  forgotten bigint := 0;
  gone bigint;
  line record;
begin
  for line in select id, coalesce((select min(e.position) from feed_event e where e.feed_id = f.id), f.position + 1) as first
              from feed f
  loop
    delete from feed_event_key where feed_id = line.id and position < line.first;
    get diagnostics gone = row_count;
    forgotten := forgotten + gone;
  end loop;
  return forgotten;
end
$$;
revoke all on function forget_event_keys() from public;
grant execute on function forget_event_keys() to linewarden_app;
