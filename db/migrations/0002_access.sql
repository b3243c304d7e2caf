-- Who people are, which teams they see, where agents belong, and what was done.

create table app_user (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  username text unique,
  display_username text,
  role text not null check (role in ('admin', 'manager', 'floor_manager', 'supervisor', 'viewer')),
  banned boolean not null default false,
  ban_reason text,
  ban_expires timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create table app_session (
  id text primary key,
  token text not null unique,
  user_id text not null references app_user (id) on delete cascade,
  expires_at timestamptz(3) not null,
  ip_address text,
  user_agent text,
  impersonated_by text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index app_session_user on app_session (user_id);

create table app_account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references app_user (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope text,
  password text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index app_account_user on app_account (user_id);

create table app_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);
create index app_verification_identifier on app_verification (identifier);

create table app_rate_limit (
  id text primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

create table team (
  id text primary key,
  name text not null unique,
  created_at timestamptz(3) not null
);

create table agent (
  feed_id text not null,
  agent_id text not null,
  agent_no text not null,
  name text,
  first_seen_at timestamptz(3) not null,
  primary key (feed_id, agent_id)
);
create index agent_no on agent (agent_no);

create table membership (
  feed_id text not null,
  agent_id text not null,
  team_id text not null references team (id),
  valid_from timestamptz(3) not null,
  valid_to timestamptz(3),
  primary key (feed_id, agent_id, valid_from),
  constraint membership_span check (valid_to is null or valid_to > valid_from)
);
create unique index membership_current on membership (feed_id, agent_id) where valid_to is null;
create index membership_team on membership (team_id);

create table user_team (
  user_id text not null references app_user (id) on delete cascade,
  team_id text not null references team (id),
  valid_from timestamptz(3) not null,
  valid_to timestamptz(3),
  primary key (user_id, team_id, valid_from),
  constraint user_team_span check (valid_to is null or valid_to > valid_from)
);

create table queue_team (
  feed_id text not null,
  queue_id text not null,
  team_id text not null references team (id),
  primary key (feed_id, queue_id, team_id)
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz(3) not null,
  actor_kind text not null check (actor_kind in ('user', 'screen', 'shell', 'nobody')),
  actor_id text not null,
  action text not null,
  subject text not null,
  detail jsonb,
  address text,
  previous_hash bytea,
  hash bytea
);
create index audit_at on audit (at);
create index audit_subject on audit (subject, at);
revoke update, delete, truncate on audit from linewarden_app;
