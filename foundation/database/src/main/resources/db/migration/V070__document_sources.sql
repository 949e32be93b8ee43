-- The digest of the rows a document was made from, beside the digest of its bytes: a newer layout changes the bytes of a
-- payslip, never the rows.
alter table documents add column source_sha256 bytea check (length(source_sha256) = 32);
