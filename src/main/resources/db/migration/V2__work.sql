-- Room work: the queue of long steps and what is known about each. No facts: nothing here proves anything, rows change
-- and go. The application may do what it likes to the rows, not to the tables.

-- As db-scheduler 16 prescribes it.
create table work.scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    state                text,
    primary key (task_name, task_instance)
);
create index on work.scheduled_tasks (execution_time);
create index on work.scheduled_tasks (last_heartbeat);

-- One row for each step ever filed, its latest filing: what people look at while they wait.
create table work.progress (
    step          text        not null,
    key           text        not null collate "C",  -- pages ask by prefix
    state         text        not null check (state in ('FILED', 'RUNNING', 'WAITING', 'DONE', 'EXHAUSTED')),
    attempt       int         not null default 0,
    node          text,
    phase         text,
    done_bytes    bigint      not null default 0,
    done_objects  bigint      not null default 0,
    total_objects bigint,
    phase_at      timestamptz,                       -- since when the phase runs, and what was done before it: a rate is
    phase_bytes   bigint      not null default 0,    -- one of this phase, never of what was there already
    phase_objects bigint      not null default 0,
    last_error    text,
    filed_at      timestamptz not null default clock_timestamp(),
    updated_at    timestamptz not null default clock_timestamp(),
    primary key (key, step)
);

grant select, insert, update, delete on work.scheduled_tasks, work.progress to handback_app;
