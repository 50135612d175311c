-- Exits of thousands of assets, each taken to a phase of its life by bulk inserts: the guards are off meanwhile, since they are what is
-- measured. Run as superuser in a database of its own; bench_guards(true) puts them back as they were.
create table public.bench_guard as
select t.tgrelid::regclass::text as facts, t.tgname as name, t.tgenabled as enabled
from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'handback'::regnamespace and not t.tgisinternal;

create procedure public.bench_guards(on_again boolean) language plpgsql as $$
declare
    g record;
begin
    for g in select * from public.bench_guard loop
        execute format('alter table %s %s trigger %I', g.facts,
            case when not on_again then 'disable' when g.enabled = 'A' then 'enable always' else 'enable' end, g.name);
    end loop;
end $$;
call public.bench_guards(false);

insert into handback.person (id, identity_key, name, email) select p,p,p,p||'@x.example' from unnest(array['olga','otto','erin','emil','eve','lea','leo','leonie','ada']) p;
insert into handback.membership_change (person, grp, granted, fact, actor, at) select p, g, true, gen_random_uuid(), 'system:bench', now() from (values ('olga','operations'),('otto','operations'),('erin','engineering'),('emil','engineering'),('eve','engineering'),('lea','legal'),('leo','legal'),('leonie','legal'),('ada','auditors')) v(p,g);
insert into handback.exit (exit_id, fact, actor, at, kind, title, profile, vendor_name, client_name, contract_reference, contract_end, place, trigger)
select 'X-'||i, gen_random_uuid(), 'olga', now() - interval '40 days', 'REAL', 'Exit '||i, 'plain', 'Vendor', 'Client', 'C-'||i, current_date+30, 'UTC', 'EXPIRY' from generate_series(1,7) i;

-- phase: 1 checked, 2 certified in part, 3 certified, 4 cleared and drawn up, 5 attested and looked at, 6 accepted, 7 certified as destroyed
create procedure public.big_exit(x text, n int, phase int) language plpgsql as $$
declare
    k int;
    l int;
