-- An object that alone cannot be read is reported as a damaged one.
COMMENT ON COLUMN audit_finding.kind IS 'missing_object: facts name it and it is not in the archive; damaged_object: its bytes do not match its hash or the facts, or cannot be read while others can; unnamed_object: no pull names it and no facts could be made of it.';
