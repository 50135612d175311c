-- Room verify: packages that people had checked by the running application. No facts: a verdict of our own proves nothing to
-- anybody, and goes after some days.
create table work.verification (
    id        text        primary key default gen_random_uuid()::text,
    person    text        not null,              -- who asked; nobody else sees it
    package   text,                              -- one that was built here; null: a file that is uploaded
    name      text,                              -- what the person called the file; opaque
    bytes     bigint,                            -- null until the file is here
    sha256    text,
    quick     boolean     not null,
    anchors   text        not null,              -- certificates the person believes, in PEM; empty: the company's own
    log_key   text        not null,
    asked_at  timestamptz not null default clock_timestamp(),
    ended_at  timestamptz,
    exit_code int,                               -- of the command line; null when nothing was judged
    problem   text,                              -- why not
    verdict   text                               -- as the command line prints it for programs
);
create index on work.verification (person, asked_at);

grant select, insert, update, delete on work.verification to handback_app;

-- Room notices: heads of the ledger that were mailed to people outside. A mail to them has an address and no person.
alter table work.mail add column address text;
create table work.checkpoint_mail (
    note      text        primary key,              -- each head is mailed once, by whatever node
    size      bigint      not null,
    filed_at  timestamptz not null
);

grant select, insert on work.checkpoint_mail to handback_app;
