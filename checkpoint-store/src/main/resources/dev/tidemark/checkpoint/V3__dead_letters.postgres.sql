
-- A position may be longer than an index takes: letters are told apart by their ids, which are made
-- of their places.

alter table dead_letter drop constraint dead_letter_pkey;

drop index dead_letter_id;

create unique index dead_letter_id on dead_letter (pipeline, id);
