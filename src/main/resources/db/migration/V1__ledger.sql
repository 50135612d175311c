-- The custody ledger: one append-only RFC 6962 Merkle tree over every fact, filled by the database itself.
-- A later migration makes a table a fact table with one line, and need not name the columns fact, actor and at:
--     call handback.fact_table('handback.exit', 'person');
-- Run by handback_owner. Functions that must write what the application may not are SECURITY DEFINER with a
-- pinned search_path; nobody but the owner may call them, they are reached through triggers alone.

create function handback.now() returns timestamptz
    language sql volatile parallel safe
    as 'select clock_timestamp()';
comment on function handback.now() is 'The only clock of guards and facts. Tests replace it.';

-- ---------------------------------------------------------------------------------------------------------------
-- Tables

create table handback.ledger_entry (
    seq        bigint      primary key check (seq >= 0),
    fact       uuid        not null unique,
    fact_table text        not null,
    exit_id    text,
    actor      text        not null,
    at         timestamptz not null,
    body       bytea       not null,
    leaf       bytea       not null check (length(leaf) = 32)
);
create index ledger_entry_of_exit on handback.ledger_entry (exit_id, seq);
comment on table handback.ledger_entry is 'One fact, one entry, gap-free. leaf = SHA-256(0x00 || body).';
comment on column handback.ledger_entry.body is 'The fact''s row as JSON (UTF-8) without nulls, with "table". The columns before it only repeat it for searching.';

create table handback.ledger_head (
    id       int    primary key check (id = 1),
    size     bigint not null check (size >= 0),
    frontier bytea  not null check (length(frontier) = 32 * bit_count(int8send(size)))
);
comment on column handback.ledger_head.frontier is 'Roots of the complete subtrees, 32 bytes each, largest first.';
insert into handback.ledger_head values (1, 0, '');

create table handback.checkpoint (
    size bigint      not null check (size >= 0),
    root bytea       not null check (length(root) = 32),
    note text        not null unique,
    at   timestamptz not null default handback.now()
);
comment on table handback.checkpoint is 'Signed heads (C2SP signed notes). Copies lie outside the database; those are the ones that catch a rewriting DBA.';

create table handback.fact_table (
    name    text   primary key,
    actor   text   not null check (actor in ('person', 'system', 'any')),
    omitted text[] not null
);
comment on table handback.fact_table is 'Which tables hold facts, who may write them, and the columns that stay out of the ledger.';

-- ---------------------------------------------------------------------------------------------------------------
-- Appending

create function handback.merkle_push(frontier bytea, size bigint, leaf bytea) returns bytea
    language plpgsql immutable strict parallel safe
    set search_path = pg_catalog, pg_temp
as $$
declare
    node bytea := leaf;
begin
    while size & 1 = 1 loop
        node := sha256('\x01'::bytea || substring(frontier from length(frontier) - 31) || node);
        frontier := substring(frontier from 1 for length(frontier) - 32);
        size := size >> 1;
    end loop;
    return frontier || node;
end $$;

-- Settings that decide how values are printed are pinned, so that every session prints the same row the same way.
create function handback.fact_body(fact_table text, fact record) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
    set timezone = 'UTC'
    set bytea_output = 'hex'
    set intervalstyle = 'iso_8601'
    set extra_float_digits = 1
as $$
begin
    return jsonb_strip_nulls(to_jsonb(fact) - (select t.omitted from handback.fact_table t where t.name = fact_table))
        || jsonb_build_object('table', fact_table);
end $$;

-- The head row is locked here, at commit, after every other lock of the transaction: short, and never a deadlock.
create function handback.append_fact() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    set timezone = 'UTC'
as $$
declare
    body jsonb := handback.fact_body(tg_table_name, new);
    bytes bytea := convert_to(body::text, 'UTF8');
    leaf bytea := sha256('\x00'::bytea || bytes);
    head handback.ledger_head;
begin
    -- a table elsewhere, made by a role that got hold of this function, must not write entries
    if tg_table_schema <> 'handback' then
        raise exception 'only tables of schema handback hold facts, not %.%', tg_table_schema, tg_table_name;
    end if;
    select * into strict head from handback.ledger_head where id = 1 for update;
    insert into handback.ledger_entry (seq, fact, fact_table, exit_id, actor, at, body, leaf)
    values (
        head.size,
        new.fact,
        tg_table_name,
        body ->> 'exit_id',
        new.actor,
        new.at,
        bytes,
        leaf);
    update handback.ledger_head
    set size = head.size + 1, frontier = handback.merkle_push(head.frontier, head.size, leaf)
    where id = 1;
    return null;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- What every fact table gets

