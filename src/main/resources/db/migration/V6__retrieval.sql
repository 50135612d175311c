-- Room retrieval: attempts, what they found, what people decided about it.

-- What one person received by hand, on a medium or by upload, as that person saw it. The bytes are an attempt's.
create table handback.delivery_received (
    exit_id          text not null references handback.exit,
    asset            text not null,
    delivery         int not null check (delivery > 0),
    fact             uuid not null unique,
    actor            text not null,
    at               timestamptz not null,
    medium           text not null check (length(btrim(medium)) between 2 and 200),
    courier          text not null check (length(btrim(courier)) between 2 and 200),
    seal_number      text check (length(seal_number) <= 200),
    seal             text not null check (seal in ('INTACT', 'BROKEN', 'NONE')),
    condition        text not null check (length(btrim(condition)) between 3 and 2000),
    received_on      date not null,
    photo_sha256     text check (photo_sha256 ~ '^[0-9a-f]{64}$'),
    stated_digest    text check (stated_digest ~ '^[0-9a-f]{64}$'),   -- SHA-256 as the vendor states it
    note             text not null default '' check (length(note) <= 2000),
    uploaded         int not null check (uploaded >= 0),
    uploaded_bytes   bigint not null,
    uploaded_digest  text not null,                      -- content digest of the uploaded files alone
    from_folder      boolean not null,                   -- and what lies in the operator's import folder
    task             text not null,
    primary key (exit_id, asset, delivery),
    check (uploaded > 0 or from_folder),
    check (seal = 'NONE' or seal_number is not null)
);
call handback.fact_table('handback.delivery_received', 'person');
create trigger of_group before insert on handback.delivery_received
    for each row execute function handback.of_group('engineering');

-- Files on their way into a delivery: their bytes are in the vault. No fact; becomes handback.attempt_file at the end.
create table work.delivery_upload (
    exit_id      text not null,
    asset        text not null,
    name         bytea not null,
    sha256       text not null,
    bytes        bigint not null,
    uploaded_by  text not null,
    delivery     int,                                    -- null until it is part of one
    primary key (exit_id, asset, name)
);
grant select, insert, update, delete on work.delivery_upload to handback_app;

create table handback.attempt (
    exit_id     text not null references handback.exit,
    asset       text not null,
    number      int not null check (number > 0),
    fact        uuid not null unique,
    actor       text not null,
    at          timestamptz not null,
    connection  text,
    locator     text not null,
    delivery    int,                                    -- of what came by hand: which delivery it reads
    primary key (exit_id, asset, number),
    foreign key (exit_id, asset, delivery) references handback.delivery_received,
    check ((connection is null) = (delivery is not null))
);
call handback.fact_table('handback.attempt', 'system');

create table handback.attempt_ended (
    exit_id         text not null references handback.exit,
    asset           text not null,
    number          int not null,
    fact            uuid not null unique,
    actor           text not null,
    at              timestamptz not null,
    outcome         text not null check (outcome in ('VERIFIED', 'RECEIVED', 'PARTIAL', 'MOVING', 'EMPTY', 'FORBIDDEN',
                        'UNREACHABLE', 'GONE', 'HOSTILE', 'UNSUPPORTED', 'CORRUPT', 'FAILED')),
    content_digest  text,                               -- SHA-256 of the canonical manifest, hexadecimal
    manifest_sha256 text,                               -- the manifest as held in the vault
    bundle_sha256   text,                               -- the bundle as held in the vault
    bundle_bytes    bigint,
    swhid           text,
    head            text,
    refs            bigint not null default 0,
    objects         bigint not null default 0,
    bytes           bigint not null default 0,
    files           bigint,                             -- delivered by hand; null when it was fetched
    old_commits     bigint,
    new_commits     bigint,
    versions        bigint,                             -- of documents: versions, delete markers, uploads never completed
    markers         bigint,
    uploads         bigint,
    old_versions    bigint,
    new_versions    bigint,
    split_basis     text,                               -- PROOF, INDICATION or null: nothing to split by
    seen_as         text,                               -- the user name shown to the holder's system; never a secret
    seen_at         timestamptz,                        -- when the source was last compared
    findings        jsonb not null default '[]',
    held            jsonb not null default '[]',        -- every file the vault holds of it: name, sha256, bytes
    lfs_objects     bigint,                             -- Git LFS objects held; null when nothing points at any
    lfs_bytes       bigint,
    primary key (exit_id, asset, number),
    foreign key (exit_id, asset, number) references handback.attempt,
    check (outcome not in ('VERIFIED', 'EMPTY') or content_digest is not null),
    check (outcome <> 'VERIFIED' or (bundle_sha256 is not null and refs > 0) or (manifest_sha256 is not null and versions > 0)),
    check (outcome <> 'RECEIVED' or (content_digest is not null and manifest_sha256 is not null and files > 0))
);
call handback.fact_table('handback.attempt_ended', 'system');

