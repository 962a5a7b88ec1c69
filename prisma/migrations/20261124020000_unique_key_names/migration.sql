-- Two active keys with one name could not be told apart in the log. Upper and lower case are one name,
-- because people read them as one. A revoked key gives its name back; its rows carry its prefix as well.

-- Of those that share a name the oldest keeps it; each other one gets the next number that is free.
DO $$
DECLARE
  duplicate record;
  number    integer;
BEGIN
  FOR duplicate IN
    SELECT id, name FROM (
      SELECT id, name, created_at, row_number() OVER (PARTITION BY lower(name) ORDER BY created_at, id) AS place
        FROM api_keys WHERE revoked_at IS NULL
    ) AS placed WHERE place > 1 ORDER BY created_at, id
  LOOP
    number := 2;
    WHILE EXISTS (
      SELECT FROM api_keys WHERE revoked_at IS NULL AND lower(name) = lower(duplicate.name || ' ' || number)
    ) LOOP
      number := number + 1;
    END LOOP;
    UPDATE api_keys SET name = duplicate.name || ' ' || number WHERE id = duplicate.id;
  END LOOP;
END $$;

CREATE UNIQUE INDEX api_keys_active_name ON api_keys (lower(name)) WHERE revoked_at IS NULL;
