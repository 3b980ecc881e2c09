-- Follow-ups of the running month that are still to be done, by who lives here today.
select d.resident_id, f.path
from (
    select distinct resident_id from assistance_determination
    where voided_at is null and path >= %(lo)s and path < %(hi)s and known_on <= %(on)s
      and start <= %(on)s and (stop is null or stop > %(on)s)
) d
join residents_facts f on f.resident_id = d.resident_id and f.voided_at is null
  and f.path >= %(lo)s and f.path < %(hi)s and f.start <= %(on)s and (f.stop is null or f.stop > %(on)s)
where exists (select from employment_employment e where e.resident_id = d.resident_id and e.voided_at is null
    and e.known_on <= %(on)s and e.start <= %(on)s and (e.stop is null or e.stop > %(on)s))
  and not exists (select from residents_visit v
    where v.resident_id = d.resident_id and v.voided_at is null and 'after_employment' = any(v.reasons)
      and v.way in ('home', 'phone') and v.outcome in ('met', 'talked', '') and v.known_on <= %(on)s
      and v."on" <= %(on)s and v."on" >= greatest(%(first)s, (
        select max(e.start) from employment_employment e
        where e.resident_id = d.resident_id and e.voided_at is null and e.start <= %(on)s)))
  and not exists (select from policy_waiver w where w.duty = 'bx-follow-up' and w.subject = 'resident'
    and w.subject_id = d.resident_id and w.agreed_at is not null
    and w.start <= %(due)s and w.last >= %(due)s)
order by d.resident_id
