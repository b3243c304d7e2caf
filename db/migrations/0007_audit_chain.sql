-- The audit becomes a chain: each row's hash covers the row and the hash before it. Nobody but the functions below adds
-- to it, and only whole months leave it.

alter table audit rename to audit_unchained;
alter index audit_at rename to audit_unchained_at;
alter index audit_subject rename to audit_unchained_subject;

create table audit (
  id bigint not null,
  at timestamptz(3) not null,
  actor_kind text not null check (actor_kind in ('user', 'screen', 'shell', 'nobody', 'server')),
  actor_id text not null,
  action text not null,
  subject text not null,
  detail jsonb,
  address text,
  previous_hash bytea not null,
  hash bytea not null
) partition by range (at);
create index audit_id on audit (id);
create index audit_at on audit (at);
create index audit_actor on audit (actor_kind, actor_id, id);
create index audit_action on audit (action, id);
create index audit_subject on audit (subject, id);
revoke insert, update, delete, truncate on audit from linewarden_app;

-- The end of the chain: what the next row is chained to, and what tells that rows were cut off.
create table audit_head (
  only_one boolean primary key default true check (only_one),
  last_id bigint not null,
  last_hash bytea not null
);
revoke insert, update, delete, truncate on audit_head from linewarden_app;
insert into audit_head (last_id, last_hash) values (0, decode(repeat('00', 32), 'hex'));

