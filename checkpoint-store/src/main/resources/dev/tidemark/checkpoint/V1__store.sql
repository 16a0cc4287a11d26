-- The first schema. Times are ISO-8601 text and rates are decimal text: both lossless.

create table store (
  id varchar not null primary key,
  version integer not null
);

create table lease (
  pipeline varchar not null primary key,
  epoch bigint not null,
  owner varchar not null,
  description varchar not null,
  since varchar not null,
  until varchar not null,
  released boolean not null,
  entry bigint not null
);

create table pipeline (
  name varchar not null primary key,
  definition varchar not null,
  keys_per_sink integer not null,
  checkpoints_per_stage integer not null,
  state varchar not null,
  state_run varchar not null,
  state_reason varchar not null,
  state_stage varchar not null,
  state_at varchar not null,
  lag varchar not null,
  records_per_second varchar not null,
  records bigint not null,
  retries bigint not null,
  dead_letters bigint not null,
  runs bigint not null,
  sequence bigint not null,
  attempt_records bigint not null
);

create table checkpoint (
  pipeline varchar not null,
  run bigint not null,
  stage varchar not null,
  sequence bigint not null,
  run_id varchar not null,
  records bigint not null,
  event_time varchar not null,
  idempotency_key varchar not null,
  positioned boolean not null,
  position varchar not null,
  at varchar not null,
  primary key (pipeline, run, stage, sequence)
);

create table applied_key (
  pipeline varchar not null,
  sink varchar not null,
  sequence bigint not null,
  idempotency_key varchar not null,
  primary key (pipeline, sink, sequence)
);

create table run (
  pipeline varchar not null,
  run bigint not null,
  run_id varchar not null,
  state varchar not null,
  started_at varchar not null,
  finished_at varchar not null,
  reason varchar not null,
  records varchar not null,
  retries bigint not null,
  dead_letters bigint not null,
  primary key (pipeline, run)
);

create table note (
  pipeline varchar not null,
  run_id varchar not null,
  ordinal bigint not null,
  at varchar not null,
  kind varchar not null,
  text varchar not null,
  primary key (pipeline, run_id, ordinal)
);

create table book_position (
  pipeline varchar not null,
  sink varchar not null,
  lane integer not null,
  source varchar not null,
  partition_name varchar not null,
  generation bigint not null,
  position varchar not null,
  records bigint not null,
  primary key (pipeline, sink, lane, source, partition_name)
);

create table run_start (
  pipeline varchar not null primary key,
  run bigint not null,
  run_id varchar not null,
  topology varchar not null,
  resolved varchar not null
);

create table plan (
  pipeline varchar not null,
  sink varchar not null,
  lane integer not null,
  generation bigint not null,
  moves varchar not null,
  content varchar not null,
  primary key (pipeline, sink, lane)
);

create table dead_letter (
  pipeline varchar not null,
  generation bigint not null,
  stage varchar not null,
  source varchar not null,
  partition_name varchar not null,
  position varchar not null,
  ordinal integer not null,
  run_id varchar not null,
  place varchar not null,
  reason varchar not null,
  attempts integer not null,
  payload ${bytes} not null,
  at varchar not null,
  primary key (pipeline, generation, stage, source, partition_name, position, ordinal)
);
