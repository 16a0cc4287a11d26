-- How many records of the source lie before a writer's position.

alter table book_position add column read_records bigint not null default 0;
