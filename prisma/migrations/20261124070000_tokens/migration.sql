-- About how many tokens a call's arguments and result put into its agent's context (lib/tokens.ts). Null: there were
-- none, or the row is older than this column. A column without a default is added without rewriting a partition.
ALTER TABLE tool_call_logs ADD COLUMN argument_tokens integer;
ALTER TABLE tool_call_logs ADD COLUMN result_tokens integer;
