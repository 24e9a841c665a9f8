-- Orleans looks up its statements in OrleansQuery without naming a schema. A connection pooler cannot give every session a search path
-- of its own, so the name exists in the schema that every session sees. All the statements themselves name their schema.

CREATE VIEW public.orleansquery AS SELECT querykey, querytext FROM orleans.orleansquery;
COMMENT ON VIEW public.orleansquery IS 'The statements that Orleans runs, as it looks for them: without naming their schema.';
COMMENT ON COLUMN public.orleansquery.querykey IS 'The name that Orleans asks for.';
COMMENT ON COLUMN public.orleansquery.querytext IS 'The statement that it then runs.';
GRANT SELECT ON public.orleansquery TO PUBLIC;
