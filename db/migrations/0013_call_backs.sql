-- Calls back to customers that verdicts ask for, and what became of them.

create table call_back (
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
  customer_ref text,
  due_at timestamptz(3) not null,
  opened_at timestamptz(3) not null,
  call_by timestamptz(3) not null,
  state text not null,
  withdrawn text,
  closed_at timestamptz(3),
  closed_by text,
  note text,
  primary key (feed_id, call_id, key, opened_at)
) partition by range (opened_at);
create index call_back_state on call_back (state, call_by);
create index call_back_at on call_back (opened_at);
create index call_back_customer on call_back (customer_ref) where state = 'open';

create or replace function aging_tables() returns text[] language sql immutable as $$
  select array['call', 'segment', 'segment_step', 'call_alert', 'call_interval', 'agent_state', 'transcript_segment',
               'verdict_dispute', 'call_back']
$$;
