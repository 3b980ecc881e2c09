-- Follow-ups of the running month that are still to be done, by who lives here today.
-- One look at the jobs of each determined person tells whether there is one and when the last began. `is true`
-- keeps the planner from the GiST indexes of exclusion constraints, `offset 0` from reading every visit.
select d.resident_id, f.path
from (
    select distinct resident_id from assistance_determination
    where voided_at is null is true and path >= %(lo)s and path < %(hi)s and known_on <= %(on)s
      and start <= %(on)s and (stop is null or stop > %(on)s)
) d
join lateral (
    select max(e.start) as last, bool_or(e.known_on <= %(on)s and (e.stop is null or e.stop > %(on)s)) as works
    from employment_employment e
    where e.resident_id = d.resident_id and e.voided_at is null is true and e.start <= %(on)s
) e on e.works
join residents_facts f on f.resident_id = d.resident_id and f.voided_at is null is true
  and f.path >= %(lo)s and f.path < %(hi)s and f.start <= %(on)s and (f.stop is null or f.stop > %(on)s)
where not exists (select from residents_visit v
    where v.resident_id = d.resident_id and v.voided_at is null is true and 'after_employment' = any(v.reasons)
      and v.way in ('home', 'phone') and v.outcome in ('met', 'talked', '') and v.known_on <= %(on)s
      and v."on" <= %(on)s and v."on" >= greatest(%(first)s, e.last) offset 0)
  and not exists (select from policy_waiver w where w.duty = 'bx-follow-up' and w.subject = 'resident'
    and w.subject_id = d.resident_id and w.agreed_at is not null
    and w.start <= %(due)s and w.last >= %(due)s)
order by d.resident_id
