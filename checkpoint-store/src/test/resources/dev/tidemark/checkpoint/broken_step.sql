-- A step that fails half way.

create table half_done (
  id integer not null primary key
);

alter table no_such_table add column colour varchar;
