-- Room certificates: requested, drawn up, decided.

create table handback.certificate_requested (
    fact      uuid primary key,
    actor     text not null,
    at        timestamptz not null,
    exit_id   text not null references handback.exit,
    request   text not null unique,
    kind      text not null check (kind in ('CUSTODY_RECORD', 'ASSET_RETURN')),
    finality  text not null check (finality in ('INTERIM', 'FINAL')),
    scope     jsonb not null check (jsonb_typeof(scope) = 'array' and jsonb_array_length(scope) > 0),
    check (kind = 'ASSET_RETURN' or finality = 'INTERIM')
);
create index on handback.certificate_requested (exit_id);
call handback.fact_table('handback.certificate_requested', 'person');
create trigger of_group before insert on handback.certificate_requested
    for each row execute function handback.of_group('operations', 'legal');

-- Frozen: the PDF that was drawn up lies in the vault under pdf_sha256 and never changes.
create table handback.certificate (
    number         text primary key,
    fact           uuid not null unique,
    actor          text not null,
    at             timestamptz not null,
    exit_id        text not null references handback.exit,
    ordinal        int not null,
    request        text not null references handback.certificate_requested (request),
    kind           text not null,
    finality       text not null,
    n              int not null,
    pdf_sha256     text not null,
    facts_sha256   text not null,
    evidence_root  text not null,
    ledger_size    bigint not null,
    ledger_root    text not null,
    supersedes     text references handback.certificate,
    unique (exit_id, ordinal)
);
call handback.fact_table('handback.certificate', 'system');

-- The evidence of each asset of the scope exactly as it was frozen; evidence_root covers the digests.
create table handback.certificate_asset (
    number           text not null references handback.certificate,
    ordinal          int not null,
    asset            text not null,
    evidence         text not null,
    evidence_digest  text not null,
    primary key (number, ordinal),
    unique (number, asset),
    check (evidence_digest = encode(sha256(convert_to(evidence, 'UTF8')), 'hex'))
);
grant select, insert on handback.certificate_asset to handback_app;

create table handback.certificate_decided (
    fact           uuid primary key,
    actor          text not null,
    at             timestamptz not null,
    exit_id        text not null references handback.exit,
    number         text not null references handback.certificate,
    decision       text not null check (decision in ('SIGNED', 'SENT_BACK', 'STALE', 'VOID')),
    reason         text not null default '' check (length(reason) <= 2000),
    assets         jsonb not null default '[]',
    shown_sha256   text,
    sealed_sha256  text,
    intent         text,
    task           text,
    unique (number, decision),
    check (decision <> 'SIGNED' or (shown_sha256 is not null and sealed_sha256 is not null and intent is not null)),
    check (decision = 'SIGNED' or decision = 'STALE' or length(btrim(reason)) >= 3)
);
call handback.fact_table('handback.certificate_decided', 'person');
create trigger of_group before insert on handback.certificate_decided
    for each row when (new.decision <> 'STALE') execute function handback.of_group('legal');
create trigger of_group_stale before insert on handback.certificate_decided
    for each row when (new.decision = 'STALE') execute function handback.of_group('legal', 'operations');
