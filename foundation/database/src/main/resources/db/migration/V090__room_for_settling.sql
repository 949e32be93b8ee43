-- Each payment is written once more when it is settled. Where a page has room the new version stays on it and no index is
-- touched: of 15,000 legs with five indexes each that is most of the work.
alter table payout_legs set (fillfactor = 50);
alter table payout_items set (fillfactor = 50);