-- The refs of an attempt, for reading and paging; the content digest in attempt_ended covers them.
create table handback.attempt_ref (
    exit_id  text not null,
    asset    text not null,
    number   int not null,
    ordinal  int not null,
    name     bytea not null,
    id       text not null,
    type     text not null,
    peeled   text,
    symref   text,
    primary key (exit_id, asset, number, ordinal),
    foreign key (exit_id, asset, number) references handback.attempt
);
grant select, insert on handback.attempt_ref to handback_app;

-- The Git LFS objects that an attempt's history points at, for reading and paging; the manifest lists the same, so the
-- content digest covers them. Held ones lie in the vault under their oid, which is their SHA-256.
create table handback.attempt_lfs (
    exit_id  text not null,
    asset    text not null,
    number   int not null,
    oid      text not null collate "C" check (oid ~ '^[0-9a-f]{64}$'),
    size     bigint not null check (size >= 0),
    held     boolean not null,
    primary key (exit_id, asset, number, oid),
    foreign key (exit_id, asset, number) references handback.attempt
);
grant select, insert on handback.attempt_lfs to handback_app;
-- The objects of an attempt: every version, delete marker and open upload that was listed, in the order of the manifest,
-- whose digest in attempt_ended covers them. What vanished while it was taken stands last: its bytes are kept, too.
create table handback.attempt_object (
    exit_id        text not null,
    asset          text not null,
    number         int not null,
    ordinal        bigint not null,
    key            bytea not null,                      -- the bytes of its name, which may hold what no text can
    version_id     text not null collate "C",
    etag           text not null collate "C",
    what           text not null check (what in ('VERSION', 'MARKER', 'UPLOAD')),
    latest         boolean not null,
    size           bigint not null,
    last_modified  timestamptz,
    storage_class  text,
    owner          text,
    state          text not null check (state in ('HELD', 'NOT_HELD', 'MARKER', 'UPLOAD', 'VANISHED')),
    sha256         text,                                -- as the vault holds it
    copied_in      int,                                 -- the attempt that copied it
    facts          jsonb,                               -- metadata, headers, tags, encryption, locks, checksums
    code           text,
    detail         text,
    primary key (exit_id, asset, number, ordinal),
    foreign key (exit_id, asset, number) references handback.attempt,
    check (state <> 'HELD' or (sha256 is not null and copied_in is not null))
);
create index on handback.attempt_object (exit_id, asset, number, sha256);
grant select, insert on handback.attempt_object to handback_app;

-- A bucket while it is listed and copied. No fact: this proves nothing, and becomes handback.attempt_object at the end.
-- What a killed attempt left is where the next one goes on.
create table work.bucket_listing (
    exit_id      text not null,
    asset        text not null,
    attempt      int not null,                          -- the only one that may write here
    pass         int not null,
    complete     int not null default 0,                -- the last pass that came to its end
    ended        boolean not null,
    in_uploads   boolean not null,
    marker_key   text,
    marker_id    text,
    primary key (exit_id, asset)
);
create table work.bucket_object (
    exit_id        text not null,
    asset          text not null,
    key            bytea not null,
    version_id     text not null collate "C",
    etag           text not null collate "C",
    what           text not null,
    latest         boolean not null,
    size           bigint not null,
    last_modified  timestamptz,
    storage_class  text,
    owner          text,
    seen           int not null,                        -- the last pass that listed it
    changed        int not null,                        -- the last pass that found it new or different
    state          text not null,
    sha256         text,
    copied_in      int,
    facts          jsonb,
    code           text,
    detail         text,
    primary key (exit_id, asset, key, version_id, etag)
);
-- Contents that a baseline manifest names, while old and new are counted.
create table work.bucket_baseline (
    exit_id  text not null,
    asset    text not null,
    sha256   text not null,
    primary key (exit_id, asset, sha256)
);
grant select, insert, update, delete on work.bucket_listing, work.bucket_object, work.bucket_baseline to handback_app;
-- The files of a delivery in the order of their names' bytes, for reading and paging. A name is text of the other side,
-- never a path on our disk.
create table handback.attempt_file (
    exit_id  text not null,
    asset    text not null,
    number   int not null,
    ordinal  int not null,
    name     bytea not null,
    sha256   text not null collate "C",
    bytes    bigint not null,
    primary key (exit_id, asset, number, ordinal),
    foreign key (exit_id, asset, number) references handback.attempt
);
grant select, insert on handback.attempt_file to handback_app;

