-- An address may carry a credential, in its query or as a part of its path. Such a one is sealed as a whole, and `url`
-- holds what may be shown of it. The app seals those that are here already at its next start: only it has the key.
ALTER TABLE servers ADD COLUMN sealed_url text;
