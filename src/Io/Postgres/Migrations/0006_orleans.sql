-- The tables that Orleans' ADO.NET providers use, and the statements they run: they look each up by its key in OrleansQuery.
-- The names of keys, parameters and result columns are Orleans' contract; what lies between is ours.

CREATE SCHEMA IF NOT EXISTS orleans;

CREATE TABLE IF NOT EXISTS orleans.orleansquery (
    querykey  varchar(64) PRIMARY KEY,
    querytext varchar(8000) NOT NULL
);
COMMENT ON COLUMN orleans.orleansquery.querykey IS 'The name a provider asks for';
COMMENT ON COLUMN orleans.orleansquery.querytext IS 'The statement it then runs';

-- One row for each state of each grain. The key is the whole identity, so that of two first writers one is told it lost.
CREATE TABLE IF NOT EXISTS orleans.orleansstorage (
    serviceid              varchar(150) NOT NULL,
    graintypestring        varchar(512) NOT NULL,
    grainidextensionstring varchar(512) NOT NULL,
    grainidn0              bigint NOT NULL,
    grainidn1              bigint NOT NULL,
    version                integer NOT NULL,
    modifiedon             timestamptz NOT NULL,
    payloadbinary          bytea,
    PRIMARY KEY (serviceid, graintypestring, grainidextensionstring, grainidn0, grainidn1)
);
COMMENT ON COLUMN orleans.orleansstorage.serviceid IS 'The service the grain belongs to';
COMMENT ON COLUMN orleans.orleansstorage.graintypestring IS 'Name of the state; the grain class is not part of the identity';
COMMENT ON COLUMN orleans.orleansstorage.grainidextensionstring IS 'Key of the grain as text, empty where the key is a number';
COMMENT ON COLUMN orleans.orleansstorage.grainidn0 IS 'First half of a key that is a number, else 0';
COMMENT ON COLUMN orleans.orleansstorage.grainidn1 IS 'Second half of a key that is a number, else 0';
COMMENT ON COLUMN orleans.orleansstorage.version IS '1 at the first write, one more at each later one';
COMMENT ON COLUMN orleans.orleansstorage.modifiedon IS 'Time of the last write, UTC';
COMMENT ON COLUMN orleans.orleansstorage.payloadbinary IS 'The state as Orleans serializes it; null once cleared';

CREATE TABLE IF NOT EXISTS orleans.orleansreminderstable (
    serviceid    varchar(150) NOT NULL,
    grainid      varchar(150) NOT NULL,
    remindername varchar(150) NOT NULL,
    starttime    timestamptz NOT NULL,
    period       bigint NOT NULL,
    grainhash    integer NOT NULL,
    version      integer NOT NULL,
    PRIMARY KEY (serviceid, grainid, remindername)
);
CREATE INDEX IF NOT EXISTS orleansreminderstable_hash ON orleans.orleansreminderstable (serviceid, grainhash);
COMMENT ON COLUMN orleans.orleansreminderstable.serviceid IS 'The service the grain belongs to';
COMMENT ON COLUMN orleans.orleansreminderstable.grainid IS 'The grain that is reminded';
COMMENT ON COLUMN orleans.orleansreminderstable.remindername IS 'Name of the reminder within its grain';
COMMENT ON COLUMN orleans.orleansreminderstable.starttime IS 'Time of the first tick, UTC';
COMMENT ON COLUMN orleans.orleansreminderstable.period IS 'Time between ticks in milliseconds';
COMMENT ON COLUMN orleans.orleansreminderstable.grainhash IS 'Hash of the grain; each silo serves a range of hashes';
COMMENT ON COLUMN orleans.orleansreminderstable.version IS '0 at first, one more at each change';

