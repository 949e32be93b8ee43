-- A wallet stays bound to its member for ever: nobody else in the organization can take it over and approve with it.
alter table member_wallets add column removed_at timestamptz;
create index on member_wallets (address);

-- Sessions that began at or before this moment have ended, whatever Redis remembers.
alter table members add column sessions_ended_at timestamptz;

create index on api_keys (org_id, created_at);
create index on sign_in_links (org_id, member_id);

create or replace function find_memberships(wallet text)
    returns table (org_id uuid, org_name text, member_id uuid)
    language sql stable security definer set search_path = public
    as $$ select w.org_id, o.name, w.member_id
          from member_wallets w join members m on m.id = w.member_id join organizations o on o.id = w.org_id
          where w.address = wallet and w.removed_at is null and m.deactivated_at is null order by o.name, o.id $$;

-- The worker reads who may approve; it neither makes members nor sees what opens the door.
revoke insert, update, delete on organizations, members, member_roles, member_wallets from pb_worker;
revoke all on api_keys, sign_in_links from pb_worker;

-- What explains an earlier approval or payment is never deleted.
revoke delete on organizations, members, member_wallets, api_keys, sign_in_links from pb_web;

-- The schema's owner is a member of pb_lookup and would inherit its policies; they count inside the functions alone.
alter policy lookup on api_keys using (current_user = 'pb_lookup');
alter policy lookup on sign_in_links using (current_user = 'pb_lookup');
alter policy lookup on member_wallets using (current_user = 'pb_lookup');
alter policy lookup on members using (current_user = 'pb_lookup');
alter policy lookup on organizations using (current_user = 'pb_lookup');
