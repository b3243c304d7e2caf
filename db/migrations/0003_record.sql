-- What is derived from the log, written behind the floor. Every table here can be emptied and made again.

create table call (
  feed_id text not null,
  call_id text not null,
  direction text not null,
  state text not null,
  queue_id text,
  started_at timestamptz(3) not null,
  answered_at timestamptz(3),
  agent_id text,
  cleared_at timestamptz(3),
  clear_cause text,
  wait_sec numeric(12, 1),
  talk_sec numeric(12, 1),
  hold_count integer not null,
  hold_sec numeric(12, 1),
  transfers integer not null,
  merged_into text,
  caller text,
  customer_ref text,
  dialled text,
  scenario text,
  scenario_source text not null,
  level integer not null,
  peak_level integer not null,
  playbook_version integer,
  rules_version integer,
  settings_version integer,
  view jsonb not null,
  primary key (feed_id, call_id)
);
create index call_started on call (started_at);
create index call_customer on call (customer_ref, started_at);

create table segment (
  feed_id text not null,
  call_id text not null,
  segment_id text not null,
  role text not null,
  queue_id text,
  agent_id text not null,
  device_id text,
  offered_at timestamptz(3),
  answered_at timestamptz(3),
  ended_at timestamptz(3),
  end_cause text,
  wait_sec numeric(12, 1),
  talk_sec numeric(12, 1),
  hold_count integer not null,
  hold_sec numeric(12, 1),
  transfer text,
  primary key (feed_id, call_id, segment_id)
);
create index segment_agent on segment (feed_id, agent_id, answered_at);

create table segment_step (
  feed_id text not null,
  call_id text not null,
  segment_id text not null,
  step text not null,
  agent_id text not null,
  status text not null,
  source text,
  entered_at timestamptz(3),
  exited_at timestamptz(3),
  dwell_sec numeric(12, 1) not null,
  late_done boolean not null,
  confidence double precision not null,
  primary key (feed_id, call_id, segment_id, step)
);

create table call_alert (
  feed_id text not null,
  call_id text not null,
  key text not null,
  rule text not null,
  severity text not null,
  agent_id text,
  segment_id text,
  step text,
  level integer,
  limit_ms bigint,
  due_at timestamptz(3) not null,
  condition text not null,
  ended_at timestamptz(3),
  handling text not null,
  handled_by text,
  handled_at timestamptz(3),
  evidence jsonb not null,
  primary key (feed_id, call_id, key)
);
create index call_alert_due on call_alert (feed_id, due_at);

create table agent_state (
  feed_id text not null,
  agent_id text not null,
  from_at timestamptz(3) not null,
  to_at timestamptz(3),
  state text not null,
  sub text not null,
  reason text,
  derived boolean not null,
  primary key (feed_id, agent_id, from_at)
);
create index agent_state_from on agent_state (feed_id, from_at);

create table call_interval (
  feed_id text not null,
  call_id text not null,
  interval_start timestamptz(3) not null,
  queue_id text not null,
  agent_id text not null,
  scenario text not null,
  offered bigint not null,
  answered bigint not null,
  answered_15 bigint not null,
  answered_20 bigint not null,
  abandoned bigint not null,
  abandoned_short bigint not null,
  timed_out bigint not null,
  wait_ms bigint not null,
  ring_ms bigint not null,
  talk_ms bigint not null,
  hold_ms bigint not null,
  hold_count bigint not null,
  handled bigint not null,
  transferred_out bigint not null,
  steps_skipped bigint not null,
  primary key (feed_id, call_id, interval_start, queue_id, agent_id, scenario)
);
create index call_interval_start on call_interval (feed_id, interval_start);

create table transcript_segment (
  feed_id text not null,
  call_id text not null,
  utterance_id text not null,
  revision integer not null,
  at timestamptz(3) not null,
  role text not null,
  agent_id text,
  text text not null,
  is_final boolean not null,
  primary key (feed_id, call_id, utterance_id)
);

create table record_position (
  feed_id text primary key,
  position bigint not null,
  fold_version integer not null
);

create table floor_checkpoint (
  feed_id text primary key,
  position bigint not null,
  fold_version integer not null,
  saved_at timestamptz(3) not null,
  state bytea not null
);