-- A length before each value, in bytes of UTF-8, so that nothing can slip from one field into the next.
create function audit_field(value text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case when value is null then '-' else octet_length(value)::text || ':' || value end || chr(10)
$$;

create function audit_hash(
  previous bytea, id bigint, at timestamptz, actor_kind text, actor_id text, action text, subject text, detail jsonb,
  address text
) returns bytea
language sql immutable set search_path = public, pg_temp as $$
  select sha256(previous || convert_to(
    audit_field(id::text) || audit_field((extract(epoch from at) * 1000)::bigint::text) || audit_field(actor_kind)
    || audit_field(actor_id) || audit_field(action) || audit_field(subject) || audit_field(detail::text)
    || audit_field(address), 'UTF8'))
$$;
revoke all on function audit_hash(bytea, bigint, timestamptz, text, text, text, text, jsonb, text) from public;

-- Makes the partitions of `months` months from the one of `first` on. Attached, not created in place: that would wait for
-- everybody who reads the audit, and let nobody in meanwhile.
create function make_audit_partitions(first date, months integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  made integer := 0;
  month date;
  partition text;
begin
  perform pg_advisory_xact_lock(7166005);
  for offset_months in 0 .. months - 1 loop
    month := (date_trunc('month', first) + make_interval(months => offset_months))::date;
    partition := 'audit_' || to_char(month, 'YYYYMM');
    if to_regclass('public.' || partition) is null then
      execute format('create table public.%I (like public.audit including constraints)', partition);
      execute format('revoke all on public.%I from linewarden_app', partition);
      execute format(
        'alter table public.audit attach partition public.%I for values from (%L) to (%L)',
        partition, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00'
      );
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;
revoke all on function make_audit_partitions(date, integer) from public;
grant execute on function make_audit_partitions(date, integer) to linewarden_app;

-- Adds one row to the end of the chain. The lock is held until the transaction ends, so ids have no holes and a row that
-- was rolled back never was; call it last in a transaction, with nothing to wait for after it.
create function chain_audit(
  at timestamptz, actor_kind text, actor_id text, action text, subject text, detail jsonb, address text
) returns bigint
language plpgsql set search_path = public, pg_temp as $$
declare
  stored_at timestamptz(3) := at;
  next_id bigint;
  previous bytea;
  next_hash bytea;
begin
  perform pg_advisory_xact_lock(7166005);
  if to_regclass('public.audit_' || to_char(stored_at at time zone 'UTC', 'YYYYMM')) is null then
    perform make_audit_partitions((stored_at at time zone 'UTC')::date, 1);
  end if;
  select head.last_id + 1, head.last_hash into strict next_id, previous from audit_head head;
  next_hash := audit_hash(previous, next_id, stored_at, actor_kind, actor_id, action, subject, detail, address);
  insert into audit values
    (next_id, stored_at, actor_kind, actor_id, action, subject, detail, address, previous, next_hash);
  update audit_head set last_id = next_id, last_hash = next_hash;
  return next_id;
end
$$;
revoke all on function chain_audit(timestamptz, text, text, text, text, jsonb, text) from public;

create function append_audit(
  at timestamptz, actor_kind text, actor_id text, action text, subject text, detail jsonb, address text
) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if action = 'audit.cut' then
    raise exception 'only drop_audit_before writes audit.cut' using errcode = '42501';
  end if;
  return chain_audit(at, actor_kind, actor_id, action, subject, detail, address);
end
$$;
revoke all on function append_audit(timestamptz, text, text, text, text, jsonb, text) from public;
grant execute on function append_audit(timestamptz, text, text, text, text, jsonb, text) to linewarden_app;

-- Drops the months that end before `day` and says so in a row `audit.cut` {lastId, lastHash}: the last row that went. A
-- month whose ids reach into a later one (a clock was set back) waits for that one. Half a year always stays. Returns how
-- many rows went.
create function drop_audit_before(day date) returns bigint
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '10s' as $$
declare
  months text[];
  highest bigint[] := '{}';
  lowest bigint[] := '{}';
  one text;
  low bigint;
  high bigint;
  cut integer := 0;
  above bigint;
  gone bigint := 0;
  last_hash bytea;
begin
  if day > (now() at time zone 'UTC')::date - 180 then
    raise exception 'the audit is kept for at least 180 days' using errcode = '22023';
  end if;
  perform pg_advisory_xact_lock(7166005);
  select coalesce(array_agg(c.relname::text order by c.relname), '{}') into months
  from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'public.audit'::regclass;
  foreach one in array months loop
    execute format('select min(id), max(id) from public.%I', one) into low, high;
    lowest := lowest || low;
    highest := highest || high;
  end loop;

  for i in 1 .. coalesce(array_length(months, 1), 0) loop
    exit when to_date(right(months[i], 6), 'YYYYMM') + interval '1 month' > day;
    select min(l) into above from unnest(lowest[i + 1:]) l;
    select max(h) into high from unnest(highest[1:i]) h;
    if high is null or above is null or high < above then cut := i; end if;
  end loop;

  select max(h) into high from unnest(highest[1:cut]) h;
  if high is not null then
    select a.hash into strict last_hash from audit a where a.id = high;
    select count(*) into gone from audit a where a.id <= high;
  end if;
  for i in 1 .. cut loop
    execute format('drop table public.%I', months[i]);
  end loop;
  if high is not null then
    perform chain_audit(
      now(), 'server', 'retention', 'audit.cut', 'audit:' || high,
      jsonb_build_object('lastId', high, 'lastHash', encode(last_hash, 'hex'), 'rows', gone, 'before', day::text), null);
  end if;
  return gone;
end
$$;
revoke all on function drop_audit_before(date) from public;
grant execute on function drop_audit_before(date) to linewarden_app;

do $$
declare
  old record;
begin
  for old in select * from audit_unchained order by id loop
    perform chain_audit(
      old.at, old.actor_kind, old.actor_id, old.action, old.subject, old.detail, old.address);
  end loop;
  perform make_audit_partitions((now() at time zone 'UTC')::date, 3);
end
$$;
drop table audit_unchained;

-- One event without one customer: how their number looks goes, and the reference gives way to `fresh`. `masks` are the
-- number's masked forms, which an outgoing call may also show as what was dialled or as the name of a line.
create function without_customer(event jsonb, ref text, fresh text, masks text[]) returns jsonb
language plpgsql immutable set search_path = public, pg_temp as $$
declare
  mask text;
begin
  if event #>> '{data,customer,customerRef}' = ref then
    event := jsonb_set(
      event, '{data,customer}',
      (event #> '{data,customer}') - 'masked' - 'sealed' || jsonb_build_object('customerRef', fresh));
  end if;
  if event #>> '{data,dialled}' = any (masks) then
    event := event #- '{data,dialled}';
  end if;
  foreach mask in array masks loop
    if position(mask in coalesce(event ->> 'deviceId', '')) > 0 then
      event := jsonb_set(
        event, '{deviceId}', to_jsonb(replace(event ->> 'deviceId', mask, regexp_replace(mask, '[0-9]', '*', 'g'))));
    end if;
  end loop;
  return event;
end
$$;
revoke all on function without_customer(jsonb, text, text, text[]) from public;

-- Takes one customer out of the log: the one change it knows. The long search holds nobody up; what was added meanwhile is
-- looked at once no feed may add. Returns {fresh, masks, upTo: {feed: position}, calls: [{feedId, callId}]}.
create function erase_customer(ref text) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  fresh text := rtrim(translate(
    encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'base64'), '+/', '-_'), '=');
  before jsonb;
  up_to jsonb;
  found jsonb;
  later jsonb;
  masks text[];
  calls jsonb;
begin
  if ref is null or ref !~ '^[A-Za-z0-9_-]{43}$' then
    raise exception 'this is no reference of a customer' using errcode = '22023';
  end if;
  select coalesce(jsonb_object_agg(f.id, f.position), '{}') into before from feed f;
  select coalesce(jsonb_agg(jsonb_build_object('feed', e.feed_id, 'position', e.position)), '[]') into found
  from feed_event e
  where position(ref in e.event::text) > 0 and e.event #>> '{data,customer,customerRef}' = ref;

  perform 1 from feed f order by f.id for no key update;
  select coalesce(jsonb_object_agg(f.id, f.position), '{}') into up_to from feed f;
  select coalesce(jsonb_agg(jsonb_build_object('feed', e.feed_id, 'position', e.position)), '[]') into later
  from feed f
  join feed_event e on e.feed_id = f.id and e.position > coalesce((before ->> f.id)::bigint, 0)
  where position(ref in e.event::text) > 0 and e.event #>> '{data,customer,customerRef}' = ref;
  found := found || later;

  select coalesce(array_agg(distinct e.event #>> '{data,customer,masked}'), '{}') into masks
  from jsonb_to_recordset(found) as t(feed text, position bigint)
  join feed_event e on e.feed_id = t.feed and e.position = t.position
  where e.event #>> '{data,customer,masked}' like '%*%';

  select coalesce(jsonb_agg(distinct jsonb_build_object('feedId', e.feed_id, 'callId', e.call_id)), '[]') into calls
  from jsonb_to_recordset(found) as t(feed text, position bigint)
  join feed_event e on e.feed_id = t.feed and e.position = t.position
  where e.call_id is not null;

  update feed_event e set event = without_customer(e.event::jsonb, ref, fresh, masks)::json
  from jsonb_to_recordset(found) as t(feed text, position bigint)
  where e.feed_id = t.feed and e.position = t.position;
  update feed_event e set event = without_customer(e.event::jsonb, ref, fresh, masks)::json
  from jsonb_to_recordset(calls) as t("feedId" text, "callId" text)
  where e.feed_id = t."feedId" and e.call_id = t."callId"
    and exists (select 1 from unnest(masks) mask where position(mask in e.event::text) > 0);

  delete from dead_letter d where position(ref in d.event) > 0;
  return jsonb_build_object('ref', ref, 'fresh', fresh, 'masks', masks, 'upTo', up_to, 'calls', calls);
end
$$;
revoke all on function erase_customer(text) from public;
grant execute on function erase_customer(text) to linewarden_app;
