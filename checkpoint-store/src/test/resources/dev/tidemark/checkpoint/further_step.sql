-- A further step, for the test of upgrading.

alter table run add column colour varchar not null default 'none';

create table extra (
  id integer not null primary key
);
