-- Room destruction: what may be destroyed (clearance), the instruction (order), its service, what the holder says (attestation) and
-- what legal makes of it. Nothing is cleared before it is safe at home; whatever ends that safety recalls, in the same transaction.
-- A fact about many assets names them in one row ("scope"), so that it is one ledger entry; the tables ..._asset spread it and are
-- written by the triggers here alone.

-- ---------------------------------------------------------------------------------------------------------------
-- Facts

-- Counsel's basis where destroying needs one: DESTROY_ONLY, and what is not ours alone.
create table handback.counsel_basis (
    fact     uuid primary key,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    scope    jsonb not null check (jsonb_typeof(scope) = 'array' and jsonb_array_length(scope) between 1 and 10000),
    basis    text not null check (length(btrim(basis)) between 3 and 2000)
);
create index on handback.counsel_basis (exit_id);
call handback.fact_table('handback.counsel_basis', 'person');
create trigger of_group before insert on handback.counsel_basis
    for each row execute function handback.of_group('legal');

-- Operations begin the destruction of a scope or a wave; what of it may be destroyed is legal's to say.
create table handback.destruction_begun (
    destruction  text primary key,
    fact         uuid not null unique,
    actor        text not null,
    at           timestamptz not null,
    exit_id      text not null references handback.exit,
    ordinal      int not null,
    wave         text,
    scope        jsonb not null check (jsonb_typeof(scope) = 'array' and jsonb_array_length(scope) between 1 and 10000),
    unique (exit_id, ordinal)
);
call handback.fact_table('handback.destruction_begun', 'person');
create trigger of_group before insert on handback.destruction_begun
    for each row execute function handback.of_group('operations');

-- Legal leaves it at that: nothing of this scope is cleared by this destruction.
create table handback.destruction_left (
    destruction  text primary key references handback.destruction_begun,
    fact         uuid not null unique,
    actor        text not null,
    at           timestamptz not null,
    exit_id      text not null references handback.exit,
    reason       text not null check (length(btrim(reason)) between 3 and 2000),
    task         text
);
call handback.fact_table('handback.destruction_left', 'person');
create trigger of_group before insert on handback.destruction_left
    for each row execute function handback.of_group('legal');

-- Legal's decision that named assets may be destroyed; digests: what each asset was at that moment.
create table handback.clearance (
    clearance   text primary key,
    fact        uuid not null unique,
    actor       text not null,
    at          timestamptz not null,
    exit_id     text not null references handback.exit,
    ordinal     int not null,
    basis       text not null check (length(btrim(basis)) between 3 and 2000),      -- the clause or law that lets us demand it
    reason      text not null check (length(btrim(reason)) between 3 and 2000),     -- of record
    exclusions  text not null default '' check (length(exclusions) <= 2000),        -- what the holder may keep, on what basis
    answer_by   date not null,
    scope       jsonb not null check (jsonb_typeof(scope) = 'array' and jsonb_array_length(scope) between 1 and 10000),
    digests     jsonb not null,
    destruction text references handback.destruction_begun,
    task        text,
    unique (exit_id, ordinal)
);
call handback.fact_table('handback.clearance', 'person');
create trigger of_group before insert on handback.clearance
    for each row execute function handback.of_group('legal');

create table handback.clearance_asset (
    clearance  text not null references handback.clearance,
    exit_id    text not null,
    asset      text not null,
    digest     text not null,
    primary key (clearance, asset)
);
create index on handback.clearance_asset (exit_id, asset);

-- The order as it was drawn up for operations to see: PDF and JSON lie in the vault and never change.
create table handback.order_drawn_up (
    number        text primary key,
    fact          uuid not null unique,
    actor         text not null,
    at            timestamptz not null,
    exit_id       text not null references handback.exit,
    ordinal       int not null,
    clearance     text not null references handback.clearance,
    scope         jsonb not null check (jsonb_typeof(scope) = 'array' and jsonb_array_length(scope) > 0),
    pdf_sha256    text not null check (pdf_sha256 ~ '^[0-9a-f]{64}$'),
    facts_sha256  text not null check (facts_sha256 ~ '^[0-9a-f]{64}$'),
    unique (exit_id, ordinal)
);
create index on handback.order_drawn_up (clearance);
call handback.fact_table('handback.order_drawn_up', 'system');

create table handback.destruction_order (
    number         text primary key references handback.order_drawn_up,
    fact           uuid not null unique,
    actor          text not null,
    at             timestamptz not null,
    exit_id        text not null references handback.exit,
    shown_sha256   text not null,
    sealed_sha256  text not null check (sealed_sha256 ~ '^[0-9a-f]{64}$'),
    intent         text not null,
    task           text
);
create index on handback.destruction_order (exit_id);
call handback.fact_table('handback.destruction_order', 'person');
create trigger of_group before insert on handback.destruction_order
    for each row execute function handback.of_group('operations');

-- Each clearance of an asset is consumed by one order, never by a second.
create table handback.order_asset (
    number     text not null references handback.destruction_order,
    exit_id    text not null,
    asset      text not null,
    clearance  text not null references handback.clearance,
    primary key (number, asset),
    unique (clearance, asset)
);
create index on handback.order_asset (exit_id, asset);

-- Handed to the holder: when by the clock of its place, by whom, how, with what proof. served_on is the calendar day there.
create table handback.order_served (
    number        text primary key references handback.destruction_order,
    fact          uuid not null unique,
    actor         text not null,
    at            timestamptz not null,
    exit_id       text not null references handback.exit,
    served_at     timestamptz not null,
    place         text not null,                            -- time zone
    served_on     date not null,
    served_by     text not null check (length(btrim(served_by)) between 2 and 200),
    channel       text not null check (channel in ('EMAIL', 'COURIER', 'REGISTERED_LETTER', 'PORTAL', 'IN_PERSON', 'OTHER')),
    proof_sha256  text check (proof_sha256 ~ '^[0-9a-f]{64}$'),
    proof_name    text check (length(proof_name) <= 255),
    note          text not null default '' check (length(note) <= 2000),
    task          text
);
create index on handback.order_served (exit_id);
call handback.fact_table('handback.order_served', 'person');
create trigger of_group before insert on handback.order_served
    for each row execute function handback.of_group('operations');

-- The holder's answer is due or overdue. A timer reminds, it decides nothing.
create table handback.answer_reminded (
    fact     uuid primary key,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    number   text not null references handback.destruction_order,
    n        int not null check (n > 0),
    unique (number, n)
);
call handback.fact_table('handback.answer_reminded', 'system');

-- What took the ground from under a clearance or order: a hold, a stay, a cancelled exit, a dispute, another holding, damage in the
-- vault. Written by triggers alone; the actor is whoever did that.
create table handback.destruction_recalled (
    recall     text primary key,
    fact       uuid not null unique,
    actor      text not null,
    at         timestamptz not null,
    exit_id    text not null references handback.exit,
    ordinal    int not null,
    clearance  text not null references handback.clearance,
    number     text references handback.destruction_order,
    served     boolean not null,                            -- the holder has the order: the recall must be served, too
    scope      jsonb not null,
    findings   jsonb not null,
    unique (exit_id, ordinal)
);
create index on handback.destruction_recalled (clearance);
call handback.fact_table('handback.destruction_recalled', 'any');
revoke insert on handback.destruction_recalled from handback_app;

create table handback.recalled_asset (
    recall     text not null references handback.destruction_recalled,
    exit_id    text not null,
    asset      text not null,
    clearance  text not null references handback.clearance,
    primary key (clearance, asset)
);

