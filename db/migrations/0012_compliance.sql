-- What was owed and how it came out, beside what each call adds to the figures. Rows of before are written again from the log as far
-- as it goes; what is older counts as not judged.

alter table call_interval
  add column steps_owed bigint not null default 0,
  add column actions_owed bigint not null default 0,
  add column actions_late bigint not null default 0,
  add column actions_missed bigint not null default 0,
  add column critical_missed bigint not null default 0,
  add column points_owed bigint not null default 0,
  add column points_earned bigint not null default 0,
  add column prohibited_said bigint not null default 0,
  add column confirmations_owed bigint not null default 0,
  add column confirmations_late bigint not null default 0,
  add column judged bigint not null default 0,
  add column judged_failed bigint not null default 0,
  add column judged_skipping bigint not null default 0;
