-- The first page of residents in place on a day, by pinyin, with their states.
with page as materialized (
    select r.id, r.name, r.sex, r.birth, r.number_cipher, r.pinyin, f.region_id, f.household_id, f.relation,
           f.hukou, f.ability, f.phone
    from residents_resident r, lateral (
        select * from residents_facts f where f.resident_id = r.id and f.voided_at is null
          and f.start <= %(on)s and (f.stop is null or f.stop > %(on)s) offset 0) f
    where r.path >= %(lo)s and r.path < %(hi)s and r.voided_at is null
    order by r.pinyin, r.id limit 50
)
select p.id, p.name, p.sex, p.birth, p.number_cipher, g.name, h.number, p.relation, p.hukou, p.ability, p.phone,
       exists (select from employment_employment e where e.resident_id = p.id and e.voided_at is null
           and e.start <= %(on)s and (e.stop is null or e.stop > %(on)s)),
       exists (select from employment_registration u where u.resident_id = p.id and u.voided_at is null
           and u.start <= %(on)s and (u.stop is null or u.stop > %(on)s)
           and not exists (select from employment_employment e where e.resident_id = p.id and e.voided_at is null
               and (e.start >= u.start or e.start <= %(on)s and (e.stop is null or e.stop > %(on)s)))
           and not exists (select from employment_registration n where n.resident_id = p.id
               and n.voided_at is null and n.start > u.start)),
       exists (select from assistance_determination d where d.resident_id = p.id and d.voided_at is null
           and d.start <= %(on)s and (d.stop is null or d.stop > %(on)s))
from page p join regions_region g on g.id = p.region_id left join residents_household h on h.id = p.household_id
order by p.pinyin, p.id