create table handback.recall_served (
    recall        text primary key references handback.destruction_recalled,
    fact          uuid not null unique,
    actor         text not null,
    at            timestamptz not null,
    exit_id       text not null references handback.exit,
    served_at     timestamptz not null,
    place         text not null,
    served_on     date not null,
    served_by     text not null check (length(btrim(served_by)) between 2 and 200),
    channel       text not null check (channel in ('EMAIL', 'COURIER', 'REGISTERED_LETTER', 'PORTAL', 'IN_PERSON', 'OTHER')),
    proof_sha256  text check (proof_sha256 ~ '^[0-9a-f]{64}$'),
    proof_name    text check (length(proof_name) <= 255),
    note          text not null default '' check (length(note) <= 2000),
    task          text
);
call handback.fact_table('handback.recall_served', 'person');
create trigger of_group before insert on handback.recall_served
    for each row execute function handback.of_group('operations');

-- One use, one order, one holder: what the link's secret is, only the holder knows; here lies its digest.
create table handback.attestation_link (
    link          text primary key,
    fact          uuid not null unique,
    actor         text not null,
    at            timestamptz not null,
    exit_id       text not null references handback.exit,
    ordinal       int not null,
    number        text not null references handback.destruction_order,
    holder        text not null check (length(btrim(holder)) between 2 and 200),    -- to whom it was given
    token_sha256  text not null unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
    expires_at    timestamptz not null,
    unique (exit_id, ordinal)
);
call handback.fact_table('handback.attestation_link', 'person');
create trigger of_group before insert on handback.attestation_link
    for each row execute function handback.of_group('operations');

create table handback.attestation_link_revoked (
    link     text primary key references handback.attestation_link,
    fact     uuid not null unique,
    actor    text not null,
    at       timestamptz not null,
    exit_id  text not null references handback.exit,
    reason   text not null check (length(btrim(reason)) between 3 and 2000)
);
call handback.fact_table('handback.attestation_link_revoked', 'person');
create trigger of_group before insert on handback.attestation_link_revoked
    for each row execute function handback.of_group('operations');

-- What the holder says, entered by operations from its letter, or by the holder through a link. said: one element per asset,
-- each complete by itself (facts: completedOn, result, method, technique, tool, toolVersion, verification, performer, verifier,
-- locations, subprocessors, retained, tails). The letter lies unaltered in the vault.
create table handback.attestation (
    attestation      text primary key,
    fact             uuid not null unique,
    actor            text not null,
    at               timestamptz not null,
    exit_id          text not null references handback.exit,
    ordinal          int not null,
    number           text references handback.destruction_order,         -- null: the holder erased before anybody ordered it
    link             text unique references handback.attestation_link,
    dated            date,                                               -- of the letter
    reference        text check (length(reference) <= 200),              -- the holder's own number
    officer_name     text check (length(officer_name) <= 200),
    officer_title    text check (length(officer_title) <= 200),
    officer_contact  text check (length(officer_contact) <= 200),
    standard         text check (length(standard) <= 200),
    revision         text check (length(revision) <= 100),
    statement        text not null default '' check (length(statement) <= 4000),
    letter_sha256    text check (letter_sha256 ~ '^[0-9a-f]{64}$'),
    letter_name      text check (length(letter_name) <= 255),
    letter_bytes     bigint check (letter_bytes > 0),
    said             jsonb not null check (jsonb_typeof(said) = 'array' and jsonb_array_length(said) between 1 and 1000),
    task             text,
    unique (exit_id, ordinal),
    check ((letter_sha256 is null) = (letter_bytes is null))
);
create index on handback.attestation (number);
call handback.fact_table('handback.attestation', 'any');

create table handback.attestation_row (
    attestation    text not null references handback.attestation,
    exit_id        text not null,
    ordinal        int not null,                            -- of the attestation in its exit
    asset          text not null,
    completed_on   date,
    result         text not null check (result in ('ERASED', 'ERASED_WITH_EXCEPTIONS', 'NOT_ERASED')),
    method         text check (method in ('CLEAR', 'PURGE', 'DESTROY')),
    technique      text,
    tool           text,
    tool_version   text,
    verification   text check (verification in ('FULL', 'SAMPLED', 'NONE')),
    performer      jsonb not null,                          -- name, title, contact
    verifier       jsonb not null,
    locations      jsonb not null,                          -- names
    subprocessors  jsonb not null,                          -- name, state DONE | IN_PROGRESS, on
    retained       jsonb not null,                          -- what, basis, until
    tails          jsonb not null,                          -- what, until
    tail_until     date,
    primary key (attestation, asset)
);
create index on handback.attestation_row (exit_id, asset, ordinal);

-- Legal: accept the evidence, send it back to the holder with the fields named, or call it contradicted.
create table handback.attestation_decided (
    fact         uuid primary key,
    actor        text not null,
    at           timestamptz not null,
    exit_id      text not null references handback.exit,
    attestation  text not null references handback.attestation,
    decision     text not null check (decision in ('ACCEPTED', 'SENT_BACK', 'CONTRADICTED')),
    reason       text not null check (length(btrim(reason)) between 3 and 2000),
    scope        jsonb not null check (jsonb_typeof(scope) = 'array' and jsonb_array_length(scope) > 0),
    outcomes     jsonb not null,
    task         text
);
call handback.fact_table('handback.attestation_decided', 'person');
create trigger of_group before insert on handback.attestation_decided
    for each row execute function handback.of_group('legal');

create table handback.attestation_decided_asset (
    attestation  text not null references handback.attestation,
    exit_id      text not null,
    asset        text not null,
    decided      uuid not null references handback.attestation_decided,
    at           timestamptz not null,
    decision     text not null,
    outcome      text,                                      -- of what was accepted: EVIDENCE_ACCEPTED, TAIL, ERASED_WITHOUT_INSTRUCTION
    primary key (attestation, asset)
);
create index on handback.attestation_decided_asset (exit_id, asset);

grant select on handback.clearance_asset, handback.order_asset, handback.recalled_asset, handback.attestation_row,
    handback.attestation_decided_asset to handback_app;
call handback.keep_write_once('handback.clearance_asset');
call handback.keep_write_once('handback.order_asset');
call handback.keep_write_once('handback.recalled_asset');
call handback.keep_write_once('handback.attestation_row');
call handback.keep_write_once('handback.attestation_decided_asset');

-- Two more questions for two persons, one of legal: nobody ever attests (UNATTESTED), gaps of one attestation are borne (GAPS).
alter table handback.exception_asked drop constraint exception_asked_purpose_check;
alter table handback.exception_asked add constraint exception_asked_purpose_check check (purpose in ('EXCEPT', 'REVOKE', 'UNATTESTED', 'GAPS'));
alter table handback.exception_asked add column attestation text references handback.attestation;
alter table handback.exception_asked add constraint exception_asked_about check ((attestation is not null) = (purpose = 'GAPS'));

-- as in V5, but of the return alone
create or replace view handback.exception_in_force as
select * from (select distinct on (exit_id, asset) * from handback.exception_state
               where state = 'APPROVED' and purpose in ('EXCEPT', 'REVOKE')
               order by exit_id, asset, decided_at desc, asked) newest
where purpose = 'EXCEPT';

-- ---------------------------------------------------------------------------------------------------------------
-- What is now

-- What a clearance is about: when one of these words changes it is dead.
create function handback.clearance_digest(in_exit text, in_asset text) returns text
    language sql stable security definer set search_path = pg_catalog, handback, pg_temp as $$
select encode(sha256(convert_to(jsonb_strip_nulls(jsonb_build_object(
    'content', n.content_digest, 'holding', n.holding_sha256, 'outcome', n.outcome, 'disposition', n.disposition, 'origin', n.origin,
    'holder', n.holder, 'locations', n.locations, 'connection', n.connection, 'locator', n.locator,
    'dispute', (select d.raised from handback.dispute d where d.exit_id = n.exit_id and d.asset = n.asset
                order by d.raised_at desc limit 1)))::text, 'UTF8')), 'hex')
