-- Room notices: what people are told by e-mail, and the mails on their way. No facts: nothing here proves anything, nobody
-- is bound by it, rows change and go. No foreign keys to persons either: what tells somebody must not wait for who changes
-- that person's groups.

-- One mail to one person, drawn up once and sent until the server took it: the id is in its Message-ID, so that a repeat
-- is recognised.
create table work.mail (
    id           uuid        primary key,
    person       text        not null,
    groups       text[]      not null,             -- of the person when it was drawn up: what may stand in it
    digest_day   date,                             -- of a digest; null for what is told at once
    subject      text        not null check (subject !~ '[[:cntrl:]]'),
    body         text        not null,
    state        text        not null default 'WAITING' check (state in ('WAITING', 'SENT', 'FAILED', 'WITHDRAWN')),
    attempts     int         not null default 0,   -- counted before each: a killed one counts
    next_try_at  timestamptz not null,
    filed_at     timestamptz not null,
    ended_at     timestamptz,
    last_error   text,
    check ((state = 'WAITING') = (ended_at is null))
);
create index on work.mail (next_try_at) where state = 'WAITING';
create index on work.mail (person, filed_at);

-- What one person is to be told; filed in the transaction of what happened, and told once for each cause.
create table work.notice (
    id        bigint      generated always as identity primary key,
    person    text        not null,
    once      text        not null,                -- names the cause
    kind      text        not null,
    groups    text[]      not null,                -- only while the person is in one of these
    exit_id   text        not null,
    asset     text,
    what      text        not null,
    due       timestamptz,
    task      text,
    page      text        not null,
    runbook   text,
    at_once   boolean     not null,                -- or with the digest
    filed_at  timestamptz not null,
    mail      uuid        references work.mail on delete set null,
    told      boolean     not null default false,  -- in a mail, which may be gone by now
    unique (person, once)
);
create index on work.notice (person) where not told;
create index on work.notice (once);
create index on work.notice (mail);

-- The day of the latest digest of each person, also where there was nothing to say.
create table work.digest (
    person  text primary key,
    day     date not null
);

-- How a person wants to hear of what is not urgent; without a row by the digest.
create table work.mail_choice (
    person  text primary key,
    choice  text not null check (choice in ('DIGEST', 'IMMEDIATE', 'NONE'))
);

grant select, insert, update, delete on work.mail, work.notice, work.digest, work.mail_choice to handback_app;
