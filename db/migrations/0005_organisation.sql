-- Sites; dates for teams and for the queues they answer; who saved which settings; the menu key a call came by.

create table site (
  id text primary key,
  name text not null,
  valid_from timestamptz(3) not null,
  valid_to timestamptz(3),
  constraint site_span check (valid_to is null or valid_to > valid_from)
);
create unique index site_name on site (name) where valid_to is null;

-- A closed team keeps its name for what happened in its time, and the name is free again.
alter table team add column site_id text references site (id);
alter table team add column valid_to timestamptz(3);
alter table team add constraint team_span check (valid_to is null or valid_to > created_at);
alter table team drop constraint team_name_key;
create unique index team_name on team (name) where valid_to is null;

-- What was assigned without a date was so for as long as there has been the team.
alter table queue_team add column valid_from timestamptz(3);
alter table queue_team add column valid_to timestamptz(3);
update queue_team set valid_from = team.created_at from team where team.id = queue_team.team_id;
alter table queue_team alter column valid_from set not null;
alter table queue_team drop constraint queue_team_pkey;
alter table queue_team add primary key (feed_id, queue_id, team_id, valid_from);
alter table queue_team add constraint queue_team_span check (valid_to is null or valid_to > valid_from);
create unique index queue_team_current on queue_team (feed_id, queue_id, team_id) where valid_to is null;

-- Which agents a feed said were on which queue when: whose queue it was, for calls nobody answered.
create table agent_queue (
  feed_id text not null,
  agent_id text not null,
  queue_id text not null,
  valid_from timestamptz(3) not null,
  valid_to timestamptz(3),
  primary key (feed_id, agent_id, queue_id, valid_from),
  constraint agent_queue_span check (valid_to is null or valid_to > valid_from)
);
create unique index agent_queue_current on agent_queue (feed_id, agent_id, queue_id) where valid_to is null;
create index agent_queue_queue on agent_queue (feed_id, queue_id, valid_from);

alter table floor_settings add column saved_by text;

alter table call add column ivr_key text;
create index call_interval_queue on call_interval (interval_start, feed_id, queue_id) where offered > 0;
