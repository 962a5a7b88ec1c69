-- Servers that are started as a command are served. How they are started is sealed as a whole, because arguments and
-- environment hold credentials; `command` is for display only.
ALTER TABLE servers ADD COLUMN sealed_launch text;
ALTER TABLE servers ADD COLUMN shared boolean NOT NULL DEFAULT false;

-- Until now the whole command line stood here. MCP_CONFIG is read again at every start and fills in the rest.
UPDATE servers SET command = split_part(command, ' ', 1) WHERE transport = 'stdio';