begin
    create temp table a on commit drop as
    select i, 'a' || lpad(i::text, 5, '0') as asset,
           case when i % 20 = 19 then 'manual' when i % 10 = 0 then 's3-documents' else 'git-repository' end as kind,
           case when i % 25 = 0 then 'THIRD_PARTY' when i % 3 = 0 then 'BACKGROUND_CLIENT' else 'FOREGROUND' end as origin,
           case when i % 10 < 6 then 'RETURN_THEN_DESTROY' when i % 10 < 8 then 'RETURN' when i % 10 = 8 then 'DESTROY_ONLY'
                else (array['ASSIGN', 'LICENSE', 'NOVATE'])[1 + i / 20 % 3] end as disposition,
           case when i % 20 <> 19 then 'vendor-' || i % 5 end as connection,
           case when i % 20 = 19 then 'on a shelf' else 'https://git.vendor.example/' || i end as locator,
           encode(sha256(convert_to(x || i, 'UTF8')), 'hex') as digest
    from generate_series(1, n) i;
    create unique index on a (asset);
    analyze a;
    insert into handback.register_row (exit_id, asset, version, fact, actor, at, action, reason, title, kind, origin, disposition, connection, locator,
        holder, locations, baseline, wave, depends_on, destination_connection, destination, agreement)
    select x, asset, v, gen_random_uuid(), 'olga', now() - interval '30 days', case v when 1 then 'ADDED' else 'CORRECTED' end, 'a typo', 'Asset ' || i, kind, origin,
        disposition, connection, locator, case when i % 7 = 0 then 'Sub-processor ' || i % 70 else 'Vendor' end, 'dc-' || i % 9 || ';backup-' || i % 4,
        'date:2020-01-01', 'wave-' || i % 5, case when i % 10 = 5 then 'a' || lpad((i - 1)::text, 5, '0') end,
        case when i % 10 = 1 then 'home' end, case when i % 10 = 1 then 'https://home.example/' || i end, 1
    from a cross join generate_series(1, 2) v where v = 1 or i % 20 = 0;
    insert into handback.register_agreed (exit_id, version, fact, actor, at, assets, digest)
    values (x, 1, gen_random_uuid(), 'olga', now() - interval '29 days', n, '\x00');
    for k in 0 .. 4 loop
        insert into handback.authority_proposed (fact, actor, at, exit_id, connection, basis, until)
        values (md5(x || k)::uuid, 'olga', now() - interval '28 days', x, 'vendor-' || k, 'clause 12', '2099-01-01');
        insert into handback.authority_decided (fact, actor, at, exit_id, proposal, decision)
        values (gen_random_uuid(), 'lea', now() - interval '28 days', x, md5(x || k)::uuid, 'CONFIRMED');
        insert into handback.freeze_attested (fact, actor, at, exit_id, connection, attested_by, since, reason)
        values (gen_random_uuid(), 'olga', now() - interval '20 days', x, 'vendor-' || k, 'their CTO', current_date - 20, 'final pass');
    end loop;
    insert into handback.declaration (exit_id, version, fact, actor, at, declared_by, declared_on, file_sha256, rows)
    values (x, 1, gen_random_uuid(), 'olga', now() - interval '27 days', 'Vendor', current_date - 27, repeat('0', 64), n);
    insert into handback.declaration_row (exit_id, version, ordinal, asset, title, locator) select x, 1, i, asset, 'Asset ' || i, locator from a;
    -- what comes by hand
    insert into handback.delivery_received (exit_id, asset, delivery, fact, actor, at, medium, courier, seal, condition, received_on, uploaded,
        uploaded_bytes, uploaded_digest, from_folder, task)
    select x, asset, 1, gen_random_uuid(), 'erin', now() - interval '26 days', 'disk', 'courier', 'NONE', 'good', current_date - 26, 1, 1, '0', false, 't'
    from a where connection is null;
    -- two attempts of each that found the same
    insert into handback.attempt (exit_id, asset, number, fact, actor, at, connection, locator, delivery)
    select x, asset, v, gen_random_uuid(), 'system:bench', now() - interval '25 days' + v * interval '10 days', connection, locator, case when connection is null then 1 end
    from a cross join generate_series(1, 2) v where disposition <> 'DESTROY_ONLY' and (v = 1 or connection is not null);
    insert into handback.attempt_ended (exit_id, asset, number, fact, actor, at, outcome, content_digest, manifest_sha256, bundle_sha256, bundle_bytes, refs,
        objects, bytes, files, versions, markers, uploads, seen_as, seen_at)
    select x, a.asset, t.number, gen_random_uuid(), 'system:bench', t.at + interval '1 hour', case when a.connection is null then 'RECEIVED' else 'VERIFIED' end,
        digest, digest, case kind when 'git-repository' then digest end, 1000, 7, 500, 100000, case kind when 'manual' then 3 end,
        case kind when 's3-documents' then 40 end, case kind when 's3-documents' then 0 end, case kind when 's3-documents' then 0 end, 'exit', t.at
    from a join handback.attempt t on t.exit_id = x and t.asset = a.asset;
    insert into handback.delivery_confirmed (exit_id, asset, delivery, fact, actor, at, number, content_digest, decision, task)
    select x, asset, 1, gen_random_uuid(), 'emil', now() - interval '24 days', 1, digest, 'CONFIRM', 't' from a where connection is null;
    insert into handback.asset_check (fact, actor, at, exit_id, asset, number, content_digest, decision, task)
    select gen_random_uuid(), case when connection is null then 'eve' else 'erin' end, now() - interval '14 days', x, asset,
        case when connection is null then 1 else 2 end, digest, 'PASS', 't' from a where disposition <> 'DESTROY_ONLY';
    insert into handback.fixity_checked (fact, actor, at, exit_id, asset, number, sha256, result)
    select gen_random_uuid(), 'system:bench', now() - interval '1 hour' * v, x, asset, case when connection is null then 1 else 2 end, digest, 'INTACT'
    from a cross join generate_series(1, 3) v where disposition <> 'DESTROY_ONLY';
    insert into handback.fixity_checked (fact, actor, at, exit_id, asset, number, sha256, result)
    select gen_random_uuid(), 'system:bench', now() - interval '1 hour', x, asset, 2, md5(v::text) || md5(v::text), 'INTACT'
    from a cross join generate_series(1, 20) v where i % 100 = 1;
    -- exceptions, disputes that are settled, and placings
    insert into handback.exception_asked (fact, actor, at, exit_id, asset, purpose, reason)
    select md5(x || asset)::uuid, 'olga', now() - interval '13 days', x, asset, 'EXCEPT', 'lost' from a where i % 200 = 7;
    insert into handback.exception_decided (fact, actor, at, exit_id, asset, asked, decision)
    select gen_random_uuid(), p, now() - interval '13 days', x, asset, md5(x || asset)::uuid, 'APPROVED'
    from a cross join unnest(array['otto', 'leo']) p where i % 200 = 7;
    insert into handback.dispute_raised (fact, actor, at, exit_id, asset, party, reason)
    select md5(x || asset || 'd')::uuid, 'olga', now() - interval '12 days', x, asset, 'Third', 'says it is theirs' from a where i % 100 = 3;
    insert into handback.dispute_settled (fact, actor, at, exit_id, asset, raised, reason)
    select gen_random_uuid(), 'lea', now() - interval '12 days', x, asset, md5(x || asset || 'd')::uuid, 'withdrawn' from a where i % 100 = 3;
    insert into handback.placing_asked (exit_id, asset, ordinal, fact, actor, at, number, content_digest, destination_connection, destination)
    select x, asset, 1, gen_random_uuid(), 'otto', now() - interval '11 days', 2, digest, 'home', 'https://home.example/' || i from a where i % 10 = 1;
    insert into handback.placed (exit_id, asset, ordinal, fact, actor, at, listing_sha256, things, seen_as)
    select x, asset, 1, gen_random_uuid(), 'system:bench', now() - interval '11 days', repeat('0', 64), 7, 'us' from a where i % 10 = 1;
    -- holds and stays that were lifted, and holds that concern nobody here
    insert into handback.hold_placed (hold, fact, actor, at, exit_id, asset, reason, document)
    select x || '-B' || i, gen_random_uuid(), 'lea', now() - interval '10 days', x, asset, 'a claim', 'letter' from a where i % 250 = 4;
    insert into handback.hold_lifted (hold, fact, actor, at, exit_id, reason)
    select x || '-B' || i, gen_random_uuid(), 'leo', now() - interval '10 days', x, 'settled' from a where i % 250 = 4;
    insert into handback.stay_declared (stay, fact, actor, at, exit_id, reason) values (x || '-Y1', gen_random_uuid(), 'lea', now() - interval '10 days', x, 'rumours');
    insert into handback.stay_lifted (stay, fact, actor, at, exit_id, document, issuer, scope, dated, reason)
    values (x || '-Y1', gen_random_uuid(), 'lea', now() - interval '10 days', x, 'order', 'court', 'all', current_date - 10, 'leave');
    -- instruments, a hundred assets each
    insert into handback.instrument_recorded (instrument, fact, actor, at, exit_id, ordinal, type, operative, parties, signed_by, executed_on, jurisdiction,
        assets, document_sha256, document_name, document_bytes)
    select x || '-I' || row_number() over (), gen_random_uuid(), 'lea', now() - interval '9 days', x, row_number() over (),
        case disposition when 'ASSIGN' then 'ASSIGNMENT' when 'LICENSE' then 'LICENCE' else 'NOVATION' end, 'PRESENT', 'Vendor and Client', 'their CEO',
        current_date - 9, 'England', jsonb_agg(jsonb_build_object('asset', asset)), repeat('0', 64), 'deed.pdf', 1000
    from a where disposition in ('ASSIGN', 'LICENSE', 'NOVATE') group by disposition, i / 500;
    if phase < 2 then return; end if;
    analyze;
    -- certified as returned: half of it in an interim certificate, the rest in the final one
    for k in 1 .. 2 loop
        insert into handback.certificate_requested (fact, actor, at, exit_id, request, kind, finality, scope)
        select gen_random_uuid(), 'olga', now() - interval '8 days', x, x || '-Q' || k, 'ASSET_RETURN', (array['INTERIM', 'FINAL'])[k], jsonb_agg(asset)
        from a where disposition <> 'DESTROY_ONLY' and (i <= n / 2) = (k = 1);
        insert into handback.certificate (number, fact, actor, at, exit_id, ordinal, request, kind, finality, n, pdf_sha256, facts_sha256, evidence_root, ledger_size, ledger_root)
        values (x || '-C' || k, gen_random_uuid(), 'system:bench', now() - interval '8 days', x, k, x || '-Q' || k, 'ASSET_RETURN', (array['INTERIM', 'FINAL'])[k], k, 'pdf', 'facts', 'root', 0, '');
        insert into handback.certificate_asset (number, ordinal, asset, evidence, evidence_digest)
        select x || '-C' || k, row_number() over (order by i) - 1, asset, e, encode(sha256(convert_to(e, 'UTF8')), 'hex')
        from (select i, asset, case when phase > 2 or k = 1 then jsonb_build_object('contentDigest', digest)::text else handback.evidence(x, asset) end as e from a where disposition <> 'DESTROY_ONLY' and (i <= n / 2) = (k = 1) offset 0) q;
        insert into handback.certificate_decided (fact, actor, at, exit_id, number, decision, shown_sha256, sealed_sha256, intent)
        select gen_random_uuid(), 'lea', now() - interval '7 days', x, x || '-C' || k, 'SIGNED', 'pdf', 'sealed', 'I sign' where phase > 2 or k = 1;
    end loop;
    if phase < 3 then return; end if;
    insert into handback.counsel_basis (fact, actor, at, exit_id, scope, basis)
    select gen_random_uuid(), 'lea', now() - interval '7 days', x, jsonb_agg(asset), 'clause 14' from a where disposition = 'DESTROY_ONLY' or origin = 'THIRD_PARTY';
    if phase < 4 then return; end if;
    -- cleared, a thousand assets each; every fiftieth was recalled before and is cleared anew
    create temp table d on commit drop as
    select *, (row_number() over (order by i) - 1) / 1000 as part from a where disposition in ('RETURN_THEN_DESTROY', 'DESTROY_ONLY') and i % 200 <> 7;
    create unique index on d (asset);
    analyze d;
    insert into handback.clearance (clearance, fact, actor, at, exit_id, ordinal, basis, reason, answer_by, scope, digests)
    select x || '-L1', gen_random_uuid(), 'lea', now() - interval '6 days', x, 1, 'clause 14', 'all home', current_date + 20, jsonb_agg(asset), '{}' from d where i % 50 = 2;
    insert into handback.clearance_asset select x || '-L1', x, asset, 'another' from d where i % 50 = 2;
    insert into handback.destruction_recalled (recall, fact, actor, at, exit_id, ordinal, clearance, served, scope, findings)
    select x || '-R1', gen_random_uuid(), 'lea', now() - interval '6 days', x, 1, x || '-L1', false, jsonb_agg(asset), '[]' from d where i % 50 = 2;
    insert into handback.recalled_asset select x || '-R1', x, asset, x || '-L1' from d where i % 50 = 2;
    for l in select distinct part from d order by 1 loop
        insert into handback.clearance (clearance, fact, actor, at, exit_id, ordinal, basis, reason, answer_by, scope, digests)
        select x || '-L' || l + 2, gen_random_uuid(), 'lea', now() - interval '5 days', x, l + 2, 'clause 14', 'all home', current_date + 20, jsonb_agg(asset), '{}' from d where part = l;
        insert into handback.clearance_asset select x || '-L' || l + 2, x, asset, handback.clearance_digest(x, asset) from d where part = l;
        insert into handback.order_drawn_up (number, fact, actor, at, exit_id, ordinal, clearance, scope, pdf_sha256, facts_sha256)
        select x || '-D' || l + 1, gen_random_uuid(), 'system:bench', now() - interval '5 days', x, l + 1, x || '-L' || l + 2, jsonb_agg(asset), repeat('a', 64), repeat('b', 64) from d where part = l;
    end loop;
    insert into handback.probe_begun (exit_id, asset, ordinal, fact, actor, at, purpose, connection, locator)
    select x, asset, 1, gen_random_uuid(), 'system:bench', now() - interval '6 days', 'CONTROL', connection, locator from d where connection is not null;
    insert into handback.probe (fact, actor, at, exit_id, asset, ordinal, purpose, result, locator, seen_as, detail, answer_sha256)
    select gen_random_uuid(), 'system:bench', now() - interval '6 days', x, asset, 1, 'CONTROL', 'ANSWERS', locator, 'exit', '{}', repeat('0', 64) from d where connection is not null;
    if phase < 5 then return; end if;
    -- ordered, served, attested, looked at twice; every tenth was sent back once
    for l in select distinct part from d order by 1 loop
        insert into handback.destruction_order (number, fact, actor, at, exit_id, shown_sha256, sealed_sha256, intent)
        values (x || '-D' || l + 1, gen_random_uuid(), 'olga', now() - interval '4 days', x, repeat('a', 64), repeat('c', 64), 'I order');
        insert into handback.order_asset select x || '-D' || l + 1, x, asset, x || '-L' || l + 2 from d where part = l;
        insert into handback.order_served (number, fact, actor, at, exit_id, served_at, place, served_on, served_by, channel)
        values (x || '-D' || l + 1, gen_random_uuid(), 'otto', now() - interval '4 days', x, now() - interval '4 days', 'UTC', current_date - 4, 'Otto', 'EMAIL');
        for k in 0 .. 1 loop
            insert into handback.attestation (attestation, fact, actor, at, exit_id, ordinal, number, said)
            select x || '-A' || 2 * l + k + 1, gen_random_uuid(), 'otto', now() - interval '3 days', x, 2 * l + k + 1, x || '-D' || l + 1, jsonb_agg(jsonb_build_object('asset', asset))
            from d where part = l;
            insert into handback.attestation_row (attestation, exit_id, ordinal, asset, completed_on, result, method, technique, verification, performer, verifier,
                locations, subprocessors, retained, tails)
            select x || '-A' || 2 * l + k + 1, x, 2 * l + k + 1, asset, current_date - 3, 'ERASED', 'PURGE', 'overwrite', 'FULL', '{"name": "Pat", "contact": "p"}',
                '{"name": "Vera", "contact": "v"}', jsonb_build_array('dc-' || i % 9, 'backup-' || i % 4), '[]', '[]', '[]' from d where part = l and (k = 1 or i % 10 = 4);
        end loop;
        insert into handback.attestation_decided (fact, actor, at, exit_id, attestation, decision, reason, scope, outcomes)
        select md5(x || l)::uuid, 'leo', now() - interval '3 days', x, x || '-A' || 2 * l + 1, 'SENT_BACK', 'no performer', jsonb_agg(asset), '{}' from d where part = l and i % 10 = 4;
        insert into handback.attestation_decided_asset select x || '-A' || 2 * l + 1, x, asset, md5(x || l)::uuid, now() - interval '3 days', 'SENT_BACK', null from d where part = l and i % 10 = 4;
    end loop;
    insert into handback.probe_begun (exit_id, asset, ordinal, fact, actor, at, purpose, connection, locator)
    select x, asset, 1 + v, gen_random_uuid(), 'system:bench', now() - interval '2 days' + v * interval '1 hour', 'AFTER', connection, locator
    from d cross join generate_series(1, 2) v where connection is not null;
    insert into handback.probe (fact, actor, at, exit_id, asset, ordinal, purpose, result, locator, seen_as, detail, answer_sha256)
    select gen_random_uuid(), 'system:bench', now() - interval '2 days' + v * interval '1 hour', x, asset, 1 + v, 'AFTER', 'NOT_OBSERVED', locator, 'exit', '{"code": "GONE"}', repeat('0', 64)
    from d cross join generate_series(1, 2) v where connection is not null;
    if phase < 6 then return; end if;
    for l in select distinct part from d order by 1 loop
        insert into handback.attestation_decided (fact, actor, at, exit_id, attestation, decision, reason, scope, outcomes)
        select md5(x || l || 'y')::uuid, 'leo', now() - interval '1 day', x, x || '-A' || 2 * l + 2, 'ACCEPTED', 'evidenced', jsonb_agg(asset), '{}' from d where part = l;
        insert into handback.attestation_decided_asset select x || '-A' || 2 * l + 2, x, asset, md5(x || l || 'y')::uuid, now() - interval '1 day', 'ACCEPTED', 'EVIDENCE_ACCEPTED' from d where part = l;
    end loop;
    analyze;
    insert into handback.certificate_requested (fact, actor, at, exit_id, request, kind, finality, scope)
    select gen_random_uuid(), 'olga', now() - interval '1 hour', x, x || '-Q3', 'DESTRUCTION', 'FINAL', jsonb_agg(asset) from d;
    insert into handback.certificate (number, fact, actor, at, exit_id, ordinal, request, kind, finality, n, pdf_sha256, facts_sha256, evidence_root, ledger_size, ledger_root)
    values (x || '-C3', gen_random_uuid(), 'system:bench', now() - interval '1 hour', x, 3, x || '-Q3', 'DESTRUCTION', 'FINAL', 1, 'pdf', 'facts', 'root', 0, '');
    insert into handback.certificate_asset (number, ordinal, asset, evidence, evidence_digest)
    select x || '-C3', row_number() over (order by i) - 1, asset, e, encode(sha256(convert_to(e, 'UTF8')), 'hex')
    from (select i, asset, case when phase > 6 then '{}' else handback.destruction_evidence(x, asset) end as e from d offset 0) q;
    insert into handback.checklist_item (item, fact, actor, at, exit_id, ordinal, topic, asset, what)
    select x || '-K' || i, gen_random_uuid(), 'erin', now() - interval '1 hour', x, i, 'CREDENTIALS', asset, 'a key seen' from a where i <= 100;
    insert into handback.checklist_settled (fact, actor, at, exit_id, ordinal, item, result, done_on, done_by, evidence)
    select gen_random_uuid(), 'erin', now() - interval '1 hour', x, row_number() over (), item, 'DONE', current_date - 1, 'Erin', 'ticket'
    from (select item from handback.checklist where exit_id = x and topic not in ('VENDOR_ACCESS', 'OUR_ACCESS')) c;
    insert into handback.access_revoked (fact, actor, at, exit_id, direction, connection, since, reported_by, document)
    select gen_random_uuid(), 'olga', now() - interval '1 hour', x, case when c is null then 'VENDORS' else 'OURS' end, c, current_date - 1, 'IT', 'ticket'
    from (select distinct connection from a) t(c);
    if phase < 7 then return; end if;
    insert into handback.certificate_decided (fact, actor, at, exit_id, number, decision, shown_sha256, sealed_sha256, intent)
    values (gen_random_uuid(), 'lea', now(), x, x || '-C3', 'SIGNED', 'pdf', 'sealed', 'I sign');
end $$;
