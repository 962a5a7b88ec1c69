-- What the audit writer writes to learn whether PostgreSQL can store rows again after a failure
-- (lib/audit/writer.ts). It has no meaning and at most one row.
CREATE TABLE audit_probe (
  id     smallint PRIMARY KEY CHECK (id = 1),
  at     timestamptz(3) NOT NULL,
  filler text NOT NULL
);
-- A filler is replaced whole, never read: compressing it would only make the probe smaller than it says.
ALTER TABLE audit_probe ALTER COLUMN filler SET STORAGE EXTERNAL;