from handback.asset_now n where n.exit_id = in_exit and n.asset = in_asset $$;

create function handback.must_be_destroyed(disposition text) returns boolean
    language sql immutable set search_path = pg_catalog, pg_temp as $$
select disposition in ('RETURN_THEN_DESTROY', 'DESTROY_ONLY') $$;

-- The newest fully approved exception of the kind "nobody ever attests".
create view handback.unattested as
select distinct on (exit_id, asset) * from handback.exception_state
where state = 'APPROVED' and purpose = 'UNATTESTED' order by exit_id, asset, decided_at desc, asked;
grant select on handback.unattested to handback_app;

-- The destruction line of every living asset: its newest clearance, what came of it, what the holder says, what was seen since.
create view handback.destruction_state as
select v.exit_id, v.asset, v.disposition, v.wave, v.holder, v.locations,
       c.clearance, c.at as cleared_at, c.actor as cleared_by, c.answer_by, o.number as order_number, o.at as ordered_at, o.actor as ordered_by,
       s.served_at, s.served_on, r.recall, r.at as recalled_at, r.served as recall_due, rs.served_at as recall_served_at,
       a.attestation, a.at as attested_at, a.completed_on, a.before_instruction, a.link is not null as by_holder,
       p.result as probe_result, p.at as probed_at, coalesce(a.tail_until, k.tail_until) as tail_until,
       k.attestation as accepted, k.at as accepted_at, k.outcome, d.decision, u.asked as unattested,
       case when k.outcome is not null and k.attestation is not distinct from a.attestation then
                 -- none contradicted when it was accepted: what contradicts now ended later, whenever it began
                 case when p.contradicted then 'CONTRADICTED' else k.outcome end
            when d.decision = 'CONTRADICTED' or p.contradicted then 'CONTRADICTED'
            when u.asked is not null and u.decided_at > coalesce(a.at, '-infinity') then 'UNATTESTED'
            when a.attestation is not null then 'ATTESTED'
            when r.recall is not null then 'RECALLED'
            when s.number is not null then 'SERVED'
            when o.number is not null then 'ORDERED'
            when c.clearance is not null and c.digest = handback.clearance_digest(v.exit_id, v.asset) then 'CLEARED'
            else 'NONE' end as state
from handback.asset v
left join lateral (select l.clearance, l.digest, h.at, h.actor, h.answer_by from handback.clearance_asset l
                   join handback.clearance h on h.clearance = l.clearance
                   where l.exit_id = v.exit_id and l.asset = v.asset order by h.ordinal desc limit 1) c on true
left join handback.order_asset oa on oa.clearance = c.clearance and oa.asset = v.asset
left join handback.destruction_order o on o.number = oa.number
left join handback.order_served s on s.number = oa.number
left join handback.recalled_asset ra on ra.clearance = c.clearance and ra.asset = v.asset
left join handback.destruction_recalled r on r.recall = ra.recall
left join handback.recall_served rs on rs.recall = r.recall
-- the newest attestation that was not sent back
left join lateral (select w.*, t.at, t.link, w.completed_on < y.served_on or (t.number is null and w.completed_on is not null) as before_instruction
                   from handback.attestation_row w
                   join handback.attestation t on t.attestation = w.attestation
                   left join handback.order_served y on y.number = t.number
                   where w.exit_id = v.exit_id and w.asset = v.asset
                     and not exists (select 1 from handback.attestation_decided_asset z
                                     where z.attestation = w.attestation and z.asset = w.asset and z.decision = 'SENT_BACK')
                   order by w.ordinal desc limit 1) a on true
left join handback.attestation_decided_asset d on d.attestation = a.attestation and d.asset = v.asset
-- what was accepted last
left join lateral (select z.attestation, z.at, z.outcome, w.tail_until from handback.attestation_decided_asset z
                   join handback.attestation_row w on w.attestation = z.attestation and w.asset = z.asset
                   where z.exit_id = v.exit_id and z.asset = v.asset and z.decision = 'ACCEPTED' order by z.at desc limit 1) k on true
left join handback.unattested u on u.exit_id = v.exit_id and u.asset = v.asset
-- looks that began after the holder had spoken
left join lateral (select (array_agg(q.result order by q.ordinal desc))[1] as result, max(q.at) as at,
                          bool_or(q.result = 'CONTRADICTED') as contradicted
                   from handback.probe q join handback.probe_begun b using (exit_id, asset, ordinal)
                   where q.exit_id = v.exit_id and q.asset = v.asset and q.purpose = 'AFTER' and b.at > a.at) p on true
where v.action <> 'WITHDRAWN';
grant select on handback.destruction_state to handback_app;

-- OPEN, USED, REVOKED, EXPIRED
create view handback.attestation_link_state as
select l.*, t.attestation,
       case when t.attestation is not null then 'USED' when r.fact is not null then 'REVOKED'
            when l.expires_at <= handback.now() then 'EXPIRED' else 'OPEN' end as state
from handback.attestation_link l
left join handback.attestation t on t.link = l.link
left join handback.attestation_link_revoked r on r.link = l.link;
grant select on handback.attestation_link_state to handback_app;

-- ---------------------------------------------------------------------------------------------------------------
-- Gates

-- What is to be destroyed after its return must be certified at home; null when it is.
create function handback.not_at_home(in_asset text, disposition text, return_state text) returns handback.finding
    language sql immutable set search_path = pg_catalog, handback, pg_temp as $$
select case when disposition = 'RETURN_THEN_DESTROY' and return_state <> 'CERTIFIED' then
    ('NOT_CERTIFIED', in_asset, format('expected CERTIFIED on a signed return certificate, is %s: what is not safe at home is not destroyed', return_state))::handback.finding end $$;

