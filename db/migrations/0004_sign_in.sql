-- Counting password checks before they are made, passwords that were given by somebody else, and when a session was last seen.

-- Those there were before keep the password they have.
alter table app_user add column must_change_password boolean not null default false;
alter table app_user alter column must_change_password set default true;

alter table app_session add column seen_at timestamptz(3) not null default now();

create unique index app_account_credential on app_account (user_id) where provider_id = 'credential';

create table sign_in_count (
  kind text not null check (kind in ('account', 'address')),
  key text not null,
  used integer not null,
  ends_at timestamptz(3) not null,
  is_told boolean not null default false,
  primary key (kind, key)
);
create index sign_in_count_ends on sign_in_count (ends_at);