-- The second person's word on a delivery, having seen medium, papers and files.
create table handback.delivery_confirmed (
    exit_id         text not null references handback.exit,
    asset           text not null,
    delivery        int not null,
    fact            uuid not null unique,
    actor           text not null,
    at              timestamptz not null,
    number          int not null,
    content_digest  text not null,
    decision        text not null check (decision in ('CONFIRM', 'REJECT')),
    reason          text not null default '' check (length(reason) <= 2000),
    task            text not null,
    primary key (exit_id, asset, delivery),
    foreign key (exit_id, asset, delivery) references handback.delivery_received,
    foreign key (exit_id, asset, number) references handback.attempt_ended,
    check (decision = 'CONFIRM' or length(btrim(reason)) >= 3)
);
call handback.fact_table('handback.delivery_confirmed', 'person');
create trigger of_group before insert on handback.delivery_confirmed
    for each row execute function handback.of_group('engineering');

-- A technical receipt by an engineer, never an acceptance of performance, quality or title.
create table handback.asset_check (
    fact            uuid primary key,
    actor           text not null,
    at              timestamptz not null,
    exit_id         text not null references handback.exit,
    asset           text not null,
    number          int not null,
    content_digest  text not null,
    decision        text not null check (decision in ('PASS', 'SEND_BACK')),
    note            text not null default '' check (length(note) <= 2000),
    task            text not null,
    foreign key (exit_id, asset, number) references handback.attempt_ended,
    check (decision = 'PASS' or length(btrim(note)) >= 3)
);
create index on handback.asset_check (exit_id, asset);
call handback.fact_table('handback.asset_check', 'person');

create table handback.retrieval_decided (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    asset     text not null,
    number    int not null,
    decision  text not null check (decision in ('RETRY', 'FREEZE_AND_RETRY', 'OTHER_SOURCE', 'CONFIRM_EMPTY', 'EXCEPTION', 'DISPUTE',
                  'WITHDRAW', 'RESUME', 'ONE_BY_ONE')),
    reason    text not null check (length(btrim(reason)) between 3 and 2000),
    task      text not null,
    foreign key (exit_id, asset, number) references handback.attempt_ended
);
create index on handback.retrieval_decided (exit_id, asset);
call handback.fact_table('handback.retrieval_decided', 'person');
create trigger of_group before insert on handback.retrieval_decided
    for each row execute function handback.of_group('engineering', 'legal');

-- Evidence up to and including this attempt counts no longer: sent back by legal.
create table handback.asset_reopened (
    fact           uuid primary key,
    actor          text not null,
    at             timestamptz not null,
    exit_id        text not null references handback.exit,
    asset          text not null,
    after_attempt  int not null,
    certificate    text not null,
    reason         text not null
);
create index on handback.asset_reopened (exit_id, asset);
call handback.fact_table('handback.asset_reopened', 'person');
create trigger of_group before insert on handback.asset_reopened
    for each row execute function handback.of_group('legal');

-- What the vault's bytes were when somebody last read them all. The manifest's row counts the files of the holding that were
-- read; one that was not intact has a row of its own, but of documents broken lists the first that are not as they were.
create table handback.fixity_checked (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    asset     text not null,
    number    int not null,
    sha256    text not null,
    result    text not null check (result in ('INTACT', 'MISMATCH', 'MISSING')),
    actual    text,
    files     bigint not null default 1 check (files > 0),
    broken    jsonb not null default '[]',
    foreign key (exit_id, asset, number) references handback.attempt_ended
);
create index on handback.fixity_checked (exit_id, asset, number);
call handback.fact_table('handback.fixity_checked', 'system');