create function handback.stamp_fact() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    kind text := tg_argv[0];
begin
    -- an older snapshot would not see a hold that has been committed meanwhile
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception using errcode = 'HB003',
            message = format('facts are written at READ COMMITTED, not at %s', upper(current_setting('transaction_isolation')));
    end if;
    new.fact := gen_random_uuid();
    new.at := handback.now();
    new.actor := nullif(current_setting('handback.actor', true), '');
    if new.actor is null then
        raise exception using errcode = 'HB002', message = format('nobody is named as the actor of a fact in %s', tg_table_name);
    end if;
    if new.actor like 'system:%' then
        if kind = 'person' then
            raise exception using errcode = 'HB002',
                message = format('a fact in %s is a person''s decision, %s is none', tg_table_name, new.actor);
        end if;
        return new;
    end if;
    if kind = 'system' then
        raise exception using errcode = 'HB002',
            message = format('a fact in %s is written by the system alone, not by %s', tg_table_name, new.actor);
    end if;
    if handback.identity_of(new.actor) is null then
        raise exception using errcode = 'HB002', message = format('%s is no known person', new.actor);
    end if;
    return new;
end $$;

create function handback.refuse_change() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using errcode = 'insufficient_privilege',
        message = format('%s is never changed: %s refused', tg_table_name, tg_op);
end $$;

create procedure handback.keep_write_once(kept regclass)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    execute format(
        'create trigger refuse_change before update or delete or truncate on %s
             for each statement execute function handback.refuse_change()', kept);
    execute format('alter table %s enable always trigger refuse_change', kept);
end $$;

-- actor: whose decision a row is: 'person', 'system' or 'any'.
-- omitted: columns that stay out of the ledger, because the ledger can never forget (password hashes, privileged notes).
create procedure handback.fact_table(facts regclass, actor text, variadic omitted text[] default '{}')
    language plpgsql
    set search_path = pg_catalog, pg_temp
    set client_min_messages = warning
as $$
declare
    named text := (select c.relname from pg_class c
                   where c.oid = facts and c.relnamespace = 'handback'::regnamespace and c.relkind = 'r');
begin
    if named is null then
        raise exception '% is no table of schema handback', facts;
    end if;
    if exists (select from pg_attribute where attrelid = facts and attname = 'table' and not attisdropped) then
        raise exception '% has a column "table", which the ledger writes itself', facts;
    end if;
    insert into handback.fact_table values (named, actor, omitted);
    execute format(
        'alter table %1$s
             add column if not exists fact uuid not null,
             add column if not exists actor text not null,
             add column if not exists at timestamptz not null', facts);
    if not exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                   where i.indrelid = facts and i.indisunique and i.indnatts = 1 and a.attname = 'fact') then
        execute format('alter table %s add unique (fact)', facts);
    end if;
    -- triggers fire in the order of their names: guards, named later than this, already find the actor
    execute format(
        'create trigger a_stamp before insert on %s for each row execute function handback.stamp_fact(%L)', facts, actor);
    execute format(
        'create constraint trigger append_fact after insert on %s deferrable initially deferred
             for each row execute function handback.append_fact()', facts);
    -- ALWAYS: session_replication_role does not silence them
    execute format('alter table %s enable always trigger a_stamp', facts);
    execute format('alter table %s enable always trigger append_fact', facts);
    call handback.keep_write_once(facts);
    execute format('grant select, insert on %s to handback_app', facts);
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- The ledger's own protection

call handback.keep_write_once('handback.ledger_entry');
call handback.keep_write_once('handback.checkpoint');

create function handback.refuse_other_head() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op <> 'UPDATE' or new.size <> old.size + 1 then
        raise exception using errcode = 'insufficient_privilege', message = 'the ledger head only grows, by one entry at a time';
    end if;
    return new;
end $$;
create trigger refuse_other_head before update or delete on handback.ledger_head
    for each row execute function handback.refuse_other_head();
create trigger refuse_change before truncate on handback.ledger_head
    for each statement execute function handback.refuse_change();
alter table handback.ledger_head enable always trigger refuse_other_head;
alter table handback.ledger_head enable always trigger refuse_change;

grant select on handback.ledger_entry, handback.ledger_head, handback.fact_table to handback_app;
grant select, insert on handback.checkpoint to handback_app;

revoke execute on function handback.append_fact(), handback.stamp_fact(), handback.refuse_change(), handback.refuse_other_head() from public;
revoke execute on procedure handback.fact_table(regclass, text, text[]), handback.keep_write_once(regclass) from public;
revoke execute on function handback.fact_body(text, record) from public;
grant execute on function handback.fact_body(text, record) to handback_app;
