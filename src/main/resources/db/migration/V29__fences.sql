-- What a hostile reading of destruction found open: silence put on record over what the holder said, a duty to destroy that one person
-- ends, and exceptions without an exception.

-- Silence is on record only about who is silent. What the holder said is accepted, borne or sent back; a recalled order asks for no answer.
-- (What was never served has its own refusal.)
create function handback.holder_is_silent(in_exit text, in_asset text) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    said text;
begin
    perform 1 from handback.exit x where x.exit_id = in_exit for update;
    select d.state into said from handback.destruction_state d where d.exit_id = in_exit and d.asset = in_asset;
    if said not in ('NONE', 'CLEARED', 'ORDERED', 'SERVED', 'CONTRADICTED') then
        perform handback.refuse(format('asset %s: the holder is not silent, its destruction is %s', in_asset, lower(said)));
    end if;
end $$;

create function handback.unattested_is_silence() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    perform handback.holder_is_silent(new.exit_id, new.asset);
    return new;
end $$;
create trigger nobody_answered before insert on handback.exception_asked
    for each row when (new.purpose = 'UNATTESTED') execute function handback.unattested_is_silence();

create function handback.unattested_is_silence_still() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
begin
    if exists (select 1 from handback.exception_asked a where a.fact = new.asked and a.purpose = 'UNATTESTED') then
        perform handback.holder_is_silent(new.exit_id, new.asset);
    end if;
    return new;
end $$;
create trigger nobody_answered_yet before insert on handback.exception_decided
    for each row when (new.decision = 'APPROVED') execute function handback.unattested_is_silence_still();

-- Nobody corrects away what is to be destroyed once an order went out, nor what a signed FINAL was drawn up over.
create function handback.disposition_stays() returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, handback, pg_temp as $$
declare
    r handback.asset;
begin
    perform 1 from handback.exit x where x.exit_id = new.exit_id for update;
    select * into r from handback.asset v where v.exit_id = new.exit_id and v.asset = new.asset;
    if new.disposition is not distinct from r.disposition then
        return new;
    end if;
    if exists (select 1 from handback.order_asset o join handback.destruction_order k on k.number = o.number
               where o.exit_id = new.exit_id and o.asset = new.asset) then
        perform handback.refuse(format('asset %s: its destruction was ordered, so its disposition stays %s', new.asset, r.disposition));
    end if;
    if exists (select 1 from handback.certified c where c.exit_id = new.exit_id and c.kind = 'ASSET_RETURN' and c.finality = 'FINAL') then
        perform handback.refuse(format('asset %s: the FINAL certificate over the whole register is signed, so its disposition stays %s; make it void first',
            new.asset, r.disposition));
    end if;
    return new;
end $$;
create trigger disposition_stays before insert on handback.register_row
    for each row when (new.action = 'CORRECTED') execute function handback.disposition_stays();

revoke execute on function handback.holder_is_silent(text, text), handback.unattested_is_silence(), handback.unattested_is_silence_still(),
    handback.disposition_stays() from public;

-- attestation_gaps as in V16, but "erased with exceptions" has to name one
do $$
declare
    old constant text := $q$    if w.completed_on is null then
        return next ('DATE_MISSING'$q$;
    def text := pg_get_functiondef('handback.attestation_gaps(text, text)'::regprocedure);
begin
    if position(old in def) = 0 then
        raise exception 'attestation_gaps is not the function of V16';
    end if;
    execute replace(def, old, $q$    if w.result = 'ERASED_WITH_EXCEPTIONS' and w.retained = '[]' and w.tails = '[]'
       and not exists (select 1 from jsonb_array_elements(w.subprocessors) s where s ->> 'state' is distinct from 'DONE') then
        return next ('EXCEPTIONS_MISSING', in_asset, 'result: expected what is retained, a tail or a sub-processor in progress, since not all is erased')::handback.finding;
    end if;
$q$ || old);
end $$;
