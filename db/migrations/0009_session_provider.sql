-- Who vouched for a session: the provider whose sign-in opened it, or null for a password of ours.
alter table app_session add column provider_id text;
