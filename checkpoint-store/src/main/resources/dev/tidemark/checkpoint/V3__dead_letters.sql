-- What has become of a dead letter, and which sinks' loads it is missing from. The letters that are
-- there get their ids and numbers in the same transaction.

alter table dead_letter add column id varchar not null default '';
alter table dead_letter add column number bigint not null default 0;
alter table dead_letter add column sinks varchar not null default '{}';
alter table dead_letter add column state varchar not null default 'waiting';
alter table dead_letter add column state_at varchar not null default '';
alter table dead_letter add column detail varchar not null default '';

create index dead_letter_number on dead_letter (pipeline, number);

create index dead_letter_id on dead_letter (pipeline, id);