CREATE TABLE IF NOT EXISTS orleans.orleansmembershipversiontable (
    deploymentid varchar(150) PRIMARY KEY,
    version      integer NOT NULL DEFAULT 0,
    changedat    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN orleans.orleansmembershipversiontable.deploymentid IS 'The cluster';
COMMENT ON COLUMN orleans.orleansmembershipversiontable.version IS 'One more at each change of the cluster''s members';
COMMENT ON COLUMN orleans.orleansmembershipversiontable.changedat IS 'Time of the last change, UTC';

CREATE TABLE IF NOT EXISTS orleans.orleansmembershiptable (
    deploymentid varchar(150) NOT NULL,
    address      varchar(45) NOT NULL,
    port         integer NOT NULL,
    generation   integer NOT NULL,
    siloname     varchar(150) NOT NULL,
    hostname     varchar(150) NOT NULL,
    status       integer NOT NULL,
    proxyport    integer,
    suspecttimes varchar(8000),
    starttime    timestamptz NOT NULL,
    iamalivetime timestamptz NOT NULL,
    PRIMARY KEY (deploymentid, address, port, generation)
);
COMMENT ON COLUMN orleans.orleansmembershiptable.deploymentid IS 'The cluster';
COMMENT ON COLUMN orleans.orleansmembershiptable.address IS 'IP address of the silo';
COMMENT ON COLUMN orleans.orleansmembershiptable.port IS 'Port on which silos talk to it';
COMMENT ON COLUMN orleans.orleansmembershiptable.generation IS 'Number that tells one start of the silo from the next';
COMMENT ON COLUMN orleans.orleansmembershiptable.siloname IS 'Name the silo gives itself';
COMMENT ON COLUMN orleans.orleansmembershiptable.hostname IS 'Machine it runs on';
COMMENT ON COLUMN orleans.orleansmembershiptable.status IS 'Orleans'' SiloStatus: 3 active, 6 dead';
COMMENT ON COLUMN orleans.orleansmembershiptable.proxyport IS 'Port on which clients talk to it; 0 or null for none';
COMMENT ON COLUMN orleans.orleansmembershiptable.suspecttimes IS 'Who suspected it of being dead, and when';
COMMENT ON COLUMN orleans.orleansmembershiptable.starttime IS 'When it started, UTC';
COMMENT ON COLUMN orleans.orleansmembershiptable.iamalivetime IS 'When it last said that it is alive, UTC';

INSERT INTO orleans.orleansquery (querykey, querytext) VALUES

-- Gives the new version; a writer that lost gets back what it came with: its own version, or null at a first write.
('WriteToStorageKey', $$
WITH given AS (SELECT CAST(@GrainStateVersion AS integer) AS version),
first_write AS (
    INSERT INTO orleans.orleansstorage
        (serviceid, graintypestring, grainidextensionstring, grainidn0, grainidn1, version, modifiedon, payloadbinary)
    SELECT @ServiceId, @GrainTypeString, COALESCE(@GrainIdExtensionString, ''), @GrainIdN0, @GrainIdN1, 1, now(), @PayloadBinary
    FROM given WHERE given.version IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version),
later_write AS (
    UPDATE orleans.orleansstorage AS stored
    SET version = stored.version + 1, modifiedon = now(), payloadbinary = @PayloadBinary
    FROM given
    WHERE serviceid = @ServiceId AND graintypestring = @GrainTypeString
        AND grainidextensionstring = COALESCE(@GrainIdExtensionString, '')
        AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1 AND stored.version = given.version
    RETURNING stored.version)
SELECT COALESCE(
    (SELECT version FROM first_write), (SELECT version FROM later_write), (SELECT version FROM given)) AS NewGrainStateVersion
$$),

('ReadFromStorageKey', $$
SELECT payloadbinary AS PayloadBinary, now() AT TIME ZONE 'utc' AS ReadOn, version AS Version
FROM orleans.orleansstorage
WHERE serviceid = @ServiceId AND graintypestring = @GrainTypeString
    AND grainidextensionstring = COALESCE(@GrainIdExtensionString, '')
    AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1
$$),

('ClearStorageKey', $$
UPDATE orleans.orleansstorage SET version = version + 1, modifiedon = now(), payloadbinary = NULL
WHERE serviceid = @ServiceId AND graintypestring = @GrainTypeString
    AND grainidextensionstring = COALESCE(@GrainIdExtensionString, '')
    AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1 AND version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion
$$),

('DeleteStorageKey', $$
DELETE FROM orleans.orleansstorage
WHERE serviceid = @ServiceId AND graintypestring = @GrainTypeString
    AND grainidextensionstring = COALESCE(@GrainIdExtensionString, '')
    AND grainidn0 = @GrainIdN0 AND grainidn1 = @GrainIdN1 AND version = @GrainStateVersion
RETURNING version + 1 AS NewGrainStateVersion
$$),

('UpsertReminderRowKey', $$
INSERT INTO orleans.orleansreminderstable (serviceid, grainid, remindername, starttime, period, grainhash, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON CONFLICT (serviceid, grainid, remindername) DO UPDATE
SET starttime = excluded.starttime, period = excluded.period, grainhash = excluded.grainhash,
    version = orleansreminderstable.version + 1
RETURNING version
$$),

('ReadReminderRowKey', $$
SELECT grainid AS GrainId, remindername AS ReminderName, starttime AS StartTime, period AS Period, version AS Version
FROM orleans.orleansreminderstable
WHERE serviceid = @ServiceId AND grainid = @GrainId AND remindername = @ReminderName
$$),

('ReadReminderRowsKey', $$
SELECT grainid AS GrainId, remindername AS ReminderName, starttime AS StartTime, period AS Period, version AS Version
FROM orleans.orleansreminderstable
WHERE serviceid = @ServiceId AND grainid = @GrainId
$$),

('ReadRangeRows1Key', $$
SELECT grainid AS GrainId, remindername AS ReminderName, starttime AS StartTime, period AS Period, version AS Version
FROM orleans.orleansreminderstable
WHERE serviceid = @ServiceId AND grainhash > @BeginHash AND grainhash <= @EndHash
$$),

-- A range that wraps around the ring of hashes.
('ReadRangeRows2Key', $$
SELECT grainid AS GrainId, remindername AS ReminderName, starttime AS StartTime, period AS Period, version AS Version
FROM orleans.orleansreminderstable
WHERE serviceid = @ServiceId AND (grainhash > @BeginHash OR grainhash <= @EndHash)
$$),

('DeleteReminderRowKey', $$
WITH gone AS (
    DELETE FROM orleans.orleansreminderstable
    WHERE serviceid = @ServiceId AND grainid = @GrainId AND remindername = @ReminderName AND version = @Version
    RETURNING 1)
SELECT count(*)::integer FROM gone
$$),

('DeleteReminderRowsKey', $$
DELETE FROM orleans.orleansreminderstable WHERE serviceid = @ServiceId
$$),

('InsertMembershipVersionKey', $$
WITH made AS (
    INSERT INTO orleans.orleansmembershipversiontable (deploymentid) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
SELECT count(*)::integer FROM made
$$),

-- Every change of the members moves the version, so one statement that first moves it changes both rows or neither.
('InsertMembershipKey', $$
WITH moved AS (
    UPDATE orleans.orleansmembershipversiontable SET version = version + 1, changedat = now()
    WHERE deploymentid = @DeploymentId AND version = @Version AND NOT EXISTS (
        SELECT 1 FROM orleans.orleansmembershiptable
        WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1),
made AS (
    INSERT INTO orleans.orleansmembershiptable
        (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM moved
    RETURNING 1)
SELECT count(*)::integer FROM made
$$),

('UpdateMembershipKey', $$
WITH moved AS (
    UPDATE orleans.orleansmembershipversiontable SET version = version + 1, changedat = now()
    WHERE deploymentid = @DeploymentId AND version = @Version AND EXISTS (
        SELECT 1 FROM orleans.orleansmembershiptable
        WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1),
changed AS (
    UPDATE orleans.orleansmembershiptable SET status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
    FROM moved
    WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    RETURNING 1)
SELECT count(*)::integer FROM changed
$$),

('UpdateIAmAlivetimeKey', $$
UPDATE orleans.orleansmembershiptable SET iamalivetime = @IAmAliveTime
WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),

('MembershipReadRowKey', $$
SELECT cluster.deploymentid AS DeploymentId, cluster.version AS Version, silo.address AS Address, silo.port AS Port,
    silo.generation AS Generation, silo.siloname AS SiloName, silo.hostname AS HostName, silo.status AS Status,
    silo.proxyport AS ProxyPort, silo.suspecttimes AS SuspectTimes, silo.starttime AS StartTime, silo.iamalivetime AS IAmAliveTime
FROM orleans.orleansmembershipversiontable AS cluster
LEFT JOIN orleans.orleansmembershiptable AS silo
    ON silo.deploymentid = cluster.deploymentid AND silo.address = @Address AND silo.port = @Port AND silo.generation = @Generation
WHERE cluster.deploymentid = @DeploymentId
$$),

('MembershipReadAllKey', $$
SELECT cluster.deploymentid AS DeploymentId, cluster.version AS Version, silo.address AS Address, silo.port AS Port,
    silo.generation AS Generation, silo.siloname AS SiloName, silo.hostname AS HostName, silo.status AS Status,
    silo.proxyport AS ProxyPort, silo.suspecttimes AS SuspectTimes, silo.starttime AS StartTime, silo.iamalivetime AS IAmAliveTime
FROM orleans.orleansmembershipversiontable AS cluster
LEFT JOIN orleans.orleansmembershiptable AS silo ON silo.deploymentid = cluster.deploymentid
WHERE cluster.deploymentid = @DeploymentId
$$),

('DeleteMembershipTableEntriesKey', $$
WITH silos AS (DELETE FROM orleans.orleansmembershiptable WHERE deploymentid = @DeploymentId)
DELETE FROM orleans.orleansmembershipversiontable WHERE deploymentid = @DeploymentId
$$),

('GatewaysQueryKey', $$
SELECT address AS Address, proxyport AS ProxyPort, generation AS Generation
FROM orleans.orleansmembershiptable
WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0
$$),

('CleanupDefunctSiloEntriesKey', $$
DELETE FROM orleans.orleansmembershiptable
WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status = 6
$$)

ON CONFLICT (querykey) DO UPDATE SET querytext = excluded.querytext;
