-- Person-months of follow-up, owed and done.
with moved as materialized (
    select f.resident_id id
    from residents_facts f join residents_resident r on r.id = f.resident_id
    where f.path >= %(lo)s and f.path < %(hi)s and (r.path < %(lo)s or r.path >= %(hi)s)
      and f.voided_at is null and f.start <= %(last)s and (f.stop is null or f.stop > %(first)s)
)
select count(*), count(day) from (
    select distinct p.id, m.first, (
        select min(v."on") from residents_visit v
        where v.resident_id = p.id and v.voided_at is null and 'after_employment' = any(v.reasons)
          and v.way in ('home', 'phone') and v.outcome in ('met', 'talked', '') and v.known_on <= %(on)s
          and v."on" between greatest(m.first, p.started) and least(m.last, %(on)s)) as day
    from unnest(%(firsts)s::date[], %(lasts)s::date[], %(ats)s::date[]) m(first, last, at),
    lateral (
        select d.resident_id id, (
            select max(e.start) from employment_employment e
            where e.resident_id = d.resident_id and e.voided_at is null and e.start <= m.at) as started
        from assistance_determination d
        where d.voided_at is null and d.start <= m.at and (d.stop is null or d.stop > m.at)
          and (d.path >= %(lo)s and d.path < %(hi)s or d.resident_id in (select id from moved))
          and exists (select from employment_employment e where e.resident_id = d.resident_id
              and e.voided_at is null and e.start <= m.at and (e.stop is null or e.stop > m.at))
          and exists (select from residents_facts t where t.resident_id = d.resident_id
              and t.voided_at is null and t.start <= m.at and (t.stop is null or t.stop > m.at))
          and exists (select from residents_facts f where f.resident_id = d.resident_id
              and f.path >= %(lo)s and f.path < %(hi)s and f.voided_at is null and f.start <= %(last)s
              and (f.stop is null or f.stop > %(last)s or f."left" and f.stop > %(first)s and f.stop <= %(last)s))
    ) p
    where not exists (select from policy_waiver w where w.duty = 'bx-follow-up' and w.subject = 'resident'
        and w.subject_id = p.id and w.agreed_at is not null and w.start <= m.last and w.last >= m.last)
) o
