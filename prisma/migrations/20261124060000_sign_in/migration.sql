-- Tries to sign in, by address, counted by rate-limiter-flexible for all replicas (lib/users/sign-in-tries.ts). Columns
-- and types are the library's. Not worth a place in the write-ahead log: a crash forgets who has just guessed.
CREATE UNLOGGED TABLE sign_in_tries (
  key    varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- Sessions that were ended by signing out, until their cookie would have run out by itself.
CREATE TABLE ended_sessions (
  id       uuid PRIMARY KEY,
  ended_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX ended_sessions_ended_at_idx ON ended_sessions (ended_at);
