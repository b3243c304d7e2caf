-- Who an agent of a feed is at a time, where people sit, who works when, and who leads a team on duty.

create table agent_identity (
  feed_id text not null,
  agent_id text not null,
  agent_no text not null,
  valid_from timestamptz(3) not null,
  valid_to timestamptz(3),
  source text not null check (source in ('login', 'member', 'roster', 'hand')),
  noted_from timestamptz(3) not null,
  noted_at timestamptz(3) not null,
  noted_by text not null,
  reason text,
  primary key (feed_id, agent_id, valid_from),
  constraint agent_identity_span check (valid_to is null or valid_to > valid_from)
);
create unique index agent_identity_current on agent_identity (feed_id, agent_id) where valid_to is null;
create index agent_identity_no on agent_identity (agent_no, valid_from);

create table seat (
  id text primary key,
  site text,
  name text not null,
  feed_id text not null,
  agent_id text not null,
  valid_from timestamptz(3) not null,
  valid_to timestamptz(3),
  constraint seat_span check (valid_to is null or valid_to > valid_from)
);
create unique index seat_place on seat (coalesce(site, ''), name, valid_from);
create index seat_device on seat (feed_id, agent_id, valid_from);

create table roster_shift (
  agent_no text not null,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  site text,
  seat text,
  noted_at timestamptz(3) not null,
  noted_by text not null,
  primary key (agent_no, starts_at),
  constraint roster_shift_span check (ends_at > starts_at)
);
create index roster_shift_span on roster_shift (starts_at, ends_at);

create table duty (
  id text primary key,
  user_id text not null references app_user (id) on delete cascade,
  team_id text not null references team (id),
  valid_from timestamptz(3) not null,
  valid_to timestamptz(3) not null,
  stands_in_for text references app_user (id) on delete set null,
  noted_at timestamptz(3) not null,
  noted_by text not null,
  constraint duty_span check (valid_to > valid_from)
);
create index duty_user on duty (user_id, valid_to);
create index duty_team on duty (team_id, valid_from);

-- Who sat behind an agent of a feed at a time, and in which team they were: the same answer as resolvePerson in
-- server/domain/people/person.ts. People known by 工号 are the agents of the feed ''.
create function person_at(of_feed text, of_agent text, moment timestamptz)
returns table (agent_no text, name text, is_identified boolean, source text, team_id text)
language sql stable as $$
  select coalesce(i.agent_no, a.agent_no, of_agent),
         case when i.agent_no is null then a.name else p.name end,
         i.agent_no is not null,
         i.source,
         coalesce(mp.team_id, ma.team_id)
  from (select 1) one
  left join agent_identity i on i.feed_id = of_feed and i.agent_id = of_agent
    and i.valid_from <= moment and (i.valid_to is null or i.valid_to > moment)
  left join agent a on a.feed_id = of_feed and a.agent_id = of_agent
  left join agent p on p.feed_id = '' and p.agent_id = i.agent_no
  left join membership mp on mp.feed_id = '' and mp.agent_id = i.agent_no
    and mp.valid_from <= moment and (mp.valid_to is null or mp.valid_to > moment)
  left join membership ma on ma.feed_id = of_feed and ma.agent_id = of_agent
    and ma.valid_from <= moment and (ma.valid_to is null or ma.valid_to > moment)
$$;