-- Why destroying the holder's copies of this asset would not be safe or not be ours to demand, now.
create function handback.unsafe(in_exit text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    s handback.asset_state;
    away handback.finding;
    d record;
    broken record;
begin
    select * into s from handback.asset_state v where v.exit_id = in_exit and v.asset = in_asset;
    if s.asset is null then
        return next ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
        return;
    end if;
    if s.return_state = 'WITHDRAWN' then
        return next ('ASSET_WITHDRAWN', in_asset, 'withdrawn from the register: ' || s.reason)::handback.finding;
        return;
    end if;
    if not handback.must_be_destroyed(s.disposition) then
        return next ('NOT_TO_BE_DESTROYED', in_asset, format('disposition %s: nothing of it is destroyed', s.disposition))::handback.finding;
    end if;
    if exists (select 1 from handback.asset_not_agreed u where u.exit_id = in_exit and u.asset = in_asset) then
        return next ('ROW_NOT_AGREED', in_asset, 'added after the register was agreed: operations must agree it anew')::handback.finding;
    end if;
    away := handback.not_at_home(in_asset, s.disposition, s.return_state);
    if away is not null then
        return next away;
    end if;
    if s.origin = 'UNDETERMINED' then
        return next ('ORIGIN_UNDETERMINED', in_asset, 'nobody destroys what nobody knows whose it is: correct the register row')::handback.finding;
    end if;
    if s.disputed_by is not null then
        return next ('DISPUTED', in_asset, format('contested by %s: legal settles it first', s.disputed_by))::handback.finding;
    end if;
    if (s.disposition = 'DESTROY_ONLY' or s.origin in ('BACKGROUND_VENDOR', 'THIRD_PARTY', 'JOINT'))
       and not exists (select 1 from handback.counsel_basis b where b.exit_id = in_exit and b.scope ? in_asset) then
        return next ('COUNSEL_BASIS_MISSING', in_asset, format('disposition %s, origin %s: legal records the basis on which it may be destroyed', s.disposition, s.origin))::handback.finding;
    end if;
    select count(*) as files, min(k.result) as result into broken
        from (select distinct on (c.sha256) c.* from handback.fixity_checked c
              where c.exit_id = in_exit and c.asset = in_asset and c.number = s.number order by c.sha256, c.at desc) k where k.result <> 'INTACT';
    if broken.files > 0 then
        return next ('FIXITY_BROKEN', in_asset, format('the vault''s own copy is %s when last read: the holder''s may be the only whole one', broken.result))::handback.finding;
    end if;
    for d in select w.asset, w.return_state from handback.asset_state w
             where w.exit_id = in_exit and w.return_state not in ('CERTIFIED', 'WITHDRAWN') and w.disposition <> 'DESTROY_ONLY'
               and in_asset = any (string_to_array(w.depends_on, ';')) order by w.asset loop
        return next ('DEPENDENT_NOT_CERTIFIED', in_asset, format('%s depends on it and is %s, expected CERTIFIED', d.asset, d.return_state))::handback.finding;
    end loop;
    return query select f.code, coalesce(f.asset, in_asset), f.detail from handback.standstill(in_exit, in_asset) f;
end $$;

-- subject: an asset; null asks for everything of the register that must be destroyed and is not cleared yet.
create function handback.gate_clear(in_exit text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    d record;
    away handback.finding;
begin
    for d in select t.asset, t.state, t.disposition, s.return_state from handback.destruction_state t
             join handback.asset_state s on s.exit_id = t.exit_id and s.asset = t.asset
             where t.exit_id = in_exit and (t.asset = in_asset or (in_asset is null and handback.must_be_destroyed(t.disposition)
                   and t.state in ('NONE', 'RECALLED'))) order by t.asset loop
        away := handback.not_at_home(d.asset, d.disposition, d.return_state);
        if in_asset is null and away is not null then
            return next away;
            continue;                                       -- of thousands that are not home yet nothing more is asked
        end if;
        if d.state not in ('NONE', 'RECALLED') then
            return next ('CLEARED_ALREADY', d.asset, format('expected nothing under way, is %s', d.state))::handback.finding;
        end if;
        return query select * from handback.unsafe(in_exit, d.asset);
    end loop;
    if not found then
        if in_asset is not null then
            return query select * from handback.unsafe(in_exit, in_asset);
        elsif not exists (select 1 from handback.asset v where v.exit_id = in_exit and v.action <> 'WITHDRAWN' and handback.must_be_destroyed(v.disposition)) then
            return next ('NOTHING_TO_DESTROY', null, 'no asset of the register is to be destroyed')::handback.finding;
        end if;
    end if;
end $$;

-- One asset of an order: its clearance lives, was given by another person, and nothing has happened since.
create function handback.clearance_findings(in_exit text, in_clearance text, in_asset text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    l record;
begin
    select ca.digest, c.actor, c.at, ca.clearance = (select t.clearance from handback.destruction_state t where t.exit_id = in_exit and t.asset = in_asset) as newest
        into l from handback.clearance_asset ca join handback.clearance c on c.clearance = ca.clearance
        where ca.clearance = in_clearance and ca.asset = in_asset and ca.exit_id = in_exit;
    if l.actor is null then
        return next ('NOT_CLEARED', in_asset, 'legal has not cleared it for destruction')::handback.finding;
        return;
    end if;
    if exists (select 1 from handback.order_asset o where o.clearance = in_clearance and o.asset = in_asset) then
        return next ('CLEARANCE_CONSUMED', in_asset, format('clearance %s was ordered on already: another order needs another clearance', in_clearance))::handback.finding;
    end if;
    if exists (select 1 from handback.recalled_asset r where r.clearance = in_clearance and r.asset = in_asset) then
        return next ('CLEARANCE_RECALLED', in_asset, format('clearance %s was recalled: legal must clear it anew', in_clearance))::handback.finding;
    elsif not coalesce(l.newest, false) or l.digest is distinct from handback.clearance_digest(in_exit, in_asset) then
        return next ('CLEARANCE_DEAD', in_asset, format('holding, disposition, place or dispute changed since clearance %s: legal must clear it anew', in_clearance))::handback.finding;
    end if;
    if handback.identity_of(l.actor) = handback.identity_of(who) then
        return next ('ORDERER_CLEARED', in_asset, format('%s cleared it (as %s); another person must order', who, l.actor))::handback.finding;
    end if;
    return query select * from handback.unsafe(in_exit, in_asset);
end $$;

-- subject: the number of an order that was drawn up, or an asset; null asks for everything that is cleared and not ordered.
create function handback.gate_order(in_exit text, subject text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    q handback.order_drawn_up;
    name text;
    d record;
begin
    if (select x.kind from handback.exit x where x.exit_id = in_exit) = 'DRILL' then
        return next ('DRILL_NO_ORDER', null, 'a drill orders nothing')::handback.finding;
    end if;
    select * into q from handback.order_drawn_up u where u.number = subject and u.exit_id = in_exit;
    if q.number is not null then
        if exists (select 1 from handback.destruction_order o where o.number = subject) then
            return next ('ALREADY_ORDERED', null, format('order %s was given already', subject))::handback.finding;
            return;
        end if;
        for name in select * from jsonb_array_elements_text(q.scope) loop
            return query select * from handback.clearance_findings(in_exit, q.clearance, name, who);
        end loop;
        return;
    end if;
    for d in select t.asset, t.clearance from handback.destruction_state t
             where t.exit_id = in_exit and (t.asset = subject or (subject is null and t.state = 'CLEARED')) order by t.asset loop
        return query select * from handback.clearance_findings(in_exit, d.clearance, d.asset, who);
    end loop;
    if not found then
        return next ('NOT_CLEARED', subject, case when subject is null then 'no asset of this exit is cleared for destruction'
            else 'neither an order drawn up nor an asset of this exit' end)::handback.finding;
    end if;
end $$;

create function handback.said_name(person jsonb) returns text
    language sql immutable set search_path = pg_catalog, pg_temp as $$
select nullif(regexp_replace(lower(btrim(person ->> 'name')), '\s+', ' ', 'g'), '') $$;

-- What one attestation leaves open about one asset: the holder answers these, or two persons bear them.
create function handback.attestation_gaps(in_attestation text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    t handback.attestation;
    w handback.attestation_row;
    r handback.asset;
    today date;
    missing text;
begin
    select * into t from handback.attestation v where v.attestation = in_attestation;
    select * into w from handback.attestation_row v where v.attestation = in_attestation and v.asset = in_asset;
    if w.asset is null then
        return next ('NOT_ATTESTED', in_asset, format('attestation %s does not speak of it', in_attestation))::handback.finding;
        return;
    end if;
    select * into r from handback.asset v where v.exit_id = t.exit_id and v.asset = in_asset and v.action <> 'WITHDRAWN';
    select (handback.now() at time zone coalesce((select s.place from handback.order_served s where s.number = t.number), x.place))::date
        into today from handback.exit x where x.exit_id = t.exit_id;
    if r.asset is null then
        return next ('NOT_REGISTERED', in_asset, 'asset: the register has no such asset; the holder speaks of something else')::handback.finding;
    elsif t.number is not null and not exists (select 1 from handback.order_asset o where o.number = t.number and o.asset = in_asset) then
        return next ('OUTSIDE_ORDER', in_asset, format('asset: order %s does not name it', t.number))::handback.finding;
    end if;
    if w.result = 'NOT_ERASED' then
        return next ('NOT_ERASED', in_asset, 'result: the holder says that it is not erased')::handback.finding;
    end if;
    if w.completed_on is null then
        return next ('DATE_MISSING', in_asset, 'completedOn: expected the day on which it was completed')::handback.finding;
    elsif w.completed_on > today then
        return next ('DATE_IN_FUTURE', in_asset, format('completedOn: %s is not yet; at the holder''s place it is %s', w.completed_on, today))::handback.finding;
    end if;
    if w.method is null then
        return next ('METHOD_MISSING', in_asset, 'method: expected CLEAR, PURGE or DESTROY')::handback.finding;
    end if;
    if coalesce(w.verification, 'NONE') = 'NONE' then
        return next ('VERIFICATION_MISSING', in_asset, 'verification: expected FULL or SAMPLED')::handback.finding;
    end if;
    if jsonb_array_length(w.locations) = 0 then
        return next ('LOCATIONS_MISSING', in_asset, 'locations: "all data" without a list of locations says nothing')::handback.finding;
    else
        select string_agg(l.place, ', ' order by l.n) into missing
            from unnest(string_to_array(r.locations, ';')) with ordinality l(place, n)
            where btrim(l.place) <> '' and not exists (select 1 from jsonb_array_elements_text(w.locations) a(place)
                                                       where lower(btrim(a.place)) = lower(btrim(l.place)));
        if missing is not null then
            return next ('LOCATIONS_SHORT', in_asset, format('locations: the register also names %s', missing))::handback.finding;
        end if;
    end if;
    if handback.said_name(w.performer) is null then
        return next ('PERFORMER_MISSING', in_asset, 'performer: expected a name')::handback.finding;
    end if;
    if handback.said_name(w.verifier) is null then
        return next ('VERIFIER_MISSING', in_asset, 'verifier: expected a name')::handback.finding;
    elsif handback.said_name(w.verifier) = handback.said_name(w.performer)
          or lower(btrim(w.verifier ->> 'contact')) = nullif(lower(btrim(w.performer ->> 'contact')), '') then
        return next ('PERFORMER_IS_VERIFIER', in_asset, format('verifier: %s performed and verified it', w.verifier ->> 'name'))::handback.finding;
    end if;
    if exists (select 1 from jsonb_array_elements(w.subprocessors) s where s ->> 'state' is distinct from 'DONE' and s ->> 'on' is null) then
        return next ('SUBPROCESSOR_OPEN', in_asset, 'subprocessors: one that is in progress needs the day by which it is done')::handback.finding;
    end if;
    if exists (select 1 from jsonb_array_elements(w.retained) s where coalesce(btrim(s ->> 'basis'), '') = '') then
        return next ('RETAINED_WITHOUT_BASIS', in_asset, 'retained: what is kept needs the basis on which it is kept')::handback.finding;
    end if;
end $$;

-- What is worth knowing and stands against nothing.
create function handback.attestation_notes(in_attestation text, in_asset text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    t handback.attestation;
    w handback.attestation_row;
    s handback.order_served;
begin
    select * into t from handback.attestation v where v.attestation = in_attestation;
    select * into w from handback.attestation_row v where v.attestation = in_attestation and v.asset = in_asset;
    select * into s from handback.order_served v where v.number = t.number;
    if t.number is null then
        return next ('BEFORE_INSTRUCTION', in_asset, format('erased on %s without any order: recorded as it is, our rights reserved', w.completed_on))::handback.finding;
    elsif w.completed_on < s.served_on then
        return next ('BEFORE_INSTRUCTION', in_asset, format('erased on %s, the order was served on %s (%s): recorded as it is, our rights reserved', w.completed_on, s.served_on, s.place))::handback.finding;
    end if;
    if t.standard ~* '800[- ]?88' and t.revision ~* '^\D*1\D*$' then
        return next ('STANDARD_WITHDRAWN', in_asset, 'revision: NIST SP 800-88 Rev. 1 was withdrawn on 2025-09-26; Rev. 2 counts')::handback.finding;
    end if;
    if w.tail_until is not null then
        return next ('TAIL_UNTIL', in_asset, format('attested in part: the last copy is gone by %s, then the holder attests again', w.tail_until))::handback.finding;
    end if;
    return query select 'RETAINED_BY_HOLDER'::text, in_asset, format('kept by the holder: %s, basis %s, until %s', left(k ->> 'what', 200), left(k ->> 'basis', 200), coalesce(k ->> 'until', 'not said'))
        from jsonb_array_elements(w.retained) k where coalesce(btrim(k ->> 'basis'), '') <> '';
    if exists (select 1 from handback.recalled_asset r join handback.order_asset o on o.clearance = r.clearance and o.asset = r.asset
               where o.number = t.number and r.asset = in_asset) then
        return next ('ORDER_RECALLED', in_asset, format('order %s was recalled for this asset', t.number))::handback.finding;
    end if;
end $$;

-- subject: an asset; null asks for everything that must be destroyed and is not done.
create function handback.gate_accept(in_exit text, in_asset text, who text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    d handback.destruction_state;
begin
    for d in select * from handback.destruction_state t where t.exit_id = in_exit and (t.asset = in_asset or (in_asset is null
                 and handback.must_be_destroyed(t.disposition)
                 and t.state not in ('EVIDENCE_ACCEPTED', 'TAIL', 'UNATTESTED', 'ERASED_WITHOUT_INSTRUCTION'))) order by t.asset loop
        if d.attestation is null then
            return next ('NOT_ATTESTED', d.asset, format('the holder has not attested it; its state is %s', d.state))::handback.finding;
            continue;
        end if;
        if d.accepted is not distinct from d.attestation and d.state <> 'CONTRADICTED' then
            return next ('ALREADY_DECIDED', d.asset, format('attestation %s is accepted already: %s', d.attestation, d.outcome))::handback.finding;
            continue;
        end if;
        if not exists (select 1 from handback.exception_state e where e.exit_id = in_exit and e.asset = d.asset and e.purpose = 'GAPS'
                       and e.state = 'APPROVED' and (select q.attestation from handback.exception_asked q where q.fact = e.asked) = d.attestation) then
            return query select * from handback.attestation_gaps(d.attestation, d.asset);
        else -- two may bear a letter that says too little, not one that says the contrary or speaks of something else
            return query select * from handback.attestation_gaps(d.attestation, d.asset) g
                where g.code in ('NOT_ERASED', 'NOT_REGISTERED', 'NOT_ATTESTED', 'OUTSIDE_ORDER');
        end if;
        if d.state = 'CONTRADICTED' then
            return next ('PROBE_CONTRADICTS', d.asset, format('something of it answers, or legal called attestation %s contradicted: the holder must attest anew', d.attestation))::handback.finding;
        elsif d.probe_result is null and not exists (select 1 from handback.not_observable n where n.exit_id = in_exit and n.asset = d.asset) then
            return next ('NOT_PROBED', d.asset, format('nobody looked since attestation %s; or legal records why nothing can be observed', d.attestation))::handback.finding;
        end if;
        if handback.identity_of((select coalesce(l.actor, t.actor) from handback.attestation t
                left join handback.attestation_link l on l.link = t.link where t.attestation = d.attestation)) = handback.identity_of(who) then
            return next ('ACCEPTER_RECORDED', d.asset, format('%s recorded attestation %s, or gave the holder its link, and cannot accept it', who, d.attestation))::handback.finding;
        end if;
        return query select f.code, coalesce(f.asset, d.asset), f.detail from handback.standstill(in_exit, d.asset) f;
    end loop;
    if not found and in_asset is not null then
        return next ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
    end if;
end $$;

-- Is the destruction of this asset done, by its disposition? Null when it is; otherwise why not.
create function handback.destruction_done(in_exit text, in_asset text) returns handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    d handback.destruction_state;
    returned text;
begin
    select * into d from handback.destruction_state t where t.exit_id = in_exit and t.asset = in_asset;
    if d.asset is null then
        if exists (select 1 from handback.asset v where v.exit_id = in_exit and v.asset = in_asset) then
            return null;
        end if;
        return ('NO_SUCH_ASSET', in_asset, 'the register of this exit has no such asset')::handback.finding;
    end if;
    if not handback.must_be_destroyed(d.disposition) then
        return null;
    end if;
    if d.state = 'CONTRADICTED' then
        return ('DESTRUCTION_CONTRADICTED', in_asset, 'something of it still answers, or legal called the attestation contradicted')::handback.finding;
    end if;
    if d.state not in ('EVIDENCE_ACCEPTED', 'TAIL', 'UNATTESTED', 'ERASED_WITHOUT_INSTRUCTION') and coalesce(d.outcome, '') <> 'TAIL' then
        return ('DESTRUCTION_NOT_DONE', in_asset, format('expected accepted evidence, a tail or an exception, is %s', d.state))::handback.finding;
    end if;
    select s.return_state into returned from handback.asset_state s where s.exit_id = in_exit and s.asset = in_asset;
    if d.disposition = 'RETURN_THEN_DESTROY' and returned not in ('CERTIFIED', 'EXCEPTED') then
        return ('NOT_CERTIFIED', in_asset, format('destroyed, but its return is %s', returned))::handback.finding;
    end if;
    return null;
end $$;

-- as in V9, but with the gates of destruction
create or replace function handback.gate_findings(in_exit text, gate text, subject text) returns setof handback.finding
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    who text := nullif(current_setting('handback.actor', true), '');
begin
    if not exists (select 1 from handback.exit x where x.exit_id = in_exit) then
        return next ('NO_SUCH_EXIT', null, 'there is no exit ' || coalesce(in_exit, '(none)'))::handback.finding;
        return;
    end if;
    case gate
        when 'RETRIEVE' then return query select * from handback.gate_retrieve(in_exit, subject);
        when 'CHECK' then return query select * from handback.gate_check(in_exit, subject, who);
        when 'SIGN_RETURN' then return query select * from handback.gate_sign_return(in_exit, subject, who);
        when 'SIGN_CUSTODY_RECORD' then
            if subject is null then
                return query select * from handback.gate_sign_return(in_exit, subject, who) g where g.code = 'NO_ELIGIBLE_SIGNER';
            else
                return query select * from handback.gate_sign_return(in_exit, subject, who);
            end if;
        when 'EXCEPTION' then return query select * from handback.gate_exception(in_exit, subject, who);
        when 'CLEAR' then return query select * from handback.gate_clear(in_exit, subject);
        when 'ORDER' then return query select * from handback.gate_order(in_exit, subject, who);
        when 'ACCEPT' then return query select * from handback.gate_accept(in_exit, subject, who);
        else raise exception using errcode = 'HB004', message = 'no such gate: ' || coalesce(gate, '(none)');
    end case;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- What the database does itself

-- A scope names each asset once, as text.
create function handback.scope_is_sound(scope jsonb) returns void
    language plpgsql set search_path = pg_catalog, handback, pg_temp as $$
begin
    if exists (select 1 from jsonb_array_elements(scope) e where jsonb_typeof(e) <> 'string')
       or (select count(distinct e) <> count(*) from jsonb_array_elements(scope) e) then
        perform handback.refuse('a scope names each asset once');
    end if;
end $$;

create function handback.destruction_is_begun() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    name text;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.scope_is_sound(new.scope);
    for name in select * from jsonb_array_elements_text(new.scope) loop
        if not exists (select 1 from handback.asset v where v.exit_id = new.exit_id and v.asset = name and v.action <> 'WITHDRAWN'
                       and handback.must_be_destroyed(v.disposition)) then
            perform handback.refuse(format('asset %s: the register has no such asset that is to be destroyed', name));
        end if;
    end loop;
    select 1 + coalesce(max(b.ordinal), 0) into new.ordinal from handback.destruction_begun b where b.exit_id = new.exit_id;
    new.destruction := new.exit_id || '-P' || new.ordinal;
    return new;
end $$;
create trigger begun before insert on handback.destruction_begun
    for each row execute function handback.destruction_is_begun();

-- Each asset of the scope by its own gate, under the exit's lock; numbered; with what each was at this moment.
create function handback.clearance_is_taken_in() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    f jsonb;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.scope_is_sound(new.scope);
    if new.destruction is not null and not exists (select 1 from handback.destruction_begun b where b.destruction = new.destruction
            and b.exit_id = new.exit_id and b.scope @> new.scope) then
        perform handback.refuse(format('destruction %s of this exit does not name all of these assets', new.destruction));
    end if;
    select jsonb_agg(to_jsonb(g)) into f
        from jsonb_array_elements_text(new.scope) a cross join lateral handback.gate_findings(new.exit_id, 'CLEAR', a) g;
    if f is not null then
        raise exception using errcode = 'HB001', message = 'gate CLEAR is shut', detail = f::text;
    end if;
    select 1 + coalesce(max(c.ordinal), 0) into new.ordinal from handback.clearance c where c.exit_id = new.exit_id;
    new.clearance := new.exit_id || '-L' || new.ordinal;
    select jsonb_object_agg(a, handback.clearance_digest(new.exit_id, a)) into new.digests from jsonb_array_elements_text(new.scope) a;
    return new;
end $$;
create trigger taken_in before insert on handback.clearance
    for each row execute function handback.clearance_is_taken_in();

create function handback.clearance_is_spread() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    insert into handback.clearance_asset (clearance, exit_id, asset, digest)
    select new.clearance, new.exit_id, d.key, d.value from jsonb_each_text(new.digests) d;
    return null;
end $$;
create trigger spread after insert on handback.clearance
    for each row execute function handback.clearance_is_spread();

-- Drawn up of one clearance, of assets it names, next in number.
create function handback.order_is_drawn_up() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    next int;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.scope_is_sound(new.scope);
    select 1 + coalesce(max(u.ordinal), 0) into next from handback.order_drawn_up u where u.exit_id = new.exit_id;
    if new.ordinal <> next or new.number <> new.exit_id || '-D' || next then
        perform handback.refuse(format('expected order %s-D%s, is %s (somebody else drew one up meanwhile)', new.exit_id, next, new.number));
    end if;
    if exists (select 1 from jsonb_array_elements_text(new.scope) a where not exists (
            select 1 from handback.clearance_asset c where c.clearance = new.clearance and c.exit_id = new.exit_id and c.asset = a)) then
        perform handback.refuse(format('order %s: clearance %s does not name all of its assets', new.number, new.clearance));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.order_drawn_up
    for each row execute function handback.order_is_drawn_up();

create trigger guard before insert on handback.destruction_order
    for each row execute function handback.guard('ORDER', 'number');

-- What was shown is what is ordered.
create function handback.order_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    q handback.order_drawn_up;
begin
    select * into q from handback.order_drawn_up u where u.number = new.number;
    if q.exit_id is distinct from new.exit_id then
        perform handback.refuse(format('this exit has no order %s drawn up', new.number));
    end if;
    if new.shown_sha256 <> q.pdf_sha256 then
        perform handback.refuse(format('order %s: confirmed was SHA-256 %s, but the frozen document has %s', new.number, new.shown_sha256, q.pdf_sha256));
    end if;
    return new;
end $$;
create trigger fits before insert on handback.destruction_order
    for each row execute function handback.order_fits();

create function handback.order_is_spread() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    insert into handback.order_asset (number, exit_id, asset, clearance)
    select q.number, q.exit_id, a, q.clearance from handback.order_drawn_up q, jsonb_array_elements_text(q.scope) a where q.number = new.number;
    return null;
end $$;
create trigger spread after insert on handback.destruction_order
    for each row execute function handback.order_is_spread();

create function handback.day_there(instant timestamptz, place text) returns date
    language plpgsql stable set search_path = pg_catalog, handback, pg_temp as $$
begin
    if not exists (select 1 from pg_timezone_names z where z.name = place) then
        perform handback.refuse(format('place: expected a time zone such as Europe/Berlin, found %s', place));
    end if;
    return (instant at time zone place)::date;
end $$;

-- Served is an order that stands, after it was given and not in the future.
create function handback.service_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    o handback.destruction_order;
    f jsonb;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into o from handback.destruction_order v where v.number = new.number;
    if o.exit_id is distinct from new.exit_id then
        perform handback.refuse(format('this exit has no order %s', new.number));
    end if;
    if exists (select 1 from handback.order_served s where s.number = new.number) then
        perform handback.refuse(format('order %s was served already', new.number));
    end if;
    if new.served_at < date_trunc('minute', o.at) or new.served_at > handback.now() + interval '5 minutes' then
        perform handback.refuse(format('order %s: served at %s, expected between %s, when it was given, and now', new.number, new.served_at, o.at));
    end if;
    if exists (select 1 from handback.order_asset a join handback.recalled_asset r on r.clearance = a.clearance and r.asset = a.asset where a.number = new.number) then
        perform handback.refuse(format('order %s was recalled and must not be served', new.number));
    end if;
    select jsonb_agg(to_jsonb(g)) into f from handback.order_asset a cross join lateral handback.unsafe(new.exit_id, a.asset) g where a.number = new.number;
    if f is not null then
        raise exception using errcode = 'HB001', message = 'gate ORDER is shut', detail = f::text;
    end if;
    new.served_on := handback.day_there(new.served_at, new.place);
    return new;
end $$;
create trigger fits before insert on handback.order_served
    for each row execute function handback.service_fits();

create function handback.recall_service_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.destruction_recalled;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into r from handback.destruction_recalled v where v.recall = new.recall;
    if r.exit_id is distinct from new.exit_id then
        perform handback.refuse(format('this exit has no recall %s', new.recall));
    end if;
    if not r.served then
        perform handback.refuse(format('recall %s: the order was never served, so nobody has to be told', new.recall));
    end if;
    if exists (select 1 from handback.recall_served s where s.recall = new.recall) then
        perform handback.refuse(format('recall %s was served already', new.recall));
    end if;
    if new.served_at < date_trunc('minute', r.at) or new.served_at > handback.now() + interval '5 minutes' then
        perform handback.refuse(format('recall %s: served at %s, expected between %s and now', new.recall, new.served_at, r.at));
    end if;
    new.served_on := handback.day_there(new.served_at, new.place);
    return new;
end $$;
create trigger fits before insert on handback.recall_served
    for each row execute function handback.recall_service_fits();

create function handback.reminder_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if not exists (select 1 from handback.order_served s where s.number = new.number and s.exit_id = new.exit_id) then
        perform handback.refuse(format('order %s was not served: there is nothing to remind of', new.number));
    end if;
    select 1 + coalesce(max(r.n), 0) into new.n from handback.answer_reminded r where r.number = new.number;
    return new;
end $$;
create trigger fits before insert on handback.answer_reminded
    for each row execute function handback.reminder_fits();

-- Recalls what living clearances and orders have lost: all of the exit, or of one asset. An order that was not served yet is
-- recalled whole, for its one document names all; of one that was served, the assets concerned.
create function handback.recall_overtaken(in_exit text, in_asset text) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    l record;
    next int;
begin
    -- the state of the exit's assets is asked only where a clearance could be concerned
    if not exists (select 1 from handback.clearance_asset c where c.exit_id = in_exit and (in_asset is null or c.asset = in_asset)
                   and not exists (select 1 from handback.recalled_asset r where r.clearance = c.clearance and r.asset = c.asset)) then
        return;
    end if;
    perform 1 from handback.exit x where x.exit_id = in_exit for update;
    for l in
        with overtaken as (
            select t.clearance, t.order_number, t.served_at is not null as served, t.asset, f.code, f.detail
            from handback.destruction_state t
            cross join lateral (
                select * from handback.unsafe(in_exit, t.asset)
                union all
                select 'CLEARANCE_DEAD', t.asset, 'holding, disposition, place or dispute changed'
                where (select c.digest from handback.clearance_asset c where c.clearance = t.clearance and c.asset = t.asset)
                      is distinct from handback.clearance_digest(in_exit, t.asset)) f
            where t.exit_id = in_exit and (in_asset is null or t.asset = in_asset) and t.clearance is not null and t.recall is null
              and coalesce(t.outcome, 'TAIL') = 'TAIL'), -- under a tail the holder still has copies that it will erase by our order
        concerned as (
            select o.clearance, o.order_number, o.served, o.asset from overtaken o
            union
            select a.clearance, a.number, false, a.asset from handback.order_asset a
            where a.number in (select o.order_number from overtaken o where not o.served)
              and not exists (select 1 from handback.recalled_asset r where r.clearance = a.clearance and r.asset = a.asset))
        select c.clearance, c.order_number, c.served, jsonb_agg(distinct c.asset order by c.asset) as scope,
               (select jsonb_agg(distinct jsonb_build_object('code', o.code, 'asset', o.asset, 'detail', o.detail)) from overtaken o
                where o.clearance = c.clearance) as findings
        from concerned c group by c.clearance, c.order_number, c.served order by c.clearance
    loop
        select 1 + coalesce(max(r.ordinal), 0) into next from handback.destruction_recalled r where r.exit_id = in_exit;
        insert into handback.destruction_recalled (recall, exit_id, ordinal, clearance, number, served, scope, findings)
        values (in_exit || '-R' || next, in_exit, next, l.clearance, l.order_number, l.served, l.scope, l.findings);
        insert into handback.recalled_asset (recall, exit_id, asset, clearance)
        select in_exit || '-R' || next, in_exit, a, l.clearance from jsonb_array_elements_text(l.scope) a;
    end loop;
end $$;

-- After a fact that may take the ground away; argument: the column that names the asset, when it concerns one alone.
create function handback.recall_what_is_overtaken() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform handback.recall_overtaken(new.exit_id, case when tg_nargs > 0 then to_jsonb(new) ->> tg_argv[0] end);
    return null;
end $$;
create trigger recalls after insert on handback.hold_placed
    for each row execute function handback.recall_what_is_overtaken('asset');
create trigger recalls after insert on handback.stay_declared
    for each row execute function handback.recall_what_is_overtaken();
create trigger recalls after insert on handback.exit_cancelled
    for each row execute function handback.recall_what_is_overtaken();
create trigger recalls after insert on handback.dispute_raised
    for each row execute function handback.recall_what_is_overtaken('asset');
create trigger recalls after insert on handback.register_row
    for each row when (new.action <> 'ADDED') execute function handback.recall_what_is_overtaken('asset');
create trigger recalls after insert on handback.attempt_ended
    for each row execute function handback.recall_what_is_overtaken('asset');
create trigger recalls after insert on handback.asset_check
    for each row when (new.decision = 'SEND_BACK') execute function handback.recall_what_is_overtaken('asset');
create trigger recalls after insert on handback.asset_reopened
    for each row execute function handback.recall_what_is_overtaken('asset');
create trigger recalls after insert on handback.exception_decided
    for each row execute function handback.recall_what_is_overtaken('asset');
create trigger recalls after insert on handback.fixity_checked
    for each row when (new.result <> 'INTACT') execute function handback.recall_what_is_overtaken('asset');
create trigger recalls after insert on handback.certificate_decided
    for each row when (new.decision = 'VOID') execute function handback.recall_what_is_overtaken();

-- A link is given for an order that stands, for a while.
create function handback.link_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if not exists (select 1 from handback.order_served s where s.number = new.number and s.exit_id = new.exit_id) then
        perform handback.refuse(format('order %s was not served: there is nothing to attest', new.number));
    end if;
    if new.expires_at <= handback.now() or new.expires_at > handback.now() + interval '90 days' then
        perform handback.refuse('a link lives at most 90 days');
    end if;
    select 1 + coalesce(max(l.ordinal), 0) into new.ordinal from handback.attestation_link l where l.exit_id = new.exit_id;
    new.link := new.exit_id || '-H' || new.ordinal;
    return new;
end $$;
create trigger fits before insert on handback.attestation_link
    for each row execute function handback.link_fits();

-- A person of operations records what a letter says; the machine only what came through a link that is open, and never without one.
create function handback.attestation_is_taken_in() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    l handback.attestation_link_state;
    who text := current_setting('handback.actor', true);
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.hold_memberships();
    if (new.link is null) = (who like 'system:%') then
        raise exception using errcode = 'HB002', message = 'what the holder enters through a link is written by the system, everything else by a person';
    end if;
    if new.link is null and not handback.member_of(who, 'operations') then
        raise exception using errcode = 'HB002', message = format('%s may not do this (attestation): expected a member of operations', who);
    end if;
    if new.link is not null then
        select * into l from handback.attestation_link_state v where v.link = new.link;
        if l.state is distinct from 'OPEN' or l.exit_id <> new.exit_id or l.number is distinct from new.number then
            perform handback.refuse('this link is not open');
        end if;
        if exists (select 1 from jsonb_array_elements(new.said) r where not exists (
                select 1 from handback.order_asset o where o.number = new.number and o.asset = r ->> 'asset')) then
            perform handback.refuse('this link is for the assets of its order alone');
        end if;
    end if;
    if new.number is not null and not exists (select 1 from handback.order_served s where s.number = new.number and s.exit_id = new.exit_id) then
        perform handback.refuse(format('order %s was not served; what was erased without an order is recorded without its number', new.number));
    end if;
    if (select count(distinct r ->> 'asset') <> count(*) from jsonb_array_elements(new.said) r) then
        perform handback.refuse('an attestation names each asset once');
    end if;
    select 1 + coalesce(max(t.ordinal), 0) into new.ordinal from handback.attestation t where t.exit_id = new.exit_id;
    new.attestation := new.exit_id || '-A' || new.ordinal;
    return new;
end $$;
create trigger taken_in before insert on handback.attestation
    for each row execute function handback.attestation_is_taken_in();

create function handback.attestation_is_spread() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    insert into handback.attestation_row
    select new.attestation, new.exit_id, new.ordinal, r ->> 'asset', (r ->> 'completedOn')::date, r ->> 'result', r ->> 'method',
           r ->> 'technique', r ->> 'tool', r ->> 'toolVersion', r ->> 'verification', coalesce(r -> 'performer', '{}'),
           coalesce(r -> 'verifier', '{}'), coalesce(r -> 'locations', '[]'), coalesce(r -> 'subprocessors', '[]'),
           coalesce(r -> 'retained', '[]'), coalesce(r -> 'tails', '[]'),
           greatest((select max((t ->> 'until')::date) from jsonb_array_elements(coalesce(r -> 'tails', '[]')) t),
                    (select max((s ->> 'on')::date) from jsonb_array_elements(coalesce(r -> 'subprocessors', '[]')) s where s ->> 'state' <> 'DONE'))
    from jsonb_array_elements(new.said) r;
    return null;
end $$;
create trigger spread after insert on handback.attestation
    for each row execute function handback.attestation_is_spread();

-- Decided is the newest attestation of each asset, once; what is accepted passes its gate and gets its outcome from the facts.
create function handback.attestation_decision_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    name text;
    w handback.attestation_row;
    f jsonb;
    newest text;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    perform handback.scope_is_sound(new.scope);
    new.outcomes := '{}';
    for name in select * from jsonb_array_elements_text(new.scope) loop
        select * into w from handback.attestation_row r where r.attestation = new.attestation and r.asset = name and r.exit_id = new.exit_id;
        if w.asset is null then
            perform handback.refuse(format('asset %s: attestation %s does not speak of it', name, new.attestation));
        end if;
        if exists (select 1 from handback.attestation_decided_asset d where d.attestation = new.attestation and d.asset = name) then
            perform handback.refuse(format('asset %s: attestation %s is decided already', name, new.attestation));
        end if;
        continue when new.decision <> 'ACCEPTED';
        select t.attestation into newest from handback.destruction_state t where t.exit_id = new.exit_id and t.asset = name;
        if newest is distinct from new.attestation then
            perform handback.refuse(format('asset %s: attestation %s counts now, not %s', name, coalesce(newest, '(none)'), new.attestation));
        end if;
        new.outcomes := new.outcomes || jsonb_build_object(name, case
            when (select t.before_instruction from handback.destruction_state t where t.exit_id = new.exit_id and t.asset = name) then 'ERASED_WITHOUT_INSTRUCTION'
            when w.tail_until is not null then 'TAIL' else 'EVIDENCE_ACCEPTED' end);
    end loop;
    if new.decision = 'ACCEPTED' then
        select jsonb_agg(to_jsonb(g)) into f
            from jsonb_array_elements_text(new.scope) a cross join lateral handback.gate_findings(new.exit_id, 'ACCEPT', a) g;
        if f is not null then
            raise exception using errcode = 'HB001', message = 'gate ACCEPT is shut', detail = f::text;
        end if;
    end if;
    return new;
end $$;
create trigger fits before insert on handback.attestation_decided
    for each row execute function handback.attestation_decision_fits();

create function handback.attestation_decision_is_spread() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    insert into handback.attestation_decided_asset (attestation, exit_id, asset, decided, at, decision, outcome)
    select new.attestation, new.exit_id, a, new.fact, new.at, new.decision, new.outcomes ->> a from jsonb_array_elements_text(new.scope) a;
    return null;
end $$;
create trigger spread after insert on handback.attestation_decided
    for each row execute function handback.attestation_decision_is_spread();

-- Nobody failed to answer what was never served.
create function handback.unattested_fits() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    if not exists (select 1 from handback.order_asset o join handback.order_served s on s.number = o.number
                   where o.exit_id = new.exit_id and o.asset = new.asset) then
        perform handback.refuse(format('asset %s: no order for it was served, so nobody has failed to answer', new.asset));
    end if;
    return new;
end $$;
create trigger unattested before insert on handback.exception_asked
    for each row when (new.purpose = 'UNATTESTED') execute function handback.unattested_fits();

revoke execute on function handback.unattested_fits(), handback.clearance_digest(text, text), handback.must_be_destroyed(text), handback.not_at_home(text, text, text), handback.unsafe(text, text),
    handback.gate_clear(text, text), handback.clearance_findings(text, text, text, text), handback.gate_order(text, text, text),
    handback.said_name(jsonb), handback.attestation_gaps(text, text), handback.attestation_notes(text, text),
    handback.gate_accept(text, text, text), handback.destruction_done(text, text), handback.scope_is_sound(jsonb),
    handback.destruction_is_begun(), handback.clearance_is_taken_in(), handback.clearance_is_spread(), handback.order_is_drawn_up(), handback.order_fits(),
    handback.order_is_spread(), handback.day_there(timestamptz, text), handback.service_fits(), handback.recall_service_fits(),
    handback.reminder_fits(), handback.recall_overtaken(text, text), handback.recall_what_is_overtaken(), handback.link_fits(),
    handback.attestation_is_taken_in(), handback.attestation_is_spread(), handback.attestation_decision_fits(),
    handback.attestation_decision_is_spread() from public;
grant execute on function handback.destruction_done(text, text), handback.attestation_gaps(text, text), handback.attestation_notes(text, text),
    handback.clearance_digest(text, text), handback.must_be_destroyed(text), handback.covers(text, text) to handback_app;
